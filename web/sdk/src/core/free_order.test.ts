/** Orders that cost nothing, and clicks that met another text than the total. */

import { expect, test } from "vitest";
import { FakeServer } from "./testing/fake_server.ts";
import { openShop, paint, TOKEN } from "./testing/shop.ts";

async function openFree() {
  const server = new FakeServer();
  server.amount = 0;
  const shop = await openShop({}, { server });
  return { ...shop, server };
}

test("a free order is sent without a token, and no card is asked for one", async () => {
  const shop = await openFree();
  await shop.pay(() => Promise.reject(new Error("there is no card")));
  const [sent] = shop.server.sent("/payments");
  expect(sent?.body).toBe("{}");
  expect(sent?.headers.get("tender-shown")).toBe("1;0;EUR");
  expect(shop.told).toEqual(["onPaymentCreationStart", "onCheckoutComplete"]);
  const payment = { id: "payment-1", orderId: "order-1" };
  expect(shop.last.onCheckoutComplete).toEqual([{ payment }]);
  expect(shop.checkout.state.phase).toMatchObject({ name: "paid", total: { amount: 0 }, payment });
});

test("one that costs something by now is not completed", async () => {
  const shop = await openFree();
  paint(shop);
  shop.server.patch({ amount: 500 });
  await shop.pay();
  expect(shop.server.payments).toEqual([]);
  expect(shop.checkout.state.notice).toMatchObject({
    kind: "total-changed",
    from: { amount: 0 },
    to: { amount: 500 },
    refused: true,
  });
});

test("a free answer that was lost is asked for again under its key", async () => {
  const shop = await openFree();
  let lost = 0;
  shop.server.meddle = ({ path }) => (path === "/payments" && lost++ === 0 ? "lost" : undefined);
  await shop.pay();
  await shop.host.advance(10_000);
  const keys = shop.server.sent("/payments").map(({ headers }) => headers.get("x-idempotency-key"));
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  expect(shop.server.payments).toHaveLength(1);
});

test("a click that met another text holds Pay, tells the total and sends nothing", async () => {
  const shop = await openShop();
  paint(shop);
  const { total } = shop.checkout.state;
  if (!total) throw new Error("The session has no total.");
  shop.checkout.notShown({ ...total, amount: 100 });
  expect(shop.checkout.state).toMatchObject({
    payHeld: true,
    notice: { kind: "total-changed", from: { amount: 100 }, to: total, refused: true },
  });
  await shop.pay(async () => TOKEN);
  expect(shop.server.payments).toEqual([]);
  await shop.host.advance(500);
  await shop.pay(async () => TOKEN);
  expect(shop.server.payments).toHaveLength(1);
});
