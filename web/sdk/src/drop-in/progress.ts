/** A payment on its way, in words. */

import { html, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { PaymentStep, Phase } from "../core/state.ts";
import type { Message, Texts } from "./texts/texts.ts";

/** Whether the form makes room for the rail. While the card is checked it stays. */
export function coversForm(step: PaymentStep): boolean {
  return step !== "tokenizing";
}

/** What a step means for the shopper. */
export function progressWords(
  { step, total }: Extract<Phase, { name: "paying" }>,
  { processing, free }: Texts,
): Message {
  if (total.amount === 0) return free.processing;
  return step === "reconnecting" ? processing.reconnecting : processing.confirming;
}

/** @param steps the rail of its steps, if it is there */
export function progressView(
  { lead, rest }: Message,
  steps: TemplateResult | undefined,
): TemplateResult {
  const words = html`<h2 class="notranslate" translate="no">${lead}</h2>
    <p>${rest}</p>`;
  return html`<div class="tender-result">
    <div class="tender-spinner"></div>
    ${keyed(lead, words)} ${steps}
  </div>`;
}
