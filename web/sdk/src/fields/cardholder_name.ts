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
  if (digitsOf(text).length > DIGITS_MAX) return "cardholderName.digits";
  return [...text].length > LENGTH_MAX ? "cardholderName.tooLong" : null;
}
