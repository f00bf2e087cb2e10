/** A name is a name, not a card number in the wrong field. */

import { expect, test } from "vitest";
import { nameFault } from "./cardholder_name.ts";

test.each([
  ["Ada Lovelace", null],
  ["Louis 16", null],
  ["  ", "cardholderName.required"],
  ["Ада 2", null],
  ["4242 4242 4242 4242", "cardholderName.digits"],
  // A security code, or an expiry.
  ["123", "cardholderName.digits"],
  ["12/40", "cardholderName.digits"],
  ["٤٢٤٢", "cardholderName.digits"],
  ["Ada ４２４２４２４２４２４２４", "cardholderName.digits"],
  ["x".repeat(255), null],
  ["x".repeat(256), "cardholderName.tooLong"],
])("%j: %s", (name, fault) => {
  expect(nameFault(name, true)).toBe(fault);
});

test("may be left out unless it is required", () => {
  expect(nameFault("", false)).toBeNull();
});
