/** Amounts and times as the drop-in writes them: in the locale's form, with 0 to 9 as digits. */

import { languageOf } from "../core/locale.ts";
import { formatAmount } from "../core/money.ts";
import type { Total } from "../core/state.ts";

/** The locale with Latin digits: what stands on the card has no others. */
export function withLatinDigits(locale: string): string {
  try {
    return new Intl.Locale(locale, { numberingSystem: "latn" }).toString();
  } catch {
    return "en";
  }
}

/**
 * The locale for all that is written: the shopper's own where the texts speak it, else that of
 * the texts, so that numbers read as the words around them.
 */
export function speaking(locale: string, { language }: { readonly language: string }): string {
  return languageOf(locale) === language ? locale : language;
}

/** Such as `€174.90`. */
export function writeTotal(total: Pick<Total, "amount" | "currency">, locale: string): string {
  return formatAmount(total.amount, total.currency, withLatinDigits(locale));
}

/** How long a step took, such as `0.3s`. */
export function writeSeconds(milliseconds: number, locale: string): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(withLatinDigits(locale), {
    style: "unit",
    unit: "second",
    unitDisplay: "narrow",
    ...digits,
  }).format(milliseconds / 1000);
}

/** With its zone, such as `21 Nov 2026, 14:02 CET`. */
export function writeTime(time: Date, locale: string): string {
  return new Intl.DateTimeFormat(withLatinDigits(locale), {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(time);
}

/** Names in a row, such as `Visa, Mastercard or Amex`. */
export function list(names: readonly string[], locale: string, type: "and" | "or"): string {
  const kind = type === "and" ? "conjunction" : "disjunction";
  return new Intl.ListFormat(withLatinDigits(locale), { type: kind }).format(names);
}
