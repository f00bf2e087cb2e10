/** The name on the card, the one part of it that the merchant's page holds. */

import { digitsOf } from "../card/digits.ts";
import type { NameFault } from "./messages.ts";

/** As many digits make a card number in the wrong field. As on the server. */
const DIGITS_MAX = 12;

/** The longest name the server takes, in characters. */
const LENGTH_MAX = 255;

/** What is wrong with a name; null if nothing is. */
export function nameFault(name: string, required: boolean): NameFault | null {
  const text = name.trim();
  if (text === "") return required ? "cardholderName.required" : null;
  const digits = digitsOf(text).length;
  // Digits alone are a number or a code that was typed into the wrong field.
  const onlyDigits = digits > 0 && !/\p{L}/u.test(text);
  if (digits > DIGITS_MAX || onlyDigits) return "cardholderName.digits";
  return [...text].length > LENGTH_MAX ? "cardholderName.tooLong" : null;
}
