/**
 * Which card networks a number belongs to, by its first digits.
 *
 * The same ranges as the server's (crates/domain/src/card/detection.rs; a test compares
 * them), so that the browser never refuses what the server takes, or the reverse.
 */

import type { CardNetwork } from "./network.ts";

/** Numbers that start with `first` to `last`, which have the same count of digits. */
export type Range = readonly [first: string, last: string, network: CardNetwork];

/** The longest prefix wins: Elo has blocks within Visa's, Maestro's and Discover's. */
export const SCHEMES: readonly Range[] = [
  ["4", "4", "VISA"],
  ["51", "55", "MASTERCARD"],
  ["2221", "2720", "MASTERCARD"],
  ["34", "34", "AMEX"],
  ["37", "37", "AMEX"],
  ["300", "305", "DINERS_CLUB"],
  ["3095", "3095", "DINERS_CLUB"],
  ["36", "36", "DINERS_CLUB"],
  ["38", "39", "DINERS_CLUB"],
  ["2014", "2014", "ENROUTE"],
  ["2149", "2149", "ENROUTE"],
  ["6011", "6011", "DISCOVER"],
  ["644", "649", "DISCOVER"],
  ["65", "65", "DISCOVER"],
  ["3528", "3589", "JCB"],
  ["62", "62", "UNIONPAY"],
  ["810", "817", "UNIONPAY"],
  ["2200", "2204", "MIR"],
  ["493698", "493698", "MAESTRO"],
  ["50", "50", "MAESTRO"],
  ["56", "58", "MAESTRO"],
  ["6304", "6304", "MAESTRO"],
  ["639", "639", "MAESTRO"],
  ["67", "67", "MAESTRO"],
  ["5019", "5019", "DANKORT"],
  ["637095", "637095", "HIPER"],
  ["637568", "637568", "HIPER"],
  ["637599", "637599", "HIPER"],
  ["637609", "637609", "HIPER"],
  ["637612", "637612", "HIPER"],
  ["63737423", "63737423", "HIPER"],
  ["63743358", "63743358", "HIPER"],
  ["401178", "401179", "ELO"],
  ["431274", "431274", "ELO"],
  ["438935", "438935", "ELO"],
  ["451416", "451416", "ELO"],
  ["457393", "457393", "ELO"],
  ["457631", "457632", "ELO"],
  ["504175", "504175", "ELO"],
  ["506699", "506778", "ELO"],
  ["509000", "509999", "ELO"],
  ["627780", "627780", "ELO"],
  ["636297", "636297", "ELO"],
  ["636368", "636368", "ELO"],
  ["650031", "650033", "ELO"],
  ["650035", "650051", "ELO"],
  ["650405", "650439", "ELO"],
  ["650485", "650538", "ELO"],
  ["650541", "650598", "ELO"],
  ["650700", "650718", "ELO"],
  ["650720", "650727", "ELO"],
  ["650901", "650978", "ELO"],
  ["651652", "651679", "ELO"],
  ["655000", "655019", "ELO"],
  ["655021", "655058", "ELO"],
  ["497000", "497000", "CARTES_BANCAIRES"], // the test card without a second network
];

/** Cards that carry a second, local network beside their scheme. */
export const CO_BADGES: readonly Range[] = [
  ["4571", "4571", "DANKORT"],
  ["403550", "403550", "CARTES_BANCAIRES"], // test card
  ["513200", "513200", "CARTES_BANCAIRES"], // test card
];

/** As many digits decide the network: no prefix above is longer. */
export const DECIDING_DIGITS = 8;

/**
 * The networks of a number, or of as many of its first digits as are known: the scheme
 * first, then the local network of a co-badged card. Empty while the digits do not
 * decide it, and for a number of no known network.
 */
export function detect(digits: string): CardNetwork[] {
  let scheme: Range | undefined;
  for (const range of SCHEMES) {
    if (contains(range, digits) && range[0].length >= (scheme?.[0].length ?? 0)) scheme = range;
  }
  const coBadge = CO_BADGES.find((range) => contains(range, digits));
  return [scheme, coBadge].flatMap((range) => (range ? [range[2]] : []));
}

/**
 * Every network that a number which starts with these digits may turn out to have:
 * those detected, and those of longer prefixes that the digits may still grow into.
 */
export function possibleNetworks(digits: string): CardNetwork[] {
  const growing = [...SCHEMES, ...CO_BADGES].filter(
    ([first, last]) =>
      digits.length < first.length &&
      first.slice(0, digits.length) <= digits &&
      digits <= last.slice(0, digits.length),
  );
  const detected = detect(digits);
  const known: CardNetwork[] = [...detected, ...growing.map(([, , network]) => network)];
  // An unknown number stays unknown when nothing longer fits it.
  return detected.length === 0 ? [...new Set(known), "OTHER"] : [...new Set(known)];
}

/** Digits compare as text like numbers do, since the prefixes are equally long. */
function contains([first, last]: Range, digits: string): boolean {
  const prefix = digits.slice(0, first.length);
  return prefix.length === first.length && first <= prefix && prefix <= last;
}
