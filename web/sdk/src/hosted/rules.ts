/** What each field takes, and how it is written. */

import { checkCvv, cvvLengths } from "../card/cvv.ts";
import { digitsOf } from "../card/digits.ts";
import { checkExpiry, expiryIn, layOutExpiry } from "../card/expiry.ts";
import type { FieldFault, Verdict } from "../card/fault.ts";
import type { CardNetwork } from "../card/network.ts";
import {
  type Completion,
  cardNumberIn,
  checkCardNumber,
  completion,
  expiryBehind,
  groupDigits,
  maxDigits,
} from "../card/number.ts";
import type { Layout } from "../card/typing.ts";
import type { FieldName } from "../fields/protocol.ts";

/** What the rules need to know beside the text. */
export interface Surroundings {
  /** The networks of a number that starts with these digits, as far as they are known. */
  networksOf(digits: string): readonly CardNetwork[];
  /** To the security code: the networks of the number in the other frame. */
  cardNetworks(): readonly CardNetwork[];
  /** Those that the session accepts. */
  allowedNetworks(): readonly CardNetwork[];
  now(): Date;
}

export interface Rules {
  /** The text as it should stand while it is typed. */
  readonly layOut: Layout;
  /** The same for a text that was pasted or filled in whole. */
  readonly read: (text: string) => string;
  readonly check: (text: string) => Verdict<FieldFault>;
  /** Whether somebody would type on; if not, the focus may go to the next field. */
  readonly completion: (text: string) => Completion;
  /** What was typed too much, as it belongs into the next field, and what is left then. */
  readonly beyond?: (text: string) => { readonly text: string; readonly next: string } | null;
}

/** The rules of a field. */
export function rulesOf(field: FieldName, around: Surroundings): Rules {
  switch (field) {
    case "cardNumber":
      return cardNumber(around);
    case "expiryDate":
      return expiryDate(around);
    case "cvv":
      return cvv(around);
  }
}

function cardNumber({ networksOf, allowedNetworks, now }: Surroundings): Rules {
  const write = (digits: string) => groupDigits(digits, networksOf(digits));
  const fit = (digits: string) => digits.slice(0, maxDigits(networksOf(digits)));
  return {
    layOut: (text) => {
      const digits = digitsOf(text);
      return fit(digits) === digits ? write(digits) : null;
    },
    read: (text) => write(fit(cardNumberIn(text))),
    check: (text) => {
      const digits = digitsOf(text);
      return checkCardNumber(digits, networksOf(digits), allowedNetworks());
    },
    completion: (text) => completion(digitsOf(text), networksOf(digitsOf(text))),
    beyond: (text) => {
      const found = expiryBehind(text, networksOf(digitsOf(text)));
      const next = found && layOutExpiry(found.rest, true);
      if (!next) return null;
      const expiry = checkExpiry(next, now());
      return expiry.valid || !expiry.final ? { text: write(found.number), next } : null;
    },
  };
}

function expiryDate({ now }: Surroundings): Rules {
  const check = (text: string) => checkExpiry(text, now());
  return {
    layOut: layOutExpiry,
    read: (text) => expiryIn(text) ?? layOutExpiry(text, true) ?? "",
    check,
    // "2040 / 1" may become December yet.
    completion: (text) => (/^\d\d \/ \d\d$/.test(text) && check(text).valid ? "surely" : "no"),
  };
}

function cvv({ cardNetworks }: Surroundings): Rules {
  const max = () => cvvLengths(cardNetworks()).max;
  return {
    layOut: (text) => {
      const digits = digitsOf(text);
      return digits.length <= max() ? digits : null;
    },
    read: (text) => digitsOf(text).slice(0, max()),
    check: (text) => checkCvv(digitsOf(text), cardNetworks()),
    completion: (text) => (digitsOf(text).length === max() ? "surely" : "no"),
  };
}
