import { beforeEach, describe, expect, it, vi } from "vitest";
import { Backend, type Wish } from "./backend.ts";
import { isOver, Order } from "./order.ts";

const WISH: Wish = {
  basket: [],
  currency: "EUR",
  country: "DE",
  discountCode: "",
  customer: "guest",
};
const SOCKS = [{ id: "wool-socks", quantity: 1 }];

/** A backend whose session counts its changes and knows one discount code. */
class FakeServer {
  revision = 0;
  requests: { method: string; body: Record<string, unknown> }[] = [];
  down = false;
  expired = false;

  readonly fetch = async (_: unknown, { method = "GET", body }: RequestInit = {}) => {
    if (this.down) throw new TypeError("no network");
    const sent = body ? JSON.parse(String(body)) : {};
    this.requests.push({ method, body: sent });
    if (this.expired) {
      return refusal({ errorId: "ClientSessionValidationError", description: "Expired." });
    }
    if (sent.discountCode !== undefined && sent.discountCode !== "WELCOME10") {
      return refusal({ description: "No such code." });
    }
    if (method !== "GET") this.revision += 1;
    const session = { amount: this.revision * 100, currencyCode: "EUR" };
    return Response.json({ clientToken: "t", session, revision: this.revision, calls: [] });
  };
}

function refusal(error: object): Response {
  return Response.json({ error }, { status: 400 });
}

describe("Order", () => {
  let server: FakeServer;
  let order: Order;
  beforeEach(() => {
    server = new FakeServer();
    order = new Order(new Backend(server.fetch as typeof fetch), WISH);
  });

  it("opens a session with the first product and changes it with the next", async () => {
    await order.change({ basket: SOCKS });
    await order.change({ country: "FR" });
    expect(server.requests.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
    expect(order.state).toMatchObject({ clientToken: "t", revision: 2, session: { amount: 200 } });
  });

  it("joins quick changes: the last one wins", async () => {
    const first = order.change({ basket: SOCKS });
    for (const quantity of [2, 3, 4]) {
      void order.change({ basket: [{ id: "wool-socks", quantity }] });
    }
    await first;
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]?.body.basket).toEqual([{ id: "wool-socks", quantity: 4 }]);
  });

  it("tells an open checkout of a change, and not of the first session", async () => {
    const refreshClientSession = vi.fn(async () => true);
    await order.change({ basket: SOCKS });
    order.checkout = { refreshClientSession };
    await order.change({ customer: "saved" });
    expect(refreshClientSession).toHaveBeenCalledOnce();
  });

  it("gives a refused code back with its reason, and keeps the order", async () => {
    await order.change({ basket: SOCKS });
    await order.change({ discountCode: "NOPE" });
    expect(order.state).toMatchObject({
      codeError: "No such code.",
      problem: null,
      wish: { discountCode: "" },
      revision: 1,
    });
  });

  it("keeps what is wanted while nobody answers, and sends it again", async () => {
    server.down = true;
    await order.change({ basket: SOCKS });
    expect(order.state).toMatchObject({
      problem: { kind: "unreachable" },
      wish: { basket: SOCKS },
    });
    server.down = false;
    await order.retry();
    expect(order.state).toMatchObject({ problem: null, revision: 1, busy: false });
  });

  it("shows a surprise only when the checkout does", async () => {
    await order.change({ basket: SOCKS });
    await order.surprise();
    expect(order.state.revisions.map(({ revision }) => revision)).toEqual([1, 2]);
    expect(order.state.revision).toBe(1);
    await order.follow();
    expect(order.state.revision).toBe(2);
  });

  it("offers a new session with the same basket when the old one has expired", async () => {
    await order.change({ basket: SOCKS });
    server.expired = true;
    await order.change({ country: "FR" });
    expect(order.state.problem).toEqual({ kind: "expired" });
    server.expired = false;
    await order.startAgain();
    expect(order.state).toMatchObject({ problem: null, wish: { basket: SOCKS } });
    expect(server.requests.at(-1)?.method).toBe("POST");
  });

  it("is not over while a payment may still succeed, nor once it has", async () => {
    await order.change({ basket: SOCKS });
    order.setCharging(true);
    order.expire();
    expect(isOver(order.state)).toBe(false);
    order.setCharging(false);
    expect(isOver(order.state)).toBe(true);
    order.complete({ paymentId: "p", orderId: "o" });
    expect(isOver(order.state)).toBe(false);
  });

  it("starts a paid order again with an empty basket, and changes it no more before", async () => {
    await order.change({ basket: SOCKS });
    order.complete({ paymentId: "p", orderId: "o" });
    await order.change({ country: "FR" });
    expect(server.requests).toHaveLength(1);
    await order.startAgain();
    expect(order.state).toMatchObject({ paid: null, clientToken: null, wish: { basket: [] } });
  });
});
