/** A payment on its way: the rail is solid for what is known, dashed for what is not. */

import { html, nothing, type TemplateResult } from "lit";
import type { PaymentStep } from "../core/state.ts";
import { speaking, writeSeconds } from "./amounts.ts";
import { KNOWN, OPEN } from "./glyphs.ts";
import type { Message, Texts } from "./texts/texts.ts";

/** When each step of a payment began, in milliseconds of one clock. */
export class StepTimes {
  readonly #began = new Map<PaymentStep, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A step begins; the first one forgets the payment before. */
  note(step: PaymentStep): void {
    if (step === "tokenizing") this.#began.clear();
    if (!this.#began.has(step)) this.#began.set(step, this.now());
  }

  /** How long the one took until the other began; null if that was not seen. */
  between(step: PaymentStep, next: PaymentStep): number | null {
    const from = this.#began.get(step);
    const to = this.#began.get(next);
    return from === undefined || to === undefined ? null : to - from;
  }
}

/** Whether the form makes room for the rail. While the card is checked it stays. */
export function coversForm(step: PaymentStep): boolean {
  return step !== "tokenizing";
}

/** What a step means for the shopper. */
export function progressWords(step: PaymentStep, { processing }: Texts): Message {
  return step === "reconnecting" ? processing.reconnecting : processing.confirming;
}

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

export function progressView(
  step: PaymentStep,
  times: StepTimes,
  texts: Texts,
  locale: string,
): TemplateResult {
  const words = progressWords(step, texts);
  const written = (took: number) =>
    html`<small><bdi>${writeSeconds(took, speaking(locale, texts))}</bdi></small>`;
  return html`<div class="tender-result tender-progress">
    <div class="tender-spinner"></div>
    <h2>${words.lead}</h2>
    <p>${words.rest}</p>
    <ul class="tender-steps">
      ${rows(step, times, texts).map(({ text, known, took }) => {
        const time = took !== null && took >= SHORTEST ? written(took) : nothing;
        return html`<li class="tender-step ${known ? "" : "tender-step--open"}">
          ${known ? KNOWN : OPEN}<span>${text}</span>${time}
        </li>`;
      })}
    </ul>
  </div>`;
}
