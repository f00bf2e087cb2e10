/** What a receipt says beside the amount. */

import { html, nothing, type TemplateResult } from "lit";
import { displayName, isCardNetwork } from "../../card/network.ts";
import type { PaidPayment } from "../../core/state.ts";
import { writeTime } from "../amounts.ts";
import { brandBadge } from "../brands.ts";
import { fact, plain } from "../sentence.ts";
import type { Texts } from "../texts/texts.ts";

export interface ReceiptView {
  readonly texts: Texts;
  readonly locale: string;
  readonly paidAt: Date;
  /** What the shopper will read on the account statement. */
  readonly descriptor?: string | undefined;
}

/** Order, instrument, time and statement name, nothing else. */
export function receiptView(payment: PaidPayment, view: ReceiptView): TemplateResult {
  const { paid } = view.texts;
  const rows = [
    [paid.order, payment.orderId ? fact(payment.orderId) : nothing],
    [paid.with, instrument(payment, view.texts)],
    [paid.date, fact(writeTime(view.paidAt, view.locale))],
    [paid.statement, view.descriptor ? fact(view.descriptor) : nothing],
  ] as const;
  const shown = rows.filter(([, value]) => value !== nothing);
  return html`<dl class="tender-receipt">
    ${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

function instrument({ network, last4Digits }: PaidPayment, { paid }: Texts) {
  if (!network && !last4Digits) return nothing;
  const name = network && isCardNetwork(network) ? displayName(network) : undefined;
  const ending = last4Digits
    ? html`<span aria-hidden="true" dir="ltr">···· ${last4Digits}</span
        ><span class="tender-hidden">${plain(paid.ending, { digits: last4Digits })}</span>`
    : nothing;
  return html`${network ? brandBadge(network, name) : nothing}${ending}`;
}
