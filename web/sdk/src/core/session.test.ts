import { expect, test } from "vitest";
import { FakeHost, settle } from "./testing/fake_host.ts";
import { FakeServer } from "./testing/fake_server.ts";
import { door, openShop, paint, type Shop, TOKEN } from "./testing/shop.ts";

const CONFIGURATION = "/client-sdk/configuration";

function reads({ server }: Shop): number {
  return server.sent(CONFIGURATION).length;
}

test("a refresh reads the session and tells of it", async () => {
  const shop = await openShop();
  shop.server.patch({ amount: 7000 });
  expect(await shop.checkout.refreshClientSession()).toBe(true);
  expect(shop.checkout.state.total).toEqual({ revision: 2, amount: 7000, currency: "EUR" });
  expect(shop.told).toEqual(["onBeforeClientSessionUpdate", "onClientSessionUpdate"]);
  expect(shop.last.onClientSessionUpdate).toMatchObject([{ totalAmount: 7000 }]);
});

test("a refresh leaves the list of payment methods as it is", async () => {
  const shop = await openShop();
  shop.server.configuration = { paymentMethods: [] };
  shop.server.patch({ amount: 7000 });
  expect(await shop.checkout.refreshClientSession()).toBe(true);
  expect(shop.checkout.state.methods).toHaveLength(1);
});

test("calls at the same time share one read", async () => {
  const shop = await openShop();
  const calls = [1, 2, 3].map(() => shop.checkout.refreshClientSession());
  expect(await Promise.all(calls)).toEqual([true, true, true]);
  expect(reads(shop)).toBe(2);
});

test("calls during a read share one that follows, and see what changed meanwhile", async () => {
  const shop = await openShop();
  const { shut, open } = door();
  let held = false;
  shop.server.meddle = () => {
    if (held) return undefined;
    held = true;
    return shut;
  };
  const first = shop.checkout.refreshClientSession();
  await settle();
  // Its answer is made already, but has not come back.
  shop.server.patch({ amount: 7000 });
  const later = [1, 2, 3].map(() => shop.checkout.refreshClientSession());
  await settle();
  expect(reads(shop)).toBe(2);
  open();
  expect(await Promise.all([first, ...later])).toEqual([true, true, true, true]);
  expect(reads(shop)).toBe(3);
  expect(shop.checkout.state.total?.amount).toBe(7000);
});

test("a failed refresh answers false, throws nothing and keeps the session", async () => {
  const shop = await openShop();
  shop.server.patch({ amount: 7000 });
  for (const fault of [
    "lost",
    new Response("oops", { status: 502 }),
    new Response("{}"),
  ] as const) {
    shop.server.meddle = () => (fault === "lost" ? "lost" : fault.clone());
    const refreshed = shop.checkout.refreshClientSession();
    await shop.host.advance(10_000);
    expect(await refreshed).toBe(false);
    expect(shop.checkout.state.total?.amount).toBe(6400);
    expect(shop.told).not.toContain("onClientSessionUpdate");
  }
  expect(shop.host.warnings).toHaveLength(3);
  shop.server.meddle = () => undefined;
  expect(await shop.checkout.refreshClientSession()).toBe(true);
});

test("a read is tried four times, a second apart, and not after a refusal", async () => {
  const server = new FakeServer();
  const tries: number[] = [];
  const host = new FakeHost(server.fetch);
  const { Checkout } = await import("./checkout.ts");
  server.meddle = () => {
    tries.push(host.time);
    return tries.length < 4 ? "lost" : undefined;
  };
  const opening = Checkout.open(server.clientToken, { liveUpdates: false }, host);
  await host.advance(10_000);
  expect((await opening).state.phase.name).toBe("ready");
  expect(tries.map((time) => time - (tries[0] ?? 0))).toEqual([0, 1000, 2000, 3000]);

  tries.length = 4;
  server.expired = true;
  const refused = Checkout.open(server.clientToken, {}, host).catch((error) => error);
  await settle();
  expect(await refused).toMatchObject({
    code: "INVALID_ARGUMENT",
    message: expect.stringMatching(/has expired/),
    diagnosticsId: "diagnostics-1",
  });
  expect(tries).toHaveLength(5);
});

test("a server that says nothing is given up after 15 seconds, four times", async () => {
  const server = new FakeServer();
  const host = new FakeHost(server.fetch);
  const { Checkout } = await import("./checkout.ts");
  server.meddle = () => "silent";
  const opening = Checkout.open(server.clientToken, {}, host).catch((error) => error);
  await host.advance(62_999);
  expect(server.requests).toHaveLength(4);
  await host.advance(1);
  expect(await opening).toMatchObject({ code: "INITIALIZATION_ERROR" });
});

test("an old answer that comes late does not bring an old revision back", async () => {
  const shop = await openShop();
  const { shut, open } = door();
  shop.server.meddle = ({ path }) => (path === CONFIGURATION ? shut : undefined);
  const slow = shop.checkout.refreshClientSession();
  await settle();
  shop.server.meddle = () => undefined;
  shop.server.patch({ amount: 7000 });
  // Refused for its total: the payment reads the session at once, past the slow read.
  await shop.pay();
  expect(shop.checkout.state.total?.amount).toBe(7000);
  open();
  await slow;
  expect(shop.checkout.state.total).toEqual({ revision: 2, amount: 7000, currency: "EUR" });
});

test("during a payment a refresh is skipped with a warning", async () => {
  const shop = await openShop();
  const { shut, open } = door();
  await shop.pay(() => shut.then(() => TOKEN));
  shop.server.patch({ session: { customerId: "customer-2" } });
  expect(await shop.checkout.refreshClientSession()).toBe(false);
  expect(await shop.checkout.act([{ type: "SET_EMAIL_ADDRESS" }])).toBe(false);
  expect(shop.host.warnings).toHaveLength(2);
  expect(reads(shop)).toBe(1);
  open();
});

test("a read that a payment overtakes repaints nothing between click and result", async () => {
  const shop = await openShop();
  const { shut, open } = door();
  const card = door();
  shop.server.patch({ amount: 7000 });
  shop.server.meddle = ({ path }) => (path === CONFIGURATION ? shut : undefined);
  const refreshed = shop.checkout.refreshClientSession();
  await settle();
  await shop.pay(() => card.shut.then(() => TOKEN));
  open();
  expect(await refreshed).toBe(false);
  expect(shop.checkout.state.total?.amount).toBe(6400);
  shop.server.meddle = () => undefined;
  card.open();
  await settle();
  expect(shop.checkout.state.total?.amount).toBe(7000);
});

test("an action's answer is the new session", async () => {
  const shop = await openShop();
  const billingAddress = { city: "Paris", countryCode: "FR" };
  const done = await shop.checkout.act([
    { type: "SET_BILLING_ADDRESS", params: { billingAddress } },
  ]);
  expect(done).toBe(true);
  expect(shop.server.actions).toEqual([
    { type: "SET_BILLING_ADDRESS", params: { billingAddress } },
  ]);
  expect(shop.told).toEqual(["onBeforeClientSessionUpdate", "onClientSessionUpdate"]);
  expect(shop.checkout.state.total?.revision).toBe(2);
  shop.server.meddle = () => new Response("{}", { status: 422 });
  expect(await shop.checkout.act([{ type: "SET_BILLING_ADDRESS" }])).toBe(false);
});

test("a new total is told and Pay is held for half a second, if one was painted", async () => {
  const shop = await openShop();
  paint(shop);
  shop.server.patch({ amount: 7000 });
  await shop.checkout.refreshClientSession();
  expect(shop.checkout.state.payHeld).toBe(true);
  expect(shop.checkout.state.notice).toEqual({
    kind: "total-changed",
    from: { revision: 1, amount: 6400, currency: "EUR" },
    to: { revision: 2, amount: 7000, currency: "EUR" },
    refused: false,
  });
  await shop.pay();
  expect(shop.server.payments).toEqual([]);
  await shop.host.advance(499);
  expect(shop.checkout.state.payHeld).toBe(true);
  await shop.host.advance(1);
  expect(shop.checkout.state.payHeld).toBe(false);
  await shop.pay();
  expect(shop.server.payments).toHaveLength(1);
});

test("a new revision of the same total is no change to the shopper", async () => {
  const shop = await openShop();
  paint(shop);
  shop.server.patch({ session: { customerId: "customer-2" } });
  await shop.checkout.refreshClientSession();
  expect(shop.checkout.state).toMatchObject({ payHeld: false, notice: null });
  await shop.pay();
  expect(shop.server.sent("/payments")[0]?.headers.get("tender-shown")).toBe("2;6400;EUR");
});

test("a merchant who refreshes without a user interface of ours may pay at once", async () => {
  const shop = await openShop();
  shop.server.patch({ amount: 7000 });
  await shop.checkout.refreshClientSession();
  await shop.pay();
  expect(shop.server.payments).toMatchObject([{ amount: 7000 }]);
});

test("the session expires by the clock, and by the server's word", async () => {
  const byClock = await openShop();
  await byClock.host.advance(24 * 3_600_000 - 1);
  expect(byClock.checkout.state.phase.name).toBe("ready");
  await byClock.host.advance(1);
  expect(byClock.checkout.state.phase.name).toBe("expired");
  expect(await byClock.checkout.refreshClientSession()).toBe(false);

  const byServer = await openShop();
  byServer.server.expired = true;
  expect(await byServer.checkout.refreshClientSession()).toBe(false);
  expect(byServer.checkout.state.phase.name).toBe("expired");
  await byServer.pay();
  expect(byServer.last.onCheckoutFail?.[0]).toMatchObject({
    data: { reason: "SESSION_EXPIRED" },
  });
  expect(byServer.server.sent("/payments")).toEqual([]);
});

test("callbacks that throw break nothing", async () => {
  const broken = () => {
    throw new Error("broken");
  };
  const shop = await openShop({
    onBeforeClientSessionUpdate: broken,
    onClientSessionUpdate: () => Promise.reject(new Error("broken later")),
    onAvailablePaymentMethodsLoad: broken,
  });
  shop.checkout.subscribe(broken);
  shop.checkout.start();
  expect(await shop.checkout.refreshClientSession()).toBe(true);
  await settle();
  expect(shop.host.warnings.join()).toMatch(/onAvailablePaymentMethodsLoad.*onBefore.*later/s);
});

test("MANUAL payment handling is refused before any request", async () => {
  const server = new FakeServer();
  const opening = openShop({ paymentHandling: "MANUAL" }, { server });
  await expect(opening).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  expect(server.requests).toEqual([]);
});

test("Pay is held from the moment that the new total is on the screen", async () => {
  const shop = await openShop();
  const { total } = shop.checkout.state;
  if (total) shop.checkout.painted(total);
  shop.server.patch({ amount: 7000 });
  await shop.checkout.refreshClientSession();
  // A slow device, or a page in the background.
  await shop.host.advance(5000);
  expect(shop.checkout.state.payHeld).toBe(true);
  shop.checkout.painted({ revision: 2, amount: 7000, currency: "EUR" });
  await shop.host.advance(499);
  expect(shop.checkout.state.payHeld).toBe(true);
  await shop.host.advance(1);
  expect(shop.checkout.state.payHeld).toBe(false);
});

test("a total that is back before the new one was seen holds Pay no longer than that", async () => {
  const shop = await openShop();
  const { total } = shop.checkout.state;
  if (total) shop.checkout.painted(total);
  for (const amount of [7000, 6400]) {
    shop.server.patch({ amount });
    await shop.checkout.refreshClientSession();
  }
  expect(shop.checkout.state.payHeld).toBe(true);
  await shop.host.advance(500);
  expect(shop.checkout.state.payHeld).toBe(false);
});

test("a change is told from the last session with the total on the screen", async () => {
  const shop = await openShop();
  const { total } = shop.checkout.state;
  if (total) shop.checkout.painted(total);
  shop.server.patch({ session: { customerId: "customer-2" } });
  await shop.checkout.refreshClientSession();
  shop.server.patch({ amount: 7000 });
  await shop.checkout.refreshClientSession();
  expect(shop.checkout.state.notice).toMatchObject({
    from: { revision: 2, amount: 6400 },
    to: { revision: 3, amount: 7000 },
  });
});

test("words on a total that is the session's no more are taken back", async () => {
  const shop = await openShop();
  const { total } = shop.checkout.state;
  if (total) shop.checkout.painted(total);
  for (const amount of [7000, 6400]) {
    shop.server.patch({ amount });
    await shop.checkout.refreshClientSession();
  }
  expect(shop.checkout.state).toMatchObject({ total: { amount: 6400 }, notice: null });
});

test("an action that waits for its turn is not sent into a payment", async () => {
  const shop = await openShop();
  const read = door();
  const card = door();
  shop.server.meddle = ({ path }) => (path === CONFIGURATION ? read.shut : undefined);
  void shop.checkout.refreshClientSession();
  await settle();
  const done = shop.checkout.act([{ type: "SET_BILLING_ADDRESS", params: {} }]);
  await shop.pay(() => card.shut.then(() => TOKEN));
  read.open();
  expect(await done).toBe(false);
  expect(shop.server.actions).toEqual([]);
});

test("an expired session with an undecided payment does not say that nothing was charged", async () => {
  const rival = { id: "elsewhere", status: "PENDING", amount: 6400 };
  const unknown = { phase: { name: "unknown", paymentId: "elsewhere" }, notice: null };

  const byClock = await openShop();
  byClock.server.payments.push(rival);
  await byClock.pay();
  await byClock.host.advance(24 * 3_600_000);
  expect(byClock.checkout.state).toMatchObject(unknown);

  // Whatever words took the place of that notice meanwhile.
  const byServer = await openShop();
  byServer.server.payments.push(rival);
  await byServer.pay();
  byServer.checkout.showMessage("Call us.");
  byServer.server.expired = true;
  await byServer.pay();
  expect(byServer.checkout.state).toMatchObject(unknown);

  const during = await openShop();
  const { shut, open } = door();
  during.server.payments.push(rival);
  during.server.meddle = ({ path }) => (path === "/payments" ? shut : undefined);
  during.host.time += 24 * 3_600_000 - 1000;
  await during.pay();
  await during.host.advance(2000);
  open();
  await settle();
  expect(during.checkout.state).toMatchObject(unknown);
});

test("a payment that was declined after an undecided one leaves nothing undecided", async () => {
  const shop = await openShop();
  shop.server.payments.push({ id: "elsewhere", status: "PENDING", amount: 6400 });
  await shop.pay();
  shop.server.decide("FAILED");
  shop.server.outcome = "FAILED";
  await shop.pay();
  expect(shop.checkout.state.notice).toEqual({ kind: "declined" });
  await shop.host.advance(24 * 3_600_000);
  expect(shop.checkout.state.phase.name).toBe("expired");
});
