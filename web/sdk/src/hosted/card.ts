/** The card, put together from the frames of its form. */

import { digitsOf } from "../card/digits.ts";
import { expiryOf } from "../card/expiry.ts";
import { FIELD_NAMES, type FieldName } from "../fields/protocol.ts";
import type { Card } from "./client_api.ts";
import { type Form, siblingOf } from "./siblings.ts";

/** The card, or the fields that are missing or not right. */
export function gatherCard(form: Form): { card: Card } | { missing: FieldName[] } {
  const found = {
    cardNumber: siblingOf(form, "cardNumber"),
    expiryDate: siblingOf(form, "expiryDate"),
    cvv: siblingOf(form, "cvv"),
  };
  const missing = FIELD_NAMES.filter((field) => !found[field]?.valid());
  const expiry = expiryOf(found.expiryDate?.text() ?? "");
  if (missing.length > 0 || !expiry) return { missing };
  return {
    card: {
      number: digitsOf(found.cardNumber?.text() ?? ""),
      cvv: digitsOf(found.cvv?.text() ?? ""),
      expirationMonth: expiry.month,
      expirationYear: expiry.year,
    },
  };
}
