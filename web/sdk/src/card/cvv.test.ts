/** The security code has as many digits as its card's network prints. */

import { expect, test } from "vitest";
import { checkCvv, cvvLengths } from "./cvv.ts";
import type { CardNetwork } from "./network.ts";

test.each<[string, CardNetwork[], string | null, boolean]>([
  ["", ["VISA"], "cvv.required", false],
  ["12", ["VISA"], "cvv.incomplete", false],
  ["123", ["VISA"], null, false],
  ["1234", ["VISA"], "cvv.incomplete", true],
  ["123", ["AMEX"], "cvv.incomplete", false],
  ["1234", ["AMEX"], null, false],
  ["123", ["VISA", "CARTES_BANCAIRES"], null, false],
  ["123", [], null, false],
  ["1234", [], null, false],
])("%s on %j: %s, final: %s", (digits, networks, fault, final) => {
  const verdict = checkCvv(digits, networks);
  expect(verdict).toEqual(fault ? { valid: false, fault, final } : { valid: true });
});

test("is three digits nearly everywhere", () => {
  expect(cvvLengths(["VISA"])).toEqual({ min: 3, max: 3 });
  expect(cvvLengths(["AMEX"])).toEqual({ min: 4, max: 4 });
  expect(cvvLengths([])).toEqual({ min: 3, max: 4 });
});
