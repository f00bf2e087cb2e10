/** The card, put together from the frames of its form. */

import { digitsOf } from "../card/digits.ts";
import { expiryOf } from "../card/expiry.ts";
import { FIELD_NAMES, type FieldName } from "../fields/protocol.ts";
import type { Card } from "./client_api.ts";
import { type Sibling, siblingOf } from "./siblings.ts";

/** The card, or the fields that are missing or not right. Asked of the number's frame. */
export function gatherCard(number: Sibling): { card: Card } | { missing: FieldName[] } {
  const found = {
    cardNumber: number,
    expiryDate: siblingOf(number, "expiryDate"),
    cvv: siblingOf(number, "cvv"),
  };
  const missing = FIELD_NAMES.filter((field) => !found[field]?.valid());
  const expiry = expiryOf(found.expiryDate?.text() ?? "");
  if (missing.length > 0 || !expiry) return { missing };
  return {
    card: {
      number: digitsOf(number.text()),
      cvv: digitsOf(found.cvv?.text() ?? ""),
      expirationMonth: expiry.month,
      expirationYear: expiry.year,
    },
  };
}
