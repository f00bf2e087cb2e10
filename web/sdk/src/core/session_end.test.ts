/** A session ends when the server says so, whatever the browser's clock says. */

import { expect, test } from "vitest";
import { Checkout } from "./checkout.ts";
import { FakeHost } from "./testing/fake_host.ts";
import { FakeServer } from "./testing/fake_server.ts";
import { openShop } from "./testing/shop.ts";

const CONFIGURATION = "/client-sdk/configuration";

for (const days of [2, -400]) {
  test(`a browser whose clock is wrong by ${days} days has the session as long as the server`, async () => {
    const server = new FakeServer();
    server.now = () => Date.UTC(2026, 10, 21) + spent;
    let spent = 0;
    const host = new FakeHost(server.fetch);
    host.time += days * 86_400_000;
    const checkout = await Checkout.open(server.clientToken, { liveUpdates: false }, host);
    expect(checkout.clockOffset).toBe(-days * 86_400_000);
    await host.advance(86_400_000 - 1);
    expect(server.sent(CONFIGURATION)).toHaveLength(1);
    expect(checkout.state.phase.name).toBe("ready");
    // Then the server is asked, and until it says so nothing has ended.
    await host.advance(1);
    expect(server.sent(CONFIGURATION)).toHaveLength(2);
    expect(checkout.state.phase.name).toBe("ready");
    spent = 86_400_000;
    await host.advance(60_000);
    expect(checkout.state.phase.name).toBe("expired");
  });
}

test("a server whose clock is not told ends the session by its word alone", async () => {
  const server = new FakeServer();
  const host = new FakeHost(server.fetch);
  host.time += 400 * 86_400_000;
  const checkout = await Checkout.open(server.clientToken, { liveUpdates: false }, host);
  expect(checkout.clockOffset).toBe(0);
  expect(host.timers.size).toBe(0);
});

test("a session that lives longer than a timer can wait does not expire early", async () => {
  const server = new FakeServer();
  server.expiresAt = Date.UTC(2026, 10, 21) + 60 * 86_400_000;
  const { checkout, host } = await openShop({}, { server });
  expect(Math.max(...[...host.timers].map(({ at }) => at - host.time))).toBeLessThan(2 ** 31);
  await host.advance(60 * 86_400_000 - 1);
  expect(checkout.state.phase.name).toBe("ready");
  await host.advance(1);
  expect(checkout.state.phase.name).toBe("expired");
});
