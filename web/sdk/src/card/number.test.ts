/** Card numbers: when they are right, how they are grouped, how they are found in a text. */

import { describe, expect, test } from "vitest";
import { detect } from "./detection.ts";
import { digitsOf } from "./digits.ts";
import type { CardNetwork } from "./network.ts";
import {
  cardNumberIn,
  checkCardNumber,
  completion,
  expiryBehind,
  groupDigits,
  hasLength,
  hasValidCheckDigit,
  maxDigits,
} from "./number.ts";

const ALLOWED: CardNetwork[] = ["VISA", "MASTERCARD", "AMEX", "DINERS_CLUB", "UNIONPAY", "MAESTRO"];

function check(digits: string, allowed = ALLOWED) {
  return checkCardNumber(digits, detect(digits), allowed);
}

const CARDS = [
  "4111111111111111",
  "4242424242424242",
  "5555555555554444",
  "2222690420064590",
  "378282246310005",
  "30569309025904",
  "36227206271667",
  "6200000000000005",
  "6759649826438453",
];

describe("a whole number", () => {
  test.each(CARDS)("%s is right", (digits) => {
    expect(check(digits)).toEqual({ valid: true });
  });

  test("with one wrong digit is never right", () => {
    for (const digits of CARDS) {
      for (let place = 0; place < digits.length; place += 1) {
        for (let shift = 1; shift < 10; shift += 1) {
          const wrong = String((Number(digits[place]) + shift) % 10);
          const changed = digits.slice(0, place) + wrong + digits.slice(place + 1);
          expect(hasValidCheckDigit(changed)).toBe(false);
        }
      }
    }
  });

  test.each([
    ["", "cardNumber.required", false],
    ["4", "cardNumber.incomplete", false],
    ["4242", "cardNumber.incomplete", false],
    ["424242424242424", "cardNumber.incomplete", false],
    // A Visa number may go on to 19 digits; a Mastercard number may not.
    ["4242424242424241", "cardNumber.invalid", false],
    ["42424242424242424", "cardNumber.incomplete", false],
    ["5555555555554445", "cardNumber.invalid", true],
    ["378282246310006", "cardNumber.invalid", true],
    ["6011", "cardNumber.unsupported", true],
    ["3530111333300000", "cardNumber.unsupported", true],
    ["9", "cardNumber.unsupported", true],
  ])("%s: %s, final: %s", (digits, fault, final) => {
    expect(check(digits)).toEqual({ valid: false, fault, final });
  });

  test("is of an accepted network while it still may be", () => {
    expect(check("4", ["ELO"])).toMatchObject({ fault: "cardNumber.incomplete" });
    expect(check("42424242", ["ELO"])).toMatchObject({ fault: "cardNumber.unsupported" });
    expect(check("4571736000000075", ["DANKORT"])).toEqual({ valid: true });
    expect(check("9999999999999995", ["OTHER"])).toEqual({ valid: true });
  });

  test("goes by the networks that the server names", () => {
    const digits = "4242424242424242";
    expect(checkCardNumber(digits, ["VISA", "CARTES_BANCAIRES"], ["CARTES_BANCAIRES"]).valid).toBe(
      true,
    );
    expect(checkCardNumber(digits, ["VISA"], ["CARTES_BANCAIRES"]).valid).toBe(false);
  });
});

test.each([
  // No Mastercard and no American Express is longer.
  ["5555555555554444", "surely"],
  ["378282246310005", "surely"],
  ["555555555555444", "no"],
  ["5555555555554445", "no"],
  // Some Visas have 19 digits, whose first 16 may be right by chance.
  ["4242424242424242", "likely"],
  ["4242424242424242006", "likely"],
  ["4000000000000000006", "surely"],
  ["30569309025904", "likely"],
  // UnionPay prints 16 to 19 digits alike.
  ["6200000000000005", "no"],
  ["6200000000000000000", "surely"],
  // A Visa number of 13 digits is right, but rare.
  ["4222222222222", "no"],
] as const)("whether %s is complete: %s", (digits, complete) => {
  expect(completion(digits, detect(digits))).toBe(complete);
});

test.each([
  ["4242 4242 4242 4242 1240", { number: "4242424242424242", rest: "1240" }],
  ["4242 4242 4242 4242 12/", { number: "4242424242424242", rest: "12/" }],
  ["4242 4242 4242 4242 1/", { number: "4242424242424242", rest: "1/" }],
  ["6200 0000 0000 0005 1240", { number: "6200000000000005", rest: "1240" }],
  ["30569309025904 1240", { number: "30569309025904", rest: "1240" }],
  ["4242 4242 4242 4242 124", null],
  ["4242 4242 4242 4242", null],
  ["4242 4242 4242 4242/", null],
  ["4242 4242 4242 4242 13/", null],
  ["4242 4242 4242 4241 1240", null],
  ["", null],
])("behind the number of %j stands %j", (text, behind) => {
  expect(expiryBehind(text, detect(digitsOf(text)))).toEqual(behind);
});

test.each([
  ["4242424242424242", "4242 4242 4242 4242"],
  ["42424", "4242 4"],
  ["378282246310005", "3782 822463 10005"],
  ["30569309025904", "3056 930902 5904"],
  ["3056930902590412", "3056 9309 0259 0412"],
  ["6200000000000005123", "6200 0000 0000 0005 123"],
  ["", ""],
])("%s is written %s", (digits, written) => {
  expect(groupDigits(digits, detect(digits))).toBe(written);
});

test.each([
  ["4242-4242 4242…4242", "4242424242424242"],
  ["4242-4242 4242 4242", "4242424242424242"],
  ["Card: 4242 4242 4242 4242, exp 12/29", "4242424242424242"],
  ["4242 4242 4242 4242 12/29 123", "4242424242424242"],
  ["order 55, card 378282246310005", "378282246310005"],
  ["４２４２４２４２４２４２４２４２", "4242424242424242"],
  ["٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", "4242424242424242"],
  ["4242–4242–4242–4242", "4242424242424242"],
  ["4242", "4242"],
  ["no digits", ""],
])("in %j the number is %s", (text, digits) => {
  expect(cardNumberIn(text)).toBe(digits);
});

test("lengths are the server's", () => {
  const lengths = (network: CardNetwork) =>
    Array.from({ length: 25 }, (_, length) => length).filter((length) =>
      hasLength(network, length),
    );
  expect(lengths("AMEX")).toEqual([15]);
  expect(lengths("ENROUTE")).toEqual([15]);
  expect(lengths("VISA")).toEqual([13, 16, 19]);
  for (const network of ["MASTERCARD", "DANKORT", "ELO", "HIPER", "CARTES_BANCAIRES"] as const) {
    expect(lengths(network)).toEqual([16]);
  }
  expect(lengths("DINERS_CLUB")).toEqual([14, 15, 16, 17, 18, 19]);
  for (const network of ["DISCOVER", "JCB", "UNIONPAY", "MIR"] as const) {
    expect(lengths(network)).toEqual([16, 17, 18, 19]);
  }
  expect(lengths("MAESTRO")).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  expect([maxDigits(["AMEX"]), maxDigits(["VISA"]), maxDigits([])]).toEqual([15, 19, 19]);
});
