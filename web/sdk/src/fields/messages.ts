/** What to tell the shopper of each fault, in English. A user interface may say it its own way. */

import type { FieldFault } from "../card/fault.ts";
import type { FieldName } from "./protocol.ts";

/** What can be wrong with the name on the card. */
export type NameFault =
  | "cardholderName.required"
  /** It looks like a card number. */
  | "cardholderName.digits"
  | "cardholderName.tooLong";

/** What can be wrong with a frame, whatever was typed. */
export type FrameFault =
  /** Its page did not load. */
  | "fields.unreachable"
  /** The shop is on Tender's own origin, where it could read the card. */
  | "fields.sameOrigin";

/** The sentences, by key. */
export const MESSAGES: Readonly<Record<FieldFault | NameFault | FrameFault, string>> = {
  "cardNumber.required": "Enter the card number.",
  "cardNumber.incomplete": "The number is too short. Check it.",
  "cardNumber.invalid": "One digit looks wrong. Check the number.",
  "cardNumber.unsupported": "This shop does not take this kind of card. Use another card.",
  "expiry.required": "Enter the expiry date.",
  "expiry.incomplete": "Enter month and year.",
  "expiry.invalid": "There is no such date on a card. Check month and year.",
  "expiry.past": "Expired. Use another card.",
  "cvv.required": "Enter the security code.",
  "cvv.incomplete": "Enter all digits of the security code, and no more.",
  "cardholderName.required": "Enter the name on the card.",
  "cardholderName.digits": "Enter the name, not the card number.",
  "cardholderName.tooLong": "The name is too long. Shorten it.",
  "fields.unreachable": "The card fields did not load. Reload the page.",
  "fields.sameOrigin":
    "The card fields refuse a page of their own origin, which could read them. " +
    "Serve the shop from another origin than Tender.",
};

/** What screen readers call a field unless the page says otherwise. */
export const LABELS: Readonly<Record<FieldName, string>> = {
  cardNumber: "Card number",
  expiryDate: "Expiry date",
  cvv: "Security code",
};
