/** What of the merchant's style object the drop-in follows. */

import type { CheckoutStyle } from "../api/options.ts";

/** Our variables, and where in the style object their values stand. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  "--input-background": ["input.base.background", "input.base.backgroundColor"],
  "--input-line": ["input.base.borderColor"],
  "--input-radius": ["input.base.borderRadius"],
  "--input-ink": ["input.base.color"],
  "--label-ink": ["inputLabel.color"],
  "--error-ink": ["inputErrorText.color"],
  "--pay-background": ["submitButton.base.background", "submitButton.base.backgroundColor"],
  "--pay-background-hover": [
    "submitButton.base.hover.background",
    "submitButton.base.hover.backgroundColor",
  ],
  "--pay-line": ["submitButton.base.borderColor"],
  "--pay-radius": ["submitButton.base.borderRadius"],
  "--pay-ink": ["submitButton.base.color"],
};

/** CSS custom properties by name. Numbers are pixels. */
export function styleVariables(style: CheckoutStyle = {}): ReadonlyMap<string, string> {
  const found = Object.entries(PATHS).flatMap(([variable, paths]) => {
    const value = paths.map((path) => at(style, path)).find(isValue);
    if (value === undefined) return [];
    return [[variable, typeof value === "number" ? `${value}px` : value] as const];
  });
  return new Map(found);
}

/** The merchant's rules for what is typed into a field, on top of ours. */
export function inputRules(
  base: Readonly<Record<string, unknown>>,
  style: CheckoutStyle = {},
): Readonly<Record<string, unknown>> {
  const theirs = at(style, "input.base");
  return {
    base: { ...base, ...(isRecord(theirs) ? typed(theirs) : {}) },
    error: at(style, "input.error"),
  };
}

/** Only what belongs to the text: the box around it is drawn by the page. */
function typed(rules: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(rules).filter(([name]) => !/^(background|border|padding)/.test(name));
  return Object.fromEntries(kept);
}

function at(style: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce((value: unknown, key) => (isRecord(value) ? value[key] : undefined), style);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isValue(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
