/** How the pay button stands in each state. */

import { describe, expect, it } from "vitest";
import type { CheckoutState } from "../core/state.ts";
import { payButton } from "./pay_button.ts";
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
