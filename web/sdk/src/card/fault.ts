/** What can be wrong with what a shopper typed, as stable keys. */

/** What is wrong with a card number. */
export type CardNumberFault =
  | "cardNumber.required"
  /** Digits are missing. */
  | "cardNumber.incomplete"
  /** The check digit says that a digit is wrong, or no card has so many digits. */
  | "cardNumber.invalid"
  /** Of a network that is not accepted here. */
  | "cardNumber.unsupported";

/** What is wrong with an expiry. */
export type ExpiryFault =
  | "expiry.required"
  | "expiry.incomplete"
  /** No such month, or further ahead than any card is issued for. */
  | "expiry.invalid"
  | "expiry.past";

/** What is wrong with a security code. */
export type CvvFault =
  | "cvv.required"
  /** Not as many digits as the card's network prints. */
  | "cvv.incomplete";

/** A key of any of the hosted fields. */
export type FieldFault = CardNumberFault | ExpiryFault | CvvFault;

/**
 * How a text stands: right as it is; not right yet, though more typing can make it so;
 * or wrong whatever is added to it.
 */
export type Verdict<Fault> =
  | { readonly valid: true }
  | { readonly valid: false; readonly fault: Fault; readonly final: boolean };

/** Right as it is. */
export const RIGHT = { valid: true } as const;

/** Not right yet. */
export function unfinished<Fault>(fault: Fault): Verdict<Fault> {
  return { valid: false, fault, final: false };
}

/** Wrong whatever is added. */
export function wrong<Fault>(fault: Fault): Verdict<Fault> {
  return { valid: false, fault, final: true };
}
