/** How the pay button stands in each state. */

import { describe, expect, it } from "vitest";
import type { CheckoutState } from "../core/state.ts";
import { payButton, says } from "./pay_button.ts";
import { en } from "./texts/en.ts";

const total = { revision: 7, amount: 17_490, currency: "EUR" };
const READY: CheckoutState = {
  session: {
    lineItems: [],
    orderDetails: { fees: [] },
    paymentMethod: { vaultOnSuccess: false, orderedAllowedCardNetworks: ["VISA"] },
  },
  total,
  methods: [],
  phase: { name: "ready" },
  notice: null,
  payHeld: false,
  paymentCreationEnabled: true,
};
const view = { texts: en, locale: "en-GB", saving: false };

describe("payButton", () => {
  it("says what it does", () => {
    expect(payButton(READY, {}, view)).toMatchObject({
      text: "Pay {amount}",
      amount: "€174.90",
      disabled: false,
      visible: true,
    });
  });

  it("keeps the total that is being paid, whatever the session's is by now", () => {
    const phase = { name: "paying", step: "sent", total } as const;
    const now = { ...READY, phase, total: { ...total, revision: 8, amount: 1 } };
    expect(payButton(now, {}, view)).toMatchObject({
      text: "Paying {amount}",
      amount: "€174.90",
      disabled: true,
      loading: true,
    });
  });

  it("is off without a reason only for an instant, or while it works", () => {
    expect(payButton({ ...READY, payHeld: true }, {}, view)).toMatchObject({
      disabled: true,
      reason: null,
    });
    expect(payButton({ ...READY, paymentCreationEnabled: false }, {}, view)).toMatchObject({
      disabled: true,
      reason: en.payOff.paused,
    });
    expect(payButton({ ...READY, total: null }, {}, view)).toMatchObject({
      disabled: true,
      reason: en.payOff.noTotal,
      text: "Pay",
    });
    expect(payButton(READY, {}, { ...view, saving: true })).toMatchObject({ loading: true });
  });

  it("leaves the amount and itself out on demand", () => {
    const options = { amountVisible: false, useBuiltInButton: false };
    expect(payButton(READY, options, view)).toMatchObject({
      text: "Pay",
      amount: "",
      visible: false,
    });
  });
});

describe("an order that costs nothing", () => {
  const free = { ...READY, total: { ...total, amount: 0 } };

  it("is completed, not paid", () => {
    const button = payButton(free, {}, view);
    expect(button).toMatchObject({ text: "Complete order", amount: "", disabled: false });
    const phase = { name: "paying", step: "sent", total: free.total } as const;
    const now = payButton({ ...READY, phase }, {}, view);
    expect(now).toMatchObject({ text: "Completing the order", amount: "" });
  });
});

describe("what the page says", () => {
  const button = (textContent: string) => {
    const copy = { textContent, querySelector: () => null };
    return { cloneNode: () => copy } as unknown as Element;
  };

  it.each([
    ["Pay €49.00", "€49.00"],
    ["49,00 € bezahlen", "49,00 €"],
    ["Pay €49.00 (about $53)", "€49.00"],
    ["49.00 €.", "49.00 €"],
  ])("%s says %s", (text, amount) => expect(says(button(text), amount)).toBe(true));

  it.each([
    ["Pay €99.00", "€49.00"],
    ["149,00 € bezahlen", "49,00 €"],
    ["1.149,00 €", "149,00 €"],
    ["Pay ¥20,600", "¥20"],
    ["Pay ¥2060", "¥20"],
    ["", "€49.00"],
  ])("%s does not say %s", (text, amount) => expect(says(button(text), amount)).toBe(false));

  it("is nothing without a button", () => expect(says(null, "€49.00")).toBe(false));
});
