/** A payment on its way, in words. */

import { html, type TemplateResult } from "lit";
import type { PaymentStep } from "../core/state.ts";
import type { Message, Texts } from "./texts/texts.ts";

/** Whether the form makes room for the rail. While the card is checked it stays. */
export function coversForm(step: PaymentStep): boolean {
  return step !== "tokenizing";
}

/** What a step means for the shopper. */
export function progressWords(step: PaymentStep, { processing }: Texts): Message {
  return step === "reconnecting" ? processing.reconnecting : processing.confirming;
}

/** @param steps the rail of its steps, if it is there */
export function progressView(
  step: PaymentStep,
  texts: Texts,
  steps: TemplateResult | undefined,
): TemplateResult {
  const { lead, rest } = progressWords(step, texts);
  return html`<div class="tender-result">
    <div class="tender-spinner"></div>
    <h2>${lead}</h2>
    <p>${rest}</p>
    ${steps}
  </div>`;
}
