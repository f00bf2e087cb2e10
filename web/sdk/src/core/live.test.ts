import { expect, test } from "vitest";
import { FakeBrowser, settle } from "./testing/fake_host.ts";
import { FakeServer, refusal } from "./testing/fake_server.ts";
import { door, openShop, type Shop, TOKEN } from "./testing/shop.ts";

const STREAM = "/client-session/revisions";
const CONFIGURATION = "/client-sdk/configuration";

async function openLive(server = new FakeServer(), browser?: FakeBrowser): Promise<Shop> {
  const surroundings = browser ? { server, browser } : { server };
  const shop = await openShop({ liveUpdates: true }, surroundings);
  shop.checkout.start();
  await settle();
  return shop;
}

test("a change anywhere is repainted here", async () => {
  const shop = await openLive();
  expect(shop.server.sent(CONFIGURATION)).toHaveLength(1);
  expect(shop.server.sent(STREAM)[0]?.headers.get("primer-client-token")).toBe("access");
  shop.server.patch({ amount: 7000 });
  await settle();
  expect(shop.checkout.state.total?.amount).toBe(7000);
  expect(shop.checkout.state.payHeld).toBe(true);
  expect(shop.told.slice(2)).toEqual(["onBeforeClientSessionUpdate", "onClientSessionUpdate"]);
});

test("a revision that is known is not read again", async () => {
  const shop = await openLive();
  shop.server.streams[0]?.send(
    'event: revision\ndata: {"revision":1}\n\nevent: revision\ndata: x\n\n',
  );
  await shop.checkout.act([{ type: "SET_EMAIL_ADDRESS" }]);
  shop.server.streams[0]?.send('event: revision\ndata: {"revision":2}\n\n');
  await settle();
  expect(shop.server.sent(CONFIGURATION)).toHaveLength(1);
});

test("it is off when the merchant says so, and before the checkout starts", async () => {
  const off = await openShop({ liveUpdates: false });
  off.checkout.start();
  const early = await openShop({ liveUpdates: true });
  await settle();
  for (const shop of [off, early]) expect(shop.server.sent(STREAM)).toEqual([]);
});

test("a page that nobody sees follows nothing, and catches up when it is seen", async () => {
  const shop = await openLive();
  await shop.host.show(false);
  expect(shop.server.streams[0]?.open).toBe(false);
  shop.server.patch({ amount: 7000 });
  await shop.host.advance(100_000);
  expect(shop.server.sent(STREAM)).toHaveLength(1);
  await shop.host.show(true);
  expect(shop.server.sent(STREAM)).toHaveLength(2);
  expect(shop.checkout.state.total?.amount).toBe(7000);
});

test("a stream that ends is opened again, and brings what was missed", async () => {
  const shop = await openLive();
  for (const cut of ["end", "fail"] as const) {
    shop.server.streams.at(-1)?.[cut]();
    await settle();
    shop.server.patch({ amount: (shop.server.amount ?? 0) + 1 });
    await shop.host.advance(1000);
    expect(shop.checkout.state.total?.amount).toBe(shop.server.amount);
  }
  expect(shop.server.streams).toHaveLength(3);
});

test("a server that cannot be reached is tried ever less often, then followed again", async () => {
  const shop = await openLive();
  const tries: number[] = [];
  shop.server.meddle = ({ path }) => {
    if (path === STREAM) tries.push(shop.host.time);
    return tries.length % 2 ? "lost" : new Response("", { status: 503 });
  };
  shop.server.streams[0]?.fail();
  await shop.host.advance(200_000);
  const gaps = tries.slice(1).map((time, index) => time - (tries[index] ?? 0));
  expect(gaps.slice(0, 7)).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  shop.server.meddle = () => undefined;
  await shop.host.advance(30_000);
  expect(shop.server.streams.at(-1)?.open).toBe(true);
});

test("a browser that has its connection back follows again at once", async () => {
  const shop = await openLive();
  shop.server.meddle = () => "lost";
  shop.server.streams[0]?.fail();
  await shop.host.advance(100_000);
  shop.server.meddle = () => undefined;
  await shop.host.goOnline();
  expect(shop.server.streams).toHaveLength(2);
});

test("a stream of the connection that was lost is not waited for", async () => {
  const shop = await openLive();
  await shop.host.goOnline();
  expect(shop.server.streams[0]?.open).toBe(false);
  await shop.host.advance(1000);
  expect(shop.server.streams.map((stream) => stream.open)).toEqual([false, true]);
});

test("a stream that is silent for long is dead", async () => {
  const shop = await openLive();
  await shop.host.advance(44_000);
  shop.server.streams[0]?.send(": \n\n");
  await settle();
  await shop.host.advance(44_999);
  expect(shop.server.streams).toHaveLength(1);
  await shop.host.advance(1001);
  expect(shop.server.streams).toHaveLength(2);
});

test("a server without the stream is not asked again", async () => {
  const server = new FakeServer();
  server.meddle = ({ path }) => (path === STREAM ? refusal(404, "RouteNotFound") : undefined);
  const shop = await openLive(server);
  await shop.host.advance(100_000);
  expect(shop.server.sent(STREAM)).toHaveLength(1);
  expect(shop.host.warnings).toHaveLength(1);
});

test("a session that expires is told at once, and followed no more", async () => {
  const shop = await openLive();
  shop.server.streams[0]?.send("event: expired\ndata: {}\n\n");
  await settle();
  expect(shop.checkout.state.phase.name).toBe("expired");
  await shop.host.advance(100_000);
  expect(shop.server.sent(STREAM)).toHaveLength(1);
});

test("what is heard during a payment is looked at after it", async () => {
  const shop = await openLive();
  const { shut, open } = door();
  shop.server.outcome = "FAILED";
  await shop.pay(() => shut.then(() => TOKEN));
  shop.server.meddle = ({ path }) => {
    // The basket changes right after the payment was made.
    if (path === "/payments") queueMicrotask(() => shop.server.patch({ amount: 7000 }));
    return undefined;
  };
  open();
  await settle();
  expect(shop.checkout.state.total?.amount).toBe(7000);
  const calls = shop.server.requests.map(({ path }) => path);
  expect(calls.slice(-2)).toEqual(["/payments", CONFIGURATION]);
  expect(shop.told.lastIndexOf("onClientSessionUpdate")).toBeGreaterThan(
    shop.told.indexOf("onCheckoutFail"),
  );
});

test("nothing is read while a payment is under way", async () => {
  const shop = await openLive();
  const { shut, open } = door();
  await shop.pay(() => shut.then(() => TOKEN));
  shop.server.patch({ session: { customerId: "customer-2" } });
  await settle();
  expect(shop.server.sent(CONFIGURATION)).toHaveLength(1);
  expect(shop.host.warnings).toEqual([]);
  open();
  await settle();
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("after a payment nothing is followed any more", async () => {
  const shop = await openLive();
  await shop.pay();
  expect(shop.server.streams[0]?.open).toBe(false);
});

test("a read that fails is tried again until the session is the one that was heard", async () => {
  const shop = await openLive();
  shop.server.meddle = ({ path }) => (path === CONFIGURATION ? "lost" : undefined);
  shop.server.patch({ amount: 7000 });
  await shop.host.advance(20_000);
  expect(shop.checkout.state.total?.amount).toBe(6400);
  shop.server.meddle = () => undefined;
  await shop.host.advance(30_000);
  expect(shop.checkout.state.total?.amount).toBe(7000);
});

test("the tabs of a browser share one stream", async () => {
  const server = new FakeServer();
  const browser = new FakeBrowser();
  const first = await openLive(server, browser);
  const second = await openLive(server, browser);
  expect(server.sent(STREAM)).toHaveLength(1);
  server.patch({ amount: 7000 });
  await settle();
  for (const shop of [first, second]) expect(shop.checkout.state.total?.amount).toBe(7000);

  // The tab that follows is left: the other one takes over.
  await first.host.show(false);
  expect(server.sent(STREAM)).toHaveLength(2);
  server.patch({ amount: 7100 });
  await settle();
  expect(first.checkout.state.total?.amount).toBe(7000);
  expect(second.checkout.state.total?.amount).toBe(7100);

  // It comes back, and is told what it missed without a stream of its own.
  await first.host.show(true);
  await settle();
  expect(server.sent(STREAM)).toHaveLength(2);
  expect(first.checkout.state.total?.amount).toBe(7100);

  second.checkout.teardown();
  await settle();
  expect(server.sent(STREAM)).toHaveLength(3);
});

test("all tabs hear that the session has expired", async () => {
  const server = new FakeServer();
  const browser = new FakeBrowser();
  const shops = [await openLive(server, browser), await openLive(server, browser)];
  server.streams[0]?.send("event: expired\ndata: {}\n\n");
  await settle();
  for (const { checkout } of shops) expect(checkout.state.phase.name).toBe("expired");
});

test("many changes while the server is away do not make for many reads", async () => {
  const shop = await openLive();
  shop.server.meddle = ({ path }) => (path === CONFIGURATION ? "lost" : undefined);
  for (let change = 0; change < 10; change++) {
    shop.server.patch({ amount: 7000 + change });
    await shop.host.advance(1500);
  }
  // Four tries in 3 seconds, then a pause of 1, 2 and 4 seconds.
  expect(shop.server.sent(CONFIGURATION)).toHaveLength(1 + 12);
  shop.server.meddle = () => undefined;
  await shop.host.advance(30_000);
  expect(shop.checkout.state.total?.amount).toBe(7009);
});

test("a refresh that brings nothing new leaves Pay held after a live change", async () => {
  const shop = await openLive();
  shop.server.patch({ amount: 7000 });
  await settle();
  expect(shop.checkout.state.payHeld).toBe(true);
  await shop.checkout.refreshClientSession();
  await shop.pay();
  expect(shop.server.payments).toEqual([]);
  await shop.host.advance(500);
  await shop.pay();
  expect(shop.server.payments).toMatchObject([{ amount: 7000 }]);
});
