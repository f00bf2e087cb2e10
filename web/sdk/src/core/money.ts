/** Amounts, compared and as people read them: minor units, whole numbers up to 2^53 - 1. */

import type { Total } from "./state.ts";

/** Whether two totals are the same to whoever pays them, whatever their revisions. */
export function sameMoney(one: Total | null, other: Total | null): boolean {
  return one?.amount === other?.amount && one?.currency === other?.currency;
}

/**
 * Currencies whose minor unit is not a hundredth, as the server's table has them (ISO 4217;
 * metals and units of account have none). Not taken from Intl: browsers follow usage, which
 * leaves out decimals that ISO, and so the API, counts in.
 */
const WITHOUT_DECIMALS = new Set(
  (
    "BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF " +
    "XAG XAU XBA XBB XBC XBD XDR XFU XPD XPT XSU XTS XUA"
  ).split(" "),
);
const WITH_THREE_DECIMALS = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/** How many digits of an amount stand behind the point. */
export function decimalsOf(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return WITH_THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** Such as `€1,234.50`: exact, in the locale's digits and order. */
export function formatAmount(amount: number, currency: string, locale: string): string {
  const decimals = decimalsOf(currency);
  const digits = BigInt(amount)
    .toString()
    .padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals);
  try {
    return localized(BigInt(whole), fraction, currency, locale);
  } catch {
    // A currency that is none, or a locale that the browser cannot read.
    return `${currency} ${fraction === "" ? whole : `${whole}.${fraction}`}`;
  }
}

/**
 * Formats the whole part and puts the fraction in afterwards: older browsers turn decimal
 * strings into binary fractions, which cannot hold the largest amounts.
 */
function localized(whole: bigint, fraction: string, currency: string, locale: string): string {
  const digits = { minimumFractionDigits: fraction.length, maximumFractionDigits: fraction.length };
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, ...digits });
  const numerals = new Intl.NumberFormat(locale, {
    useGrouping: false,
    minimumIntegerDigits: Math.max(fraction.length, 1),
  });
  return format
    .formatToParts(whole)
    .map(({ type, value }) => (type === "fraction" ? numerals.format(Number(fraction)) : value))
    .join("");
}
