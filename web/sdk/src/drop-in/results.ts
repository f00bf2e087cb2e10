/** What stands there instead of the form: how a payment ended, or why there can be none. */

import { html, nothing, type TemplateResult } from "lit";
import { displayName, isCardNetwork } from "../card/network.ts";
import type { Phase } from "../core/state.ts";
import { speaking, writeTime, writeTotal } from "./amounts.ts";
import { brandBadge } from "./brands.ts";
import { bigMark } from "./glyphs.ts";
import { plain, sentence } from "./sentence.ts";
import type { Message, Texts } from "./texts/texts.ts";

type Paid = Extract<Phase, { name: "paid" }>;

export interface ReceiptView {
  readonly texts: Texts;
  readonly locale: string;
  readonly paidAt: Date;
  /** The merchant's own heading. */
  readonly title?: string | undefined;
  /** What the shopper will read on the account statement. */
  readonly descriptor?: string | undefined;
}

/** Amount, order, instrument, time and statement name, nothing else. */
export function receipt({ total, payment }: Paid, view: ReceiptView): TemplateResult {
  const { paid } = view.texts;
  const amount = writeTotal(total, view.locale);
  const rows = [
    [paid.order, payment.orderId ? html`<bdi>${payment.orderId}</bdi>` : nothing],
    [paid.with, instrument(payment, view.texts)],
    [paid.date, html`<bdi>${writeTime(view.paidAt, speaking(view.locale, view.texts))}</bdi>`],
    [paid.statement, view.descriptor ? html`<bdi>${view.descriptor}</bdi>` : nothing],
  ] as const;
  const shown = rows.filter(([, value]) => value !== nothing);
  return html`<div class="tender-result" role="alert">
    ${bigMark("done")}
    <h2 tabindex="-1">${sentence(paid.title, { amount })}</h2>
    ${view.title ? html`<p>${view.title}</p>` : nothing}
    <dl class="tender-receipt">
      ${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
  </div>`;
}

function instrument({ network, last4Digits }: Paid["payment"], { paid }: Texts) {
  if (!network && !last4Digits) return nothing;
  const name = network && isCardNetwork(network) ? displayName(network) : undefined;
  const ending = last4Digits
    ? html`<span aria-hidden="true" dir="ltr">···· ${last4Digits}</span
        ><span class="tender-hidden">${plain(paid.ending, { digits: last4Digits })}</span>`
    : nothing;
  return html`${network ? brandBadge(network, name) : nothing}${ending}`;
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
