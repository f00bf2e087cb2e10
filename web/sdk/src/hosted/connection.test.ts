/** A frame connects once, to its own page, and to none of its own origin. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { awaitPage } from "./connection.ts";

const TENDER = "https://pay.example.com";
const SHOP = "https://shop.example.com";
const IDENTITY = { checkout: "checkout-1", field: "cvv" } as const;
const CONNECT = { tender: "connect", ...IDENTITY };

const parent = { postMessage: vi.fn() };
let target: EventTarget;

beforeEach(() => {
  parent.postMessage.mockReset();
  target = new EventTarget();
  vi.stubGlobal("window", {
    parent,
    location: { origin: TENDER },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function fakePort() {
  return { postMessage: vi.fn(), close: vi.fn() };
}

/** A message event, which node cannot make with such a source. */
function arrive(changes: object, port = fakePort()) {
  const event = new Event("message");
  target.dispatchEvent(
    Object.assign(event, {
      data: CONNECT,
      origin: SHOP,
      source: parent,
      ports: [port],
      ...changes,
    }),
  );
  return port;
}

test("says that it is ready, and nothing else, to whoever embeds it", () => {
  awaitPage(IDENTITY, () => {});
  expect(parent.postMessage.mock.calls).toEqual([[{ tender: "ready", ...IDENTITY }, "*"]]);
});

test("goes on over the port of the first page that connects", () => {
  const connected = vi.fn();
  awaitPage(IDENTITY, connected);
  const port = arrive({});
  arrive({});
  arrive({ origin: "https://another.example" });
  expect(connected.mock.calls).toEqual([[port]]);
});

test("hears no stranger, and still hears the page after it", () => {
  const connected = vi.fn();
  awaitPage(IDENTITY, connected);
  arrive({ source: {} });
  arrive({ data: { ...CONNECT, checkout: "checkout-2" } });
  arrive({ data: "connect" });
  expect(connected).not.toHaveBeenCalled();
  const port = arrive({});
  expect(connected.mock.calls).toEqual([[port]]);
});

test("refuses a page of its own origin, for good", () => {
  const connected = vi.fn();
  awaitPage(IDENTITY, connected);
  const port = arrive({ origin: TENDER });
  expect(port.postMessage.mock.calls).toEqual([[{ type: "refused" }]]);
  expect(port.close).toHaveBeenCalled();
  arrive({});
  expect(connected).not.toHaveBeenCalled();
});
