import { expect, test } from "vitest";
import { PrimerClientError } from "../api/errors.ts";
import type { PaymentCreationHandler } from "../api/options.ts";
import { settle } from "./testing/fake_host.ts";
import { FakeServer } from "./testing/fake_server.ts";
import { openShop, paint, type Shop, TOKEN } from "./testing/shop.ts";

const PAYMENTS = "/payments";

function failure({ last }: Shop): PrimerClientError {
  return last.onCheckoutFail?.[0] as PrimerClientError;
}

test("a payment quotes what was shown and ends as paid", async () => {
  const shop = await openShop();
  await shop.pay();
  const [sent] = shop.server.sent(PAYMENTS);
  expect(sent?.body).toBe('{"paymentMethodToken":"card-token"}');
  expect(Object.fromEntries(sent?.headers ?? [])).toMatchObject({
    "content-type": "application/json",
    "primer-client-token": "access",
    "primer-sdk-checkout-session-id": shop.checkout.id,
    "primer-sdk-client": "WEB",
    "tender-shown": "1;6400;EUR",
    "x-api-version": "2.4",
  });
  expect(sent?.headers.get("x-idempotency-key")).toMatch(/^uuid-/);
  const payment = { id: "payment-1", orderId: "order-1" };
  expect(shop.checkout.state.phase).toEqual({
    name: "paid",
    total: { revision: 1, amount: 6400, currency: "EUR" },
    payment: { ...payment, last4Digits: "4242", network: "VISA" },
  });
  const paymentMethodData = {
    paymentMethodType: "PAYMENT_CARD",
    last4Digits: "4242",
    network: "VISA",
  };
  expect(shop.last.onCheckoutComplete).toEqual([{ payment: { ...payment, paymentMethodData } }]);
  expect(shop.told).toEqual([
    "onPaymentCreationStart",
    "onTokenizeStart",
    "onTokenizeSuccess",
    "onCheckoutComplete",
  ]);
});

test("the steps are told in order", async () => {
  const shop = await openShop();
  shop.server.outcome = "PENDING";
  const steps: string[] = [];
  shop.checkout.subscribe(({ phase }) =>
    steps.push(phase.name === "paying" ? phase.step : phase.name),
  );
  await shop.pay();
  shop.server.decide("SUCCESS");
  await shop.host.advance(1000);
  expect(steps).toEqual(["tokenizing", "sent", "confirming", "paid"]);
});

test("a double click pays once", async () => {
  const shop = await openShop();
  const clicks = [1, 2, 3].map(() => shop.checkout.pay("PAYMENT_CARD", async () => TOKEN));
  await Promise.all(clicks);
  expect(shop.server.sent(PAYMENTS)).toHaveLength(1);
  await shop.pay();
  expect(shop.server.sent(PAYMENTS)).toHaveLength(1);
});

test("a decline goes back to the form; the next card is a new payment", async () => {
  const shop = await openShop();
  shop.server.outcome = "FAILED";
  await shop.pay();
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    notice: { kind: "declined" },
  });
  expect(failure(shop)).toBeInstanceOf(PrimerClientError);
  expect(failure(shop).code).toBe("PAYMENT_FAILED");
  expect(shop.last.onCheckoutFail?.[1]).toMatchObject({ payment: { id: "payment-1" } });
  shop.server.outcome = "SUCCESS";
  await shop.pay();
  const keys = shop.server.sent(PAYMENTS).map(({ headers }) => headers.get("x-idempotency-key"));
  expect(new Set(keys).size).toBe(2);
  expect(shop.checkout.state).toMatchObject({ phase: { name: "paid" }, notice: null });
});

test("the merchant's words take the place of ours, in the drop-in only", async () => {
  const shop = await openShop({
    onCheckoutFail: (_error, _result, handler) => handler?.showErrorMessage("Try the other card."),
  });
  shop.server.outcome = "FAILED";
  await shop.pay();
  expect(shop.checkout.state.notice).toEqual({ kind: "declined" });
  paint(shop);
  await shop.pay();
  expect(shop.checkout.state.notice).toEqual({ kind: "message", text: "Try the other card." });
});

test("another total is refused, shown, and paid only when asked again", async () => {
  const shop = await openShop();
  paint(shop);
  shop.server.patch({ amount: 7000 });
  await shop.pay();
  expect(shop.server.payments).toEqual([]);
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    payHeld: true,
    notice: { kind: "total-changed", from: { amount: 6400 }, to: { amount: 7000 }, refused: true },
  });
  expect(shop.told).toContain("onClientSessionUpdate");
  expect(shop.told).not.toContain("onCheckoutFail");
  await shop.pay();
  expect(shop.server.sent(PAYMENTS)).toHaveLength(1);
  await shop.host.advance(500);
  await shop.pay();
  expect(shop.server.payments).toMatchObject([{ amount: 7000 }]);
});

test("without a user interface of ours the merchant is told of the refusal", async () => {
  const shop = await openShop();
  shop.server.patch({ amount: 7000 });
  await shop.pay();
  expect(shop.told.slice(-2)).toEqual(["onClientSessionUpdate", "onCheckoutFail"]);
  expect(failure(shop)).toMatchObject({
    code: "CLIENT_SESSION_UPDATE_ERROR",
    data: { reason: "TOTAL_CHANGED" },
  });
  // A click that comes at once may mean the old total.
  await shop.pay();
  expect(shop.server.sent(PAYMENTS)).toHaveLength(1);
  expect(failure(shop)).toMatchObject({ data: { reason: "TOTAL_CHANGED" } });
  await shop.host.advance(500);
  await shop.pay();
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("the same total under a newer revision is sent again, as the same payment", async () => {
  const shop = await openShop();
  paint(shop);
  shop.server.patch({ session: { customerId: "customer-2" } });
  let cards = 0;
  await shop.pay(async () => {
    cards += 1;
    return TOKEN;
  });
  expect(shop.checkout.state.phase.name).toBe("paid");
  expect(cards).toBe(1);
  const sent = shop.server.sent(PAYMENTS).map(({ headers }) => headers);
  expect(sent.map((headers) => headers.get("tender-shown"))).toEqual(["1;6400;EUR", "2;6400;EUR"]);
  expect(new Set(sent.map((headers) => headers.get("x-idempotency-key"))).size).toBe(1);
});

test("a session that changes all the time is not paid blindly", async () => {
  const shop = await openShop();
  shop.server.meddle = ({ path }) => {
    if (path === PAYMENTS) shop.server.patch({});
    return undefined;
  };
  await shop.pay();
  expect(shop.server.sent(PAYMENTS)).toHaveLength(3);
  expect(shop.server.payments).toEqual([]);
  // The total is the same: there is no change of it to tell.
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    notice: { kind: "failed" },
    payHeld: false,
  });
  expect(failure(shop).code).toBe("CLIENT_SESSION_UPDATE_ERROR");
  expect(failure(shop).data).toBeUndefined();
});

test("a refused total that cannot be read leaves the form usable", async () => {
  const shop = await openShop();
  shop.server.patch({ amount: 7000 });
  shop.server.meddle = ({ path }) => (path === PAYMENTS ? undefined : "lost");
  await shop.pay();
  await shop.host.advance(3000);
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    notice: { kind: "offline" },
  });
});

test("a payment waits for the merchant, who may give it a key", async () => {
  let handler: PaymentCreationHandler | undefined;
  const shop = await openShop({
    onBeforePaymentCreate: (choice, given) => {
      expect(choice).toEqual({ paymentMethodType: "PAYMENT_CARD" });
      handler = given;
    },
  });
  await shop.pay();
  expect(shop.told).toEqual([]);
  await shop.host.advance(9999);
  expect(shop.host.warnings).toEqual([]);
  await shop.host.advance(1);
  expect(shop.host.warnings.join()).toMatch(/onBeforePaymentCreate/);
  handler?.continuePaymentCreation({ idempotencyKey: "order-1/try-1" });
  handler?.abortPaymentCreation();
  await settle();
  const [sent] = shop.server.sent(PAYMENTS);
  expect(sent?.headers.get("x-idempotency-key")).toBe("order-1/try-1");
  expect(sent?.headers.get("idempotency-replay")).toBeNull();
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("a merchant stops a payment, and so does a check that breaks", async () => {
  const stops = [
    (_: unknown, handler: PaymentCreationHandler) => handler.abortPaymentCreation(),
    () => {
      throw new Error("the check is broken");
    },
    () => Promise.reject(new Error("the check is broken")),
  ];
  for (const onBeforePaymentCreate of stops) {
    const shop = await openShop({ onBeforePaymentCreate });
    await shop.pay();
    expect(failure(shop).code).toBe("PAYMENT_CREATION_ABORTED");
    expect(shop.checkout.state).toMatchObject({ phase: { name: "ready" }, notice: null });
    expect(shop.server.requests).toHaveLength(1);
  }
});

test("a merchant keeps a card from becoming a token", async () => {
  const shop = await openShop({ onTokenizeShouldStart: async () => false });
  await shop.pay();
  expect(shop.told).toEqual(["onTokenizeDidNotStart"]);
  expect(shop.checkout.state.phase.name).toBe("ready");
});

test("a frame that never answers is given up, and told so", async () => {
  const shop = await openShop();
  let aborted = false;
  void shop.checkout.pay("PAYMENT_CARD", (signal) => {
    signal.addEventListener("abort", () => {
      aborted = true;
    });
    return new Promise(() => {});
  });
  await shop.host.advance(30_000);
  expect(aborted).toBe(true);
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    notice: { kind: "offline" },
  });
});

test("a click that pays nothing leaves the words on the page alone", async () => {
  const shop = await openShop();
  shop.server.outcome = "FAILED";
  await shop.pay();
  shop.checkout.setPaymentCreationEnabled(false);
  await shop.pay();
  expect(shop.checkout.state.notice).toEqual({ kind: "declined" });
});

test("paying can be switched off", async () => {
  const shop = await openShop();
  shop.checkout.setPaymentCreationEnabled(false);
  await shop.pay();
  expect(failure(shop).code).toBe("PAYMENT_CREATION_DISABLED");
  shop.checkout.setPaymentCreationEnabled(true);
  await shop.pay();
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("a session without a price cannot be paid", async () => {
  const shop = await openShop();
  shop.server.amount = undefined;
  shop.server.session = { order: {} };
  await shop.checkout.refreshClientSession();
  await shop.pay();
  expect(failure(shop).message).toMatch(/amount/);
  expect(shop.server.sent(PAYMENTS)).toEqual([]);
});

test("a checkout that expires during a payment still hears how it ends", async () => {
  const shop = await openShop();
  shop.server.outcome = "PENDING";
  await shop.pay();
  shop.server.expired = true;
  shop.host.time += 24 * 3_600_000 - 2000;
  await shop.host.advance(5000);
  expect(shop.checkout.state.phase).toMatchObject({ name: "paying", step: "confirming" });
  shop.server.decide("FAILED");
  await shop.host.advance(1000);
  expect(shop.told).toContain("onCheckoutFail");
  expect(shop.checkout.state).toMatchObject({ phase: { name: "expired" }, notice: null });
});

test("a key that no header can hold stops the payment before the card is sent", async () => {
  for (const idempotencyKey of ["", " ", "order-5€", "two\nlines", "k".repeat(256)]) {
    const shop = await openShop({
      onBeforePaymentCreate: (_, handler) => handler.continuePaymentCreation({ idempotencyKey }),
    });
    await shop.pay();
    expect(failure(shop)).toMatchObject({ code: "INVALID_ARGUMENT", isFromDeveloper: true });
    expect(shop.checkout.state.phase.name).toBe("ready");
    expect(shop.told).toEqual(["onCheckoutFail"]);
    expect(shop.server.sent(PAYMENTS)).toEqual([]);
  }
});

test("what cannot be a request is a fault, not a lost answer that is asked for again", async () => {
  const shop = await openShop();
  shop.host.uuid = () => "naïve €";
  await shop.pay();
  expect(shop.checkout.state.phase.name).toBe("unknown");
  expect(shop.host.warnings.join()).toMatch(/broke off/);
});

test("an incomplete form is told only where a payment could begin", async () => {
  const shop = await openShop();
  shop.server.meddle = ({ path }) => (path === PAYMENTS ? "silent" : undefined);
  await shop.pay();
  shop.checkout.refuse(new PrimerClientError("VALIDATION_ERROR"));
  expect(shop.told).not.toContain("onCheckoutFail");
  expect(shop.host.warnings.join()).toMatch(/the checkout is "paying"/);
});

test("calls of the client API follow no redirect", async () => {
  const server = new FakeServer();
  const redirects: unknown[] = [];
  const { fetch } = server;
  const watched = Object.assign(server, {
    fetch: (address: string, init: RequestInit) => {
      redirects.push(init.redirect);
      return fetch(address, init);
    },
  });
  const shop = await openShop({ liveUpdates: true }, { server: watched });
  shop.checkout.start();
  await settle();
  await shop.pay();
  expect(redirects).toEqual(["error", "error", "error"]);
});
