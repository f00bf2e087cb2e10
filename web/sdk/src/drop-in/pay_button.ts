/** The pay button. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { UniversalCheckoutOptions } from "../api/options.ts";
import type { CheckoutState, Total } from "../core/state.ts";
import { writeTotal } from "./amounts.ts";
import { fact, sentence } from "./sentence.ts";
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
  const total = due(state);
  const free = isFree(state);
  const written = total && !free && options.amountVisible !== false;
  const amount = written ? writeTotal(total, locale) : "";
  const reason = !total
    ? texts.payOff.noTotal
    : paymentCreationEnabled
      ? null
      : texts.payOff.paused;
  return {
    visible: options.useBuiltInButton !== false,
    disabled: phase.name !== "ready" || saving || state.payHeld || reason !== null,
    loading,
    text: free ? freeText(texts, loading) : buttonText(texts, loading, amount !== ""),
    amount,
    reason: loading ? null : reason,
  };
}

/** What is shown, or being paid. */
function due({ phase, total }: CheckoutState): Total | null {
  return phase.name === "paying" ? phase.total : total;
}

/** Whether that costs nothing. */
export function isFree(state: CheckoutState): boolean {
  return due(state)?.amount === 0;
}

function buttonText(texts: Texts, loading: boolean, withAmount: boolean): string {
  if (withAmount) return loading ? texts.paying : texts.pay;
  return loading ? texts.payingWithoutAmount : texts.payWithoutAmount;
}

/** Of an order that costs nothing. */
function freeText({ free }: Texts, loading: boolean): string {
  return loading ? free.completing : free.complete;
}

/** Where a button is drawn. */
export interface ButtonView {
  /** The id of the checkout. */
  readonly scope: string;
  readonly locale: string;
  /** An old total, to stand beside the new one. */
  readonly struck: Total | null;
}

/** Disabled by name only: the focus stays where the shopper put it. */
export function payButtonView(
  { text, amount, loading, disabled }: PayButton,
  { scope, locale, struck }: ButtonView,
): TemplateResult {
  const before = struck && amount ? writeTotal(struck, locale) : "";
  const old = before
    ? keyed(before, html`<s aria-hidden="true"><bdi>${before}</bdi></s> `)
    : nothing;
  const words = sentence(text, { amount: html`${old}${fact(amount)}` });
  return html`<button
    id="${scope}-submit-button"
    class="tender-pay notranslate ${loading ? "PrimerCheckout--loading" : ""}"
    translate="no"
    type="submit"
    aria-disabled=${disabled}
  >
    ${keyed(text + amount, html`<span>${words}</span>`)}
  </button>`;
}

/**
 * Whether a button says this amount, by the text that is really on the page: translators and
 * scripts put elements of their own in the place of ours.
 */
export function says(button: Element | null, amount: string): boolean {
  const copy = button?.cloneNode(true) as Element | undefined;
  copy?.querySelector("s")?.remove();
  const text = copy?.textContent ?? "";
  const at = text.indexOf(amount);
  // Not as a part of a longer number.
  const around = [text.slice(0, at), text.slice(at + amount.length)] as const;
  return at >= 0 && !/\d[.,]?$/.test(around[0]) && !/^[.,]?\d/.test(around[1]);
}
