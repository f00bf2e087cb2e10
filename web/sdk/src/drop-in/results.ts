/** What stands there instead of the form: how a payment ended, or why there can be none. */

import { html, nothing, type TemplateResult } from "lit";
import type { Phase } from "../core/state.ts";
import { writeTotal } from "./amounts.ts";
import { bigMark } from "./glyphs.ts";
import { sentence } from "./sentence.ts";
import type { Message, Texts } from "./texts/texts.ts";

export interface PaidView {
  readonly texts: Texts;
  readonly locale: string;
  /** The merchant's own heading. */
  readonly title?: string | undefined;
  /** The receipt, if it is there. */
  readonly receipt: TemplateResult | undefined;
}

/** The amount, and with or without a receipt the order that it was paid for. */
export function paidView(
  { total, payment }: Extract<Phase, { name: "paid" }>,
  { texts, locale, title, receipt }: PaidView,
): TemplateResult {
  const amount = writeTotal(total, locale);
  const order = payment.orderId && html`<p>${texts.paid.order} <bdi>${payment.orderId}</bdi></p>`;
  return html`<div class="tender-result" role="alert">
    ${bigMark("done")}
    <h2 tabindex="-1">${sentence(texts.paid.title, { amount })}</h2>
    ${title ? html`<p>${title}</p>` : nothing} ${receipt ?? order}
  </div>`;
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
  return html`<div class="tender-result" role="alert">
    ${bigMark(mark)}
    <h2 tabindex="-1">${message.lead}</h2>
    <p>${message.rest}</p>
    ${button}
  </div>`;
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
