/** What stands there instead of the form: how a payment ended, or why there can be none. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Phase } from "../core/state.ts";
import type { DropInContext } from "../headless/drop_in.ts";
import { writeTotal } from "./amounts.ts";
import { bigMark } from "./glyphs.ts";
import type { Details } from "./lazy_details.ts";
import { fact, sentence } from "./sentence.ts";
import type { Message, Texts } from "./texts/texts.ts";

export interface EndView {
  readonly texts: Texts;
  readonly context: DropInContext;
  readonly paidAt: Date;
  /** If they are there. */
  readonly details: Details | undefined;
}

/** How it ended; null while it goes on. */
export function endView(phase: Phase, view: EndView): unknown {
  const { texts } = view;
  switch (phase.name) {
    case "paid":
      return paidView(phase, view);
    case "paid-elsewhere":
      return messageView("done", texts.paidElsewhere);
    case "unknown":
      return messageView("clock", texts.unknown);
    case "expired":
      return messageView("clock", texts.expired, { label: texts.expired.reload, run: reload });
    case "closed":
      return nothing;
    default:
      return null;
  }
}

/** The amount, and with or without a receipt the order that it was paid for. */
function paidView(
  { total, payment }: Extract<Phase, { name: "paid" }>,
  { texts, context: { checkout, options, locale }, paidAt, details }: EndView,
): TemplateResult {
  const screen = options.successScreen;
  if (screen === false) return html``;
  const title = screen?.type === "CHECK" && screen.title;
  const { descriptor } = checkout.configuration.clientSession.paymentMethod;
  const receipt = details?.receiptView(payment, { texts, locale, paidAt, descriptor });
  const done = total.amount === 0 ? texts.free.done : texts.paid.title;
  const order = payment.orderId && html`<p>${texts.paid.order} ${fact(payment.orderId)}</p>`;
  const heading = sentence(done, { amount: writeTotal(total, locale) });
  return html`<div class="tender-result" role="alert">
    ${bigMark("done")}
    <h2 class="notranslate" translate="no" tabindex="-1">${heading}</h2>
    ${title ? html`<p>${title}</p>` : nothing} ${receipt ?? order}
  </div>`;
}

export function reload(): void {
  location.reload();
}

/** A message that takes the place of the form, with the one thing to do, if there is one. */
export function messageView(
  mark: "done" | "clock" | "note",
  message: Message,
  action?: { readonly label: string; readonly run: () => void },
): TemplateResult {
  const button = action
    ? html`<button type="button" class="tender-pay tender-pay--second" @click=${action.run}>
        ${action.label}
      </button>`
    : nothing;
  const view = html`<div class="tender-result" role="alert">
    ${bigMark(mark)}
    <h2 tabindex="-1">${message.lead}</h2>
    <p>${message.rest}</p>
    ${button}
  </div>`;
  return html`${keyed(message.lead, view)}`;
}

/** The form before it is known, as high as it will be. */
export function skeleton(loading: string, withName: boolean): TemplateResult {
  return html`<div role="status"><span class="tender-hidden">${loading}</span></div>
    <div aria-hidden="true">
      <div class="tender-fields">
        <div class="tender-skeleton"></div>
        <div class="tender-two">
          <div class="tender-skeleton"></div>
          <div class="tender-skeleton"></div>
        </div>
        ${withName ? html`<div class="tender-skeleton"></div>` : nothing}
      </div>
      <div class="tender-skeleton tender-skeleton--pay"></div>
      <div class="tender-skeleton tender-skeleton--foot"></div>
    </div>`;
}
