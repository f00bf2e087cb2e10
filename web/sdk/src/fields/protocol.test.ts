/** Who is believed: every forged message is refused. */

import { describe, expect, test } from "vitest";
import { FIELD_NAMES, frameAddress, frameIdentity, isConnect, isReady } from "./protocol.ts";

const CHECKOUT = "3f0d0d2e-8a6a-4c5e-9d8c-000000000001";
const OTHER = "3f0d0d2e-8a6a-4c5e-9d8c-000000000002";
const TENDER = "https://pay.example.com";
const SHOP = "https://shop.example.com";
const frame = { name: "the frame's window" };
const page = { name: "the page's window" };
const stranger = { name: "another window" };
const port = {};

describe("the page hears `ready`", () => {
  const expected = { checkout: CHECKOUT, field: "cvv", window: frame, origin: TENDER } as const;
  const data = { tender: "ready", checkout: CHECKOUT, field: "cvv" };
  const honest = { data, origin: TENDER, source: frame, ports: [] };

  test("of its own frame", () => {
    expect(isReady(honest, expected)).toBe(true);
  });

  test.each<[string, object]>([
    ["from another window", { source: stranger }],
    ["from itself", { source: page }],
    ["from nowhere", { source: null }],
    ["from another origin", { origin: SHOP }],
    ["from an origin that looks alike", { origin: `${TENDER}.evil.example` }],
    ["over another scheme", { origin: TENDER.replace("https", "http") }],
    ["from an opaque origin", { origin: "null" }],
    ["for another checkout", { data: { ...data, checkout: OTHER } }],
    ["for another field", { data: { ...data, field: "cardNumber" } }],
    ["of another kind", { data: { ...data, tender: "connect" } }],
    ["without a field", { data: { tender: "ready", checkout: CHECKOUT } }],
    ["as a text", { data: JSON.stringify(data) }],
    ["as nothing", { data: null }],
    ["as a list", { data: ["ready", CHECKOUT, "cvv"] }],
  ])("not %s", (_, forged) => {
    expect(isReady({ ...honest, ...forged }, expected)).toBe(false);
  });

  test("not while the frame has no window", () => {
    expect(isReady({ ...honest, source: null }, { ...expected, window: null })).toBe(false);
  });
});

describe("the frame hears `connect`", () => {
  const expected = { checkout: CHECKOUT, field: "cardNumber", parent: page } as const;
  const data = { tender: "connect", checkout: CHECKOUT, field: "cardNumber" };
  const honest = { data, origin: SHOP, source: page, ports: [port] };

  test("of its own page", () => {
    expect(isConnect(honest, expected)).toBe(true);
  });

  test.each<[string, object]>([
    ["from a frame beside it", { source: frame }],
    ["from a window that opened the page", { source: stranger }],
    ["from nowhere", { source: null }],
    ["for another checkout", { data: { ...data, checkout: OTHER } }],
    ["for another field", { data: { ...data, field: "cvv" } }],
    ["of another kind", { data: { ...data, tender: "ready" } }],
    ["without a port", { ports: [] }],
    ["with two ports", { ports: [port, port] }],
    ["as a text", { data: JSON.stringify(data) }],
    ["as nothing", { data: undefined }],
  ])("not %s", (_, forged) => {
    expect(isConnect({ ...honest, ...forged }, expected)).toBe(false);
  });
});

describe("the address of a frame", () => {
  test("says whose it is", () => {
    for (const field of FIELD_NAMES) {
      const address = new URL(frameAddress(`${TENDER}/hosted/v1`, CHECKOUT, field));
      expect(address.pathname).toBe("/hosted/v1/field.html");
      expect(frameIdentity(address.hash)).toEqual({ checkout: CHECKOUT, field });
    }
  });

  test.each([
    "",
    "#",
    "#cvv",
    `#${CHECKOUT}`,
    `#${CHECKOUT}.`,
    `#${CHECKOUT}.pin`,
    `#${CHECKOUT}.toString`,
    `#.cvv`,
    `#${CHECKOUT}.cvv.cvv`,
    `#<b>.cvv`,
    `#${"a".repeat(65)}.cvv`,
  ])("%j names no frame", (hash) => {
    expect(frameIdentity(hash)).toBeNull();
  });
});
