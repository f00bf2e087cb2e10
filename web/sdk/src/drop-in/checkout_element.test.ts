/** What a press on Pay does. */

import { afterEach, expect, test, vi } from "vitest";
import { openShop, TOKEN } from "../core/testing/shop.ts";
import { CheckoutElement } from "./checkout_element.ts";
import { en } from "./texts/en.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a second press while the form is still being checked does nothing", async () => {
  for (const name of ["Document", "ShadowRoot"]) vi.stubGlobal(name, class {});
  customElements.define("tender-checkout", CheckoutElement);
  const { checkout, server } = await openShop();
  const options = { submitButton: { useBuiltInButton: false } } as const;
  const context = { checkout, options, locale: "en" };
  const card = { tokenize: async () => TOKEN, release: () => {} };
  const form = { context, check: async () => [], take: async () => card };
  const billing = { changedAddress: { countryCode: "FR" }, saved: () => {} };
  const parts = { querySelector: () => form, getRootNode: () => null, texts: en, billing };
  const element = new CheckoutElement();
  Object.assign(element, parts, { context, state: checkout.state });
  await Promise.all([element.submit(), element.submit()]);
  expect(server.actions).toHaveLength(1);
  expect(server.payments).toHaveLength(1);
  expect(checkout.state.phase.name).toBe("paid");
});
