import { expect, test } from "vitest";
import { settle } from "./testing/fake_host.ts";
import { type Fault, refusal } from "./testing/fake_server.ts";
import { openShop, type Shop } from "./testing/shop.ts";

const PAYMENTS = "/payments";

/** Each send of the payment meets the next of these; the ones after them meet none. */
function meet(shop: Shop, ...faults: (Fault | undefined)[]): void {
  shop.server.meddle = ({ path }) => (path === PAYMENTS ? faults.shift() : undefined);
}

const gateway = (status: number) => new Response("<html>", { status });

test("a payment whose answer is lost is asked for again and made once", async () => {
  for (const fault of ["lost", "answer-lost"] as const) {
    const shop = await openShop();
    meet(shop, fault, fault, gateway(502), refusal(504, "Timeout"));
    await shop.pay();
    expect(shop.checkout.state.phase).toMatchObject({ name: "paying", step: "reconnecting" });
    expect(shop.told).not.toContain("onCheckoutFail");
    await shop.host.advance(60_000);
    expect(shop.checkout.state.phase.name).toBe("paid");
    expect(shop.server.payments).toHaveLength(1);
    const sent = shop.server.sent(PAYMENTS);
    expect(sent).toHaveLength(5);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
    const keys = sent.map(({ headers }) => headers.get("x-idempotency-key"));
    expect(new Set(keys).size).toBe(1);
    expect(sent.every(({ headers }) => headers.get("idempotency-replay") === "true")).toBe(true);
  }
});

test("it is asked for as long as the page lives, less and less often", async () => {
  const shop = await openShop();
  shop.server.meddle = ({ path }) => (path === PAYMENTS ? "lost" : undefined);
  await shop.pay();
  await shop.host.advance(3_600_000);
  expect(shop.checkout.state.phase).toMatchObject({ name: "paying", step: "reconnecting" });
  const sends = shop.server.sent(PAYMENTS).length;
  expect(sends).toBeGreaterThan(400);
  expect(sends).toBeLessThan(470);
  shop.server.meddle = () => undefined;
  await shop.host.advance(8000);
  expect(shop.checkout.state.phase.name).toBe("paid");
}, 60_000);

test("it is asked for at once when the browser has its connection back", async () => {
  const shop = await openShop();
  shop.server.meddle = ({ path }) => (path === PAYMENTS ? "lost" : undefined);
  await shop.pay();
  await shop.host.advance(60_000);
  const sends = shop.server.sent(PAYMENTS).length;
  shop.server.meddle = () => undefined;
  await shop.host.goOnline();
  expect(shop.checkout.state.phase.name).toBe("paid");
  expect(shop.server.sent(PAYMENTS)).toHaveLength(sends + 1);
  expect(shop.host.onlineListeners.size).toBe(0);
});

test("a server that says nothing for a minute is asked again", async () => {
  const shop = await openShop();
  meet(shop, "silent");
  await shop.pay();
  await shop.host.advance(59_999);
  expect(shop.checkout.state.phase).toMatchObject({ step: "sent" });
  await shop.host.advance(1);
  expect(shop.checkout.state.phase).toMatchObject({ step: "reconnecting" });
  await shop.host.advance(1000);
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("the merchant's key is replayed only after an answer was lost", async () => {
  const shop = await openShop({
    onBeforePaymentCreate: (_, handler) =>
      handler.continuePaymentCreation({ idempotencyKey: "order-1" }),
  });
  meet(shop, "answer-lost");
  await shop.pay();
  await shop.host.advance(1000);
  const replays = shop.server.sent(PAYMENTS).map((one) => one.headers.get("idempotency-replay"));
  expect(replays).toEqual([null, "true"]);
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("something else than the API is no answer", async () => {
  const shop = await openShop();
  meet(shop, new Response("<html>Welcome to the hotel"), Response.json({ hello: 1 }), gateway(408));
  await shop.pay();
  await shop.host.advance(60_000);
  expect(shop.checkout.state.phase.name).toBe("paid");
  expect(shop.server.payments).toHaveLength(1);
});

test("after a lost answer only the API's own word is believed", async () => {
  const shop = await openShop();
  meet(shop, "answer-lost", gateway(403), gateway(404), refusal(429, "TooManyRequests"));
  await shop.pay();
  await shop.host.advance(60_000);
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("a refusal that replays find is final: nothing was charged", async () => {
  const shop = await openShop();
  meet(shop, "lost");
  await shop.pay();
  shop.server.patch({ amount: 7000 });
  await shop.host.advance(1000);
  expect(shop.server.payments).toEqual([]);
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    notice: { kind: "total-changed", refused: true },
  });
});

test("a session that ends while the answer is lost leaves the outcome unknown", async () => {
  const shop = await openShop();
  meet(shop, "answer-lost");
  await shop.pay();
  shop.server.expired = true;
  await shop.host.advance(1000);
  expect(shop.checkout.state).toMatchObject({ phase: { name: "unknown" }, notice: null });
  expect(shop.last.onCheckoutFail?.[0]).toMatchObject({
    code: "RESUME_ERROR",
    data: { reason: "OUTCOME_UNKNOWN" },
  });
  await shop.pay();
  expect(shop.server.sent(PAYMENTS)).toHaveLength(2);
});

test("a session that ends while the server says it did nothing is plainly over", async () => {
  const shop = await openShop();
  meet(shop, refusal(503, "ServiceUnavailable"));
  await shop.pay();
  expect(shop.checkout.state.phase).toMatchObject({ step: "reconnecting" });
  shop.server.expired = true;
  await shop.host.advance(1000);
  expect(shop.checkout.state.phase.name).toBe("expired");
});

test("an undecided payment is waited for and resumed under the action's token", async () => {
  const shop = await openShop();
  shop.server.outcome = "PENDING";
  await shop.pay();
  await shop.host.advance(5000);
  expect(shop.server.sent("/payments/payment-1/status")).toHaveLength(6);
  expect(shop.server.sent("/payments/payment-1/resume")).toEqual([]);
  shop.server.decide("SUCCESS");
  await shop.host.advance(1000);
  const [resumed] = shop.server.sent("/payments/payment-1/resume");
  expect(resumed?.body).toBe('{"resumeToken":"resume-1"}');
  expect(resumed?.headers.get("primer-client-token")).toBe("action-access");
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("waiting goes on over lost connections, and says so", async () => {
  const shop = await openShop();
  shop.server.outcome = "PENDING";
  await shop.pay();
  shop.server.meddle = () => "lost";
  await shop.host.advance(3000);
  expect(shop.checkout.state.phase).toMatchObject({ step: "reconnecting" });
  shop.server.meddle = () => undefined;
  await shop.host.advance(8000);
  expect(shop.checkout.state.phase).toMatchObject({ step: "confirming" });
  shop.server.decide("FAILED");
  shop.server.meddle = ({ path }) => (path.endsWith("/resume") ? "answer-lost" : undefined);
  await shop.host.advance(2000);
  expect(shop.checkout.state.phase).toMatchObject({ step: "reconnecting" });
  shop.server.meddle = () => undefined;
  await shop.host.advance(8000);
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    notice: { kind: "declined" },
  });
});

test("a resumed payment that is still undecided is waited for again", async () => {
  const shop = await openShop();
  shop.server.outcome = "PENDING";
  let early = true;
  shop.server.meddle = ({ path }) => {
    if (!early || !path.endsWith("/status")) return undefined;
    early = false;
    return Response.json({ status: "COMPLETE", id: "resume-1" });
  };
  await shop.pay();
  expect(shop.checkout.state.phase).toMatchObject({ step: "confirming" });
  shop.server.decide("SUCCESS");
  await shop.host.advance(2000);
  expect(shop.server.sent("/payments/payment-1/resume")).toHaveLength(2);
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("a resume that is not ready is repeated for half a minute", async () => {
  const shop = await openShop();
  shop.server.outcome = "PENDING";
  shop.server.meddle = ({ path }) =>
    path.endsWith("/resume") ? refusal(400, "NoActionsToHandle") : undefined;
  await shop.pay();
  shop.server.decide("SUCCESS");
  await shop.host.advance(1000);
  await shop.host.advance(29_999);
  expect(shop.checkout.state.phase).toMatchObject({ name: "paying" });
  await shop.host.advance(2);
  expect(shop.checkout.state.phase).toEqual({ name: "unknown", paymentId: "payment-1" });
});

test("what was sent and cannot be learnt is never called failed", async () => {
  const cases: Record<string, unknown>[] = [
    { status: "PENDING" },
    { status: "PENDING", requiredAction: { name: "3DS_AUTHENTICATION", clientToken: "e30.e30.x" } },
    { status: "SOMETHING_NEW" },
  ];
  for (const answer of cases) {
    const shop = await openShop();
    meet(shop, Response.json({ id: "payment-9", ...answer }));
    await shop.pay();
    expect(shop.checkout.state.phase).toEqual({ name: "unknown", paymentId: "payment-9" });
    expect(shop.checkout.state.notice).toBeNull();
  }
});

test("the outcome rules of the protocol", async () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ status: "SUCCESS" }, "paid"],
    [{ status: "PENDING", showSuccessCheckoutOnPendingPayment: true }, "paid"],
    [{ status: "PENDING", checkoutOutcome: "CHECKOUT_COMPLETE" }, "paid"],
    [{ status: "SUCCESS", checkoutOutcome: "DETERMINE_FROM_PAYMENT_STATUS" }, "paid"],
    [{ status: "SUCCESS", checkoutOutcome: "CHECKOUT_FAILURE" }, "ready"],
    [{ status: "FAILED" }, "ready"],
  ];
  for (const [answer, phase] of cases) {
    const shop = await openShop();
    meet(shop, Response.json({ id: "payment-9", orderId: "order-1", ...answer }));
    await shop.pay();
    expect(shop.checkout.state.phase.name, JSON.stringify(answer)).toBe(phase);
  }
});

test("closing ends the asking", async () => {
  const shop = await openShop();
  shop.server.meddle = ({ path }) => (path === PAYMENTS ? "lost" : undefined);
  await shop.pay();
  shop.checkout.teardown();
  await settle();
  const sends = shop.server.sent(PAYMENTS).length;
  await shop.host.advance(100_000);
  expect(shop.server.sent(PAYMENTS)).toHaveLength(sends);
  expect(shop.host.timers.size).toBe(0);
});

test("one lost answer is enough for doubt, whatever the server says later", async () => {
  const shop = await openShop();
  meet(shop, "answer-lost", refusal(503, "ServiceUnavailable"), refusal(401, "Unauthorized"));
  await shop.pay();
  await shop.host.advance(10_000);
  expect(shop.checkout.state.phase.name).toBe("unknown");
});

test("a timeout on the way is no refusal", async () => {
  const shop = await openShop();
  meet(shop, gateway(408));
  await shop.pay();
  expect(shop.checkout.state.phase).toMatchObject({ step: "reconnecting" });
  await shop.host.advance(1000);
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("somebody on the way who refuses is asked past once, and is not the server's word", async () => {
  const once = await openShop();
  meet(once, gateway(403));
  await once.pay();
  await once.host.advance(1000);
  expect(once.checkout.state.phase.name).toBe("paid");
  expect(once.server.sent(PAYMENTS).map((one) => one.headers.get("idempotency-replay"))).toEqual([
    "true",
    "true",
  ]);

  const twice = await openShop();
  meet(twice, gateway(403), gateway(404));
  await twice.pay();
  await twice.host.advance(60_000);
  expect(twice.checkout.state).toMatchObject({ phase: { name: "unknown" }, notice: null });
  expect(twice.server.sent(PAYMENTS)).toHaveLength(2);
});
