import { expect, test } from "vitest";
import { settle } from "./testing/fake_host.ts";
import { FakeServer } from "./testing/fake_server.ts";
import { door, openShop, paint, type Shop, TOKEN } from "./testing/shop.ts";

const ACTIONS = "/client-session/actions";

async function openWith(surcharges: Record<string, number>): Promise<Shop> {
  const server = new FakeServer();
  server.surcharges = surcharges;
  return await openShop({}, { server });
}

function selected({ server }: Shop): unknown[] {
  return server.sent(ACTIONS).map(({ body }) => JSON.parse(body).actions[0].params.binData.network);
}

test("the fee of the card's network is in the total before Pay", async () => {
  const shop = await openWith({ VISA: 100 });
  shop.checkout.cardNetworkChanged("VISA");
  await settle();
  expect(shop.server.actions).toEqual([
    {
      type: "SELECT_PAYMENT_METHOD",
      params: { paymentMethodType: "PAYMENT_CARD", binData: { network: "VISA" } },
    },
  ]);
  expect(shop.checkout.state.total?.amount).toBe(6500);
  expect(shop.last.onPaymentMethodAction).toEqual([
    "PAYMENT_METHOD_SELECTED",
    { paymentMethodType: "PAYMENT_CARD" },
  ]);
});

test("nothing is selected where no network costs anything", async () => {
  const free = await openWith({});
  const overridden = await openWith({ VISA: 100 });
  overridden.server.patch({ session: { order: { merchantAmount: 6400, currencyCode: "EUR" } } });
  await overridden.checkout.refreshClientSession();
  const other = await openWith({ VISA: 100 });
  for (const [shop, network] of [
    [free, "VISA"],
    [overridden, "VISA"],
    [other, "MASTERCARD"],
    [other, null],
  ] as const) {
    shop.checkout.cardNetworkChanged(network);
    await settle();
    expect(shop.server.actions).toEqual([]);
  }
});

test("the fee goes when the card is one without", async () => {
  const shop = await openWith({ VISA: 100 });
  shop.checkout.cardNetworkChanged("VISA");
  await settle();
  shop.checkout.cardNetworkChanged("MASTERCARD");
  await settle();
  expect(selected(shop)).toEqual(["VISA", "MASTERCARD"]);
  expect(shop.checkout.state.total?.amount).toBe(6400);
});

test("a burst of changes sends the last one, and the same one only once", async () => {
  const shop = await openWith({ VISA: 100, MASTERCARD: 50 });
  for (const network of ["VISA", null, "MASTERCARD", "VISA", "MASTERCARD"]) {
    shop.checkout.cardNetworkChanged(network);
  }
  await settle();
  shop.checkout.cardNetworkChanged("MASTERCARD");
  await settle();
  expect(selected(shop)).toEqual(["MASTERCARD"]);
});

test("a change while one is sent follows it; those between are left out", async () => {
  const shop = await openWith({ VISA: 100, MASTERCARD: 50, AMEX: 300 });
  const { shut, open } = door();
  shop.server.meddle = ({ path }) => (path === ACTIONS ? shut : undefined);
  shop.checkout.cardNetworkChanged("VISA");
  await settle();
  shop.checkout.cardNetworkChanged("MASTERCARD");
  shop.checkout.cardNetworkChanged("AMEX");
  await settle();
  open();
  await settle();
  expect(selected(shop)).toEqual(["VISA", "AMEX"]);
  expect(shop.checkout.state.total?.amount).toBe(6700);
});

test("Pay waits for the fee and asks again when it changed the total", async () => {
  const shop = await openWith({ VISA: 100 });
  paint(shop);
  const { shut, open } = door();
  shop.server.meddle = ({ path }) => (path === ACTIONS ? shut : undefined);
  shop.checkout.cardNetworkChanged("VISA");
  await shop.pay();
  expect(shop.checkout.state.phase.name).toBe("paying");
  open();
  await settle();
  expect(shop.server.sent("/payments")).toEqual([]);
  expect(shop.checkout.state).toMatchObject({
    phase: { name: "ready" },
    payHeld: true,
    notice: { kind: "total-changed", from: { amount: 6400 }, to: { amount: 6500 }, refused: true },
  });
  await shop.host.advance(500);
  await shop.pay();
  expect(shop.server.payments).toMatchObject([{ amount: 6500 }]);
});

test("a fee that cannot be selected is not charged and does not stop the payment", async () => {
  const shop = await openWith({ VISA: 100 });
  shop.server.meddle = ({ path }) => (path === ACTIONS ? "lost" : undefined);
  shop.checkout.cardNetworkChanged("VISA");
  await settle();
  await shop.pay();
  expect(shop.server.payments).toMatchObject([{ amount: 6400 }]);
});

test("a network that is known only during a payment is selected after it", async () => {
  const shop = await openWith({ VISA: 100 });
  shop.server.outcome = "FAILED";
  const { shut, open } = door();
  await shop.pay(() => shut.then(() => TOKEN));
  shop.checkout.cardNetworkChanged("VISA");
  await settle();
  expect(shop.server.actions).toEqual([]);
  open();
  await settle();
  expect(selected(shop)).toEqual(["VISA"]);
});
