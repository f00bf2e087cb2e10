/** What the shopper and the merchant are told of each way in which a payment ends. */

import { expect, test } from "vitest";
import { PrimerClientError } from "../api/errors.ts";
import { refusal } from "./testing/fake_server.ts";
import { openShop, type Shop } from "./testing/shop.ts";

const PAYMENTS = "/payments";

function failure({ last }: Shop): PrimerClientError {
  return last.onCheckoutFail?.[0] as PrimerClientError;
}

test("a technical fault is not called a decline; both charge nothing", async () => {
  const cases = [
    [{}, "declined"],
    [{ declined: true }, "declined"],
    [{ declined: false }, "failed"],
  ] as const;
  for (const [said, kind] of cases) {
    const shop = await openShop();
    const answer = { id: "payment-1", orderId: "order-1", status: "FAILED", ...said };
    shop.server.meddle = ({ path }) => (path === PAYMENTS ? Response.json(answer) : undefined);
    await shop.pay();
    expect(shop.checkout.state).toMatchObject({ phase: { name: "ready" }, notice: { kind } });
    expect(failure(shop)).toMatchObject({
      code: "PAYMENT_FAILED",
      message: expect.stringContaining("Nothing was charged."),
      data: { declined: kind === "declined" },
    });
    expect(shop.last.onCheckoutFail?.[1]).toMatchObject({ payment: { id: "payment-1" } });
  }
});

test("the merchant's key that another payment used up is an error, not an outcome", async () => {
  const shop = await openShop({
    onBeforePaymentCreate: (_, handler) =>
      handler.continuePaymentCreation({ idempotencyKey: "same" }),
  });
  shop.server.outcome = "FAILED";
  await shop.pay();
  await shop.pay();
  expect(failure(shop)).toMatchObject({ code: "IDEMPOTENCY_KEY_ALREADY_EXISTS" });
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    notice: { kind: "failed" },
  });
  expect(shop.server.payments).toHaveLength(1);
});

test("a session paid in another tab is not paid again", async () => {
  const shop = await openShop();
  shop.server.payments.push({ id: "elsewhere", status: "SUCCESS", amount: 6400 });
  await shop.pay();
  expect(shop.checkout.state.phase).toEqual({ name: "paid-elsewhere", paymentId: "elsewhere" });
  expect(failure(shop)).toMatchObject({ code: "PAYMENT_FAILED", data: { paymentId: "elsewhere" } });
  await shop.pay();
  expect(shop.server.sent(PAYMENTS)).toHaveLength(1);
});

test("another payment that is undecided is said to be under way", async () => {
  const shop = await openShop();
  shop.server.payments.push({ id: "elsewhere", status: "PENDING", amount: 6400 });
  await shop.pay();
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    notice: { kind: "payment-in-progress", paymentId: "elsewhere" },
  });
});

test("a payment in a status that is new to us may hold money", async () => {
  const shop = await openShop();
  shop.server.payments.push({ id: "elsewhere", status: "AUTHORIZING", amount: 6400 });
  shop.server.meddle = ({ path }) =>
    path === PAYMENTS ? refusal(400, "PaymentError", shop.server.payments[0]) : undefined;
  await shop.pay();
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "unknown", paymentId: "elsewhere" },
    notice: null,
  });
  expect(failure(shop)).toMatchObject({ data: { reason: "OUTCOME_UNKNOWN" } });
});

test("a card that becomes no token costs nothing, and why is told", async () => {
  const tokenization = (data: unknown) => () =>
    Promise.reject(new PrimerClientError("TOKENIZATION_ERROR", { data }));
  const cases = [
    [tokenization({ reason: "network" }), "offline"],
    [tokenization({ reason: "refused", status: 429 }), "too-many-attempts"],
    [tokenization({ reason: "refused", status: 422 }), "failed"],
    [() => Promise.reject(new Error("the frame is gone")), "failed"],
  ] as const;
  for (const [tokenize, kind] of cases) {
    const shop = await openShop();
    await shop.pay(tokenize);
    expect(shop.checkout.state).toMatchObject({ phase: { name: "ready" }, notice: { kind } });
    expect(shop.told).toEqual([
      "onPaymentCreationStart",
      "onTokenizeStart",
      "onTokenizeError",
      "onCheckoutFail",
    ]);
    expect(shop.server.sent(PAYMENTS)).toEqual([]);
  }
});

test("a card that the frames find incomplete after all is not passed over in silence", async () => {
  const shop = await openShop();
  await shop.pay(() => Promise.reject(new PrimerClientError("VALIDATION_ERROR")));
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    notice: { kind: "failed" },
  });
  expect(failure(shop).code).toBe("VALIDATION_ERROR");
});

test("a session that has expired when the card is sent is over", async () => {
  const data = { reason: "refused", status: 401 };
  const shop = await openShop();
  await shop.pay(() => Promise.reject(new PrimerClientError("TOKENIZATION_ERROR", { data })));
  expect(shop.checkout.state.phase.name).toBe("expired");
  expect(await shop.checkout.refreshClientSession()).toBe(false);
});

test("a refusal before anything was sent is final", async () => {
  const cases = [
    [refusal(429, "TooManyCardAttempts"), { notice: { kind: "too-many-attempts" } }],
    [refusal(401, "Unauthorized"), { phase: { name: "expired" } }],
    [refusal(422, "RequestValidationError"), { notice: { kind: "failed" } }],
  ] as const;
  for (const [answer, state] of cases) {
    const shop = await openShop();
    shop.server.meddle = ({ path }) => (path === PAYMENTS ? answer : undefined);
    await shop.pay();
    await shop.host.advance(60_000);
    expect(shop.checkout.state).toMatchObject(state);
    expect(shop.server.sent(PAYMENTS)).toHaveLength(1);
  }
});

test("the receipt has what was charged, which may be less than was shown", async () => {
  const shop = await openShop();
  const paid = { id: "payment-1", orderId: "order-1", status: "SUCCESS" };
  const answer = Response.json({ ...paid, amount: 6000, currencyCode: "EUR" });
  shop.server.meddle = ({ path }) => (path === PAYMENTS ? answer : undefined);
  await shop.pay();
  expect(shop.checkout.state.phase).toMatchObject({
    name: "paid",
    total: { revision: 1, amount: 6000, currency: "EUR" },
  });
});
