/** The pay button. */

import { html, nothing, type TemplateResult } from "lit";
import type { UniversalCheckoutOptions } from "../api/options.ts";
import type { CheckoutState, Total } from "../core/state.ts";
import { writeTotal } from "./amounts.ts";
import { sentence } from "./sentence.ts";
import type { Texts } from "./texts/texts.ts";

export interface PayButton {
  readonly visible: boolean;
  readonly disabled: boolean;
  /** A payment is on its way. */
  readonly loading: boolean;
  /** The text, with `{amount}` if there is one. */
  readonly text: string;
  readonly amount: string;
  /** Why it is off, if the shopper can know. */
  readonly reason: string | null;
}

/** How the button stands. */
export function payButton(
  state: CheckoutState,
  options: UniversalCheckoutOptions["submitButton"] = {},
  { texts, locale, saving }: { texts: Texts; locale: string; saving: boolean },
): PayButton {
  const { phase, paymentCreationEnabled } = state;
  const loading = phase.name === "paying" || saving;
  const total = phase.name === "paying" ? phase.total : state.total;
  const amount = total && options.amountVisible !== false ? writeTotal(total, locale) : "";
  const reason = !total
    ? texts.payOff.noTotal
    : paymentCreationEnabled
      ? null
      : texts.payOff.paused;
  return {
    visible: options.useBuiltInButton !== false,
    disabled: phase.name !== "ready" || saving || state.payHeld || reason !== null,
    loading,
    text: buttonText(texts, loading, amount !== ""),
    amount,
    reason: loading ? null : reason,
  };
}

function buttonText(texts: Texts, loading: boolean, withAmount: boolean): string {
  if (withAmount) return loading ? texts.paying : texts.pay;
  return loading ? texts.payingWithoutAmount : texts.payWithoutAmount;
}

/** Disabled by name only: the focus stays where the shopper put it. */
export function payButtonView(
  { text, amount, loading, disabled }: PayButton,
  struck: Total | null,
  locale: string,
): TemplateResult {
  const old = struck
    ? html`<s aria-hidden="true"><bdi>${writeTotal(struck, locale)}</bdi></s> `
    : nothing;
  return html`<button
    id="primer-checkout-submit-button"
    class="tender-pay ${loading ? "PrimerCheckout--loading" : ""}"
    type="submit"
    aria-disabled=${disabled}
  >
    <span>${sentence(text, { amount: html`${old}<bdi>${amount}</bdi>` })}</span>
  </button>`;
}
