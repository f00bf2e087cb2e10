/** Requests as pages that wrap `fetch` can add to them. */

import { expect, test } from "vitest";
import { Checkout } from "./checkout.ts";
import { FakeHost, settle } from "./testing/fake_host.ts";
import { FakeServer } from "./testing/fake_server.ts";
import { TOKEN } from "./testing/shop.ts";

test("pages may wrap fetch and copy what it is given", async () => {
  const server = new FakeServer();
  const copying: typeof server.fetch = (address, { headers, ...request }) =>
    server.fetch(address, { ...request, headers: { ...headers, "x-shop": "1" } });
  const host = new FakeHost(copying);
  const checkout = await Checkout.open(server.clientToken, {}, host);
  checkout.start();
  await checkout.pay("PAYMENT_CARD", async () => TOKEN);
  await settle();
  expect(server.payments).toHaveLength(1);
  const methods = server.requests.map(({ method }) => method);
  expect(methods).toEqual(["GET", "GET", "POST"]);
  for (const { headers } of server.requests) {
    expect(headers.get("primer-client-token")).toBe("access");
    expect(headers.get("x-shop")).toBe("1");
  }
});
