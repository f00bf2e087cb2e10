/** The card number: its lengths, its groups and its check digit. */

import { DECIDING_DIGITS, detect, possibleNetworks } from "./detection.ts";
import { digitsOf, latinDigits } from "./digits.ts";
import { type CardNumberFault, RIGHT, unfinished, type Verdict, wrong } from "./fault.ts";
import type { CardNetwork } from "./network.ts";

/** No card number is longer (ISO/IEC 7812). */
const DIGITS_MAX = 19;

/** No card number is shorter. */
const DIGITS_MIN = 12;

/**
 * How a card number stands.
 *
 * @param networks those detected, by the table or by the server; empty if unknown
 * @param allowed those that the session accepts
 */
export function checkCardNumber(
  digits: string,
  networks: readonly CardNetwork[],
  allowed: readonly CardNetwork[],
): Verdict<CardNumberFault> {
  if (digits === "") return unfinished("cardNumber.required");
  const decided = digits.length >= DECIDING_DIGITS;
  const possible = decided ? orOther(networks) : possibleNetworks(digits);
  if (!possible.some((network) => allowed.includes(network))) {
    return wrong("cardNumber.unsupported");
  }
  const full = digits.length >= maxDigits(networks);
  if (orOther(networks).some((network) => hasLength(network, digits.length))) {
    if (hasValidCheckDigit(digits)) return RIGHT;
    if (full) return wrong("cardNumber.invalid");
    return unfinished(
      digits.length < usualOf(networks) ? "cardNumber.incomplete" : "cardNumber.invalid",
    );
  }
  return full ? wrong("cardNumber.invalid") : unfinished("cardNumber.incomplete");
}

/**
 * How far typing has come: `surely` if no number of these networks has more digits; `likely`
 * if most have no more, though some do, such as Visa's of 19. The first 16 of those may well
 * have the right check digit; and at 19 digits the last three may be those of an expiry.
 */
export function completion(digits: string, networks: readonly CardNetwork[]): Completion {
  const usual = usualOf(networks);
  if (!isRight(digits, networks)) return "no";
  if (digits.length === maxDigits(networks)) {
    const start = digits.slice(0, usual);
    return start !== digits && isRight(start, networks) ? "likely" : "surely";
  }
  const fixed = orOther(networks).some((network) => !VARYING.includes(network));
  return fixed && digits.length === usual ? "likely" : "no";
}

/** How sure it is that nobody types on. */
export type Completion = "no" | "likely" | "surely";

/**
 * Of somebody who did not leave the field and types the expiry behind the number: the digits
 * of the number, and those behind it. Null while it may all be one number.
 *
 * @param text as typed, with what there may be no room for
 */
export function expiryBehind(
  text: string,
  networks: readonly CardNetwork[],
): { readonly number: string; readonly rest: string } | null {
  const digits = digitsOf(text);
  const usual = usualOf(networks);
  const number = digits.slice(0, usual);
  const rest = digits.slice(usual);
  if (!isRight(number, networks)) return null;
  if (/\/\s*$/.test(text))
    return /^(0?[1-9]|1[0-2])$/.test(rest) ? { number, rest: `${rest}/` } : null;
  return rest.length === EXPIRY_DIGITS && !isRight(digits, networks) ? { number, rest } : null;
}

/** Month and year. */
const EXPIRY_DIGITS = 4;

/** Whether it is a whole number: of a length that there is, with the right check digit. */
function isRight(digits: string, networks: readonly CardNetwork[]): boolean {
  const fits = orOther(networks).some((network) => hasLength(network, digits.length));
  return fits && hasValidCheckDigit(digits);
}

/** The most digits that a number of these networks has. */
export function maxDigits(networks: readonly CardNetwork[]): number {
  for (let length = DIGITS_MAX; length > DIGITS_MIN; length -= 1) {
    if (orOther(networks).some((network) => hasLength(network, length))) return length;
  }
  return DIGITS_MIN;
}

/** Whether the cards of a network have numbers of so many digits; as the server says. */
export function hasLength(network: CardNetwork, length: number): boolean {
  switch (network) {
    case "AMEX":
    case "ENROUTE":
      return length === 15;
    case "VISA":
      return length === 13 || length === 16 || length === 19;
    case "MASTERCARD":
    case "DANKORT":
    case "ELO":
    case "HIPER":
    case "CARTES_BANCAIRES":
      return length === 16;
    case "DINERS_CLUB":
      return length >= 14 && length <= DIGITS_MAX;
    case "DISCOVER":
    case "JCB":
    case "UNIONPAY":
    case "MIR":
      return length >= 16 && length <= DIGITS_MAX;
    default:
      return length >= DIGITS_MIN && length <= DIGITS_MAX;
  }
}

/** The Luhn formula (ISO/IEC 7812-1 annex B). */
export function hasValidCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = digit < 5 ? digit * 2 : digit * 2 - 9;
    sum += place % 2 === 0 ? digit : doubled;
  }
  return sum % 10 === 0;
}

/** The digits in groups, as they are printed on the card. */
export function groupDigits(digits: string, networks: readonly CardNetwork[]): string {
  const groups: string[] = [];
  let start = 0;
  for (const size of groupSizes(networks[0], digits.length)) {
    if (start >= digits.length) break;
    groups.push(digits.slice(start, start + size));
    start += size;
  }
  return groups.join(" ");
}

/**
 * The card number in a pasted or filled-in text: the first run of digits that is one, or
 * starts with one; else all digits of the text.
 */
export function cardNumberIn(text: string): string {
  const runs = latinDigits(text).match(/\d(?:[\s.\-\u2010-\u2015]*\d)*/g) ?? [];
  for (const run of runs.map(digitsOf)) {
    for (let length = Math.min(run.length, DIGITS_MAX); length >= DIGITS_MIN; length -= 1) {
      const digits = run.slice(0, length);
      const fits = orOther(detect(digits)).some((network) => hasLength(network, length));
      if (fits && hasValidCheckDigit(digits)) return digits;
    }
  }
  return digitsOf(text);
}

/** Networks whose numbers have no usual length. */
const VARYING: readonly CardNetwork[] = ["UNIONPAY", "MAESTRO", "OTHER"];

/** How long the numbers of these networks nearly always are. */
function usualOf(networks: readonly CardNetwork[]): number {
  return Math.min(...orOther(networks).map(usualLength));
}

function usualLength(network: CardNetwork): number {
  if (network === "AMEX" || network === "ENROUTE") return 15;
  return network === "DINERS_CLUB" ? 14 : 16;
}

function groupSizes(network: CardNetwork | undefined, length: number): number[] {
  if (network === "AMEX") return [4, 6, 5];
  if (network === "ENROUTE") return [4, 7, 4];
  if (network === "DINERS_CLUB" && length <= 14) return [4, 6, 4];
  return [4, 4, 4, 4, 4];
}

function orOther(networks: readonly CardNetwork[]): readonly CardNetwork[] {
  return networks.length === 0 ? ["OTHER"] : networks;
}
