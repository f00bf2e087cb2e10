/** How long the steps of a payment take. */

import type { PaymentStep } from "../core/state.ts";

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
