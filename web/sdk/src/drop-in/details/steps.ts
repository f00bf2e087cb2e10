/** The steps of a payment: the rail is solid for what is known, dashed for what is not. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { PaymentStep } from "../../core/state.ts";
import { writeSeconds } from "../amounts.ts";
import { fact } from "../sentence.ts";
import type { StepTimes } from "../step_times.ts";
import type { Texts } from "../texts/texts.ts";

interface Row {
  readonly text: string;
  readonly known: boolean;
  /** Milliseconds. */
  readonly took: number | null;
}

/** Three facts, in the order in which they become known. */
function rows(step: PaymentStep, times: StepTimes, { processing }: Texts): readonly Row[] {
  const sending = times.between("sent", "confirming");
  const sent = step === "confirming" || sending !== null;
  return [
    { text: processing.checked, known: true, took: times.between("tokenizing", "sent") },
    { text: sent ? processing.sent : processing.sending, known: sent, took: sending },
    {
      text: step === "reconnecting" ? processing.asking : processing.waiting,
      known: false,
      took: null,
    },
  ];
}

/** Less is not worth a word. */
const SHORTEST = 50;

export function stepsView(
  step: PaymentStep,
  times: StepTimes,
  texts: Texts,
  locale: string,
): TemplateResult {
  const written = (took: number) => html`<small>${fact(writeSeconds(took, locale))}</small>`;
  return html`<ul class="tender-steps">
    ${rows(step, times, texts).map(({ text, known, took }) => {
      const time = took !== null && took >= SHORTEST ? written(took) : nothing;
      const words = html`<span>${text}</span>${time}`;
      return html`<li class="tender-step ${known ? "" : "tender-step--open"}">
        ${known ? KNOWN : OPEN}${keyed(text + took, words)}
      </li>`;
    })}
  </ul>`;
}

/** On the rail: a fact, filled and checked. */
const KNOWN = html`<svg viewBox="0 0 12 12" aria-hidden="true">
  <circle cx="6" cy="6" r="5.25" fill="currentColor" />
  <path class="tender-tick" d="m3.7 6.2 1.7 1.7 3-3.6" />
</svg>`;

/** On the rail: not known yet. */
const OPEN = html`<svg viewBox="0 0 12 12" aria-hidden="true">
  <circle class="tender-open-ring" cx="6" cy="6" r="4.5" />
</svg>`;
