/** How far a shopper is with a field, and so whether its fault is to be shown. */

import type { FieldFault, Verdict } from "../card/fault.ts";
import type { FieldState } from "../fields/protocol.ts";

/** What happened to the field. */
export type Step = "edit" | "focus" | "blur" | "submit";

/** What is remembered between steps. */
export interface Progress {
  readonly active: boolean;
  readonly dirty: boolean;
  readonly touched: boolean;
  readonly submitted: boolean;
  /** The field was left, or the form submitted, with a fault that is not mended yet. */
  readonly left: boolean;
}

/** Nobody has been at the field. */
export const UNTOUCHED: Progress = {
  active: false,
  dirty: false,
  touched: false,
  submitted: false,
  left: false,
};

/** What the field holds now. */
export interface Content {
  readonly verdict: Verdict<FieldFault>;
  readonly empty: boolean;
}

/** The progress after a step, with what the field holds then. */
export function advance(before: Progress, step: Step, { verdict, empty }: Content): Progress {
  const wanting = !verdict.valid && (!empty || before.submitted);
  switch (step) {
    case "edit":
      return { ...before, dirty: true, left: before.left && wanting };
    case "focus":
      return { ...before, active: true };
    case "blur":
      return { ...before, active: false, touched: true, left: wanting };
    case "submit":
      return { ...before, submitted: true, left: !verdict.valid };
  }
}

/** What the page is told: that a fault is shown once it was left, or cannot be mended by typing on. */
export function stateOf(progress: Progress, { verdict, empty }: Content): FieldState {
  const { left, ...rest } = progress;
  const shown = !verdict.valid && (left || verdict.final);
  return { fault: verdict.valid ? null : verdict.fault, shown, empty, ...rest };
}
