/** The expiry: when it is right, how it is written, how it is found in a text. */

import { describe, expect, test } from "vitest";
import { checkExpiry, expiryIn, expiryOf, layOutExpiry } from "./expiry.ts";

const LAST_SECOND_OF_NOVEMBER = new Date("2026-11-30T23:59:59Z");

test.each([
  ["", "expiry.required", false],
  ["1", "expiry.incomplete", false],
  ["0", "expiry.incomplete", false],
  ["12 / ", "expiry.incomplete", false],
  ["12 / 3", "expiry.incomplete", false],
  ["12 / 202", "expiry.incomplete", false],
  ["20", "expiry.incomplete", false],
  ["204", "expiry.incomplete", false],
  ["2040 / ", "expiry.incomplete", false],
  ["00 / ", "expiry.invalid", true],
  ["13 / 30", "expiry.invalid", true],
  ["10 / 26", "expiry.past", true],
  ["12 / 25", "expiry.past", true],
  // It may become 2031.
  ["12 / 20", "expiry.past", false],
  ["01 / 77", "expiry.invalid", true],
])("%j: %s, final: %s", (text, fault, final) => {
  expect(checkExpiry(text, LAST_SECOND_OF_NOVEMBER)).toEqual({ valid: false, fault, final });
});

test("is right through the last day of its month, in UTC", () => {
  for (const text of ["11 / 26", "12 / 26", "01 / 27", "12 / 76", "1 / 27"]) {
    expect(checkExpiry(text, LAST_SECOND_OF_NOVEMBER)).toEqual({ valid: true });
  }
  const december = new Date(LAST_SECOND_OF_NOVEMBER.getTime() + 1000);
  expect(checkExpiry("11 / 26", december).valid).toBe(false);
});

describe("while typing", () => {
  test.each([
    ["1", "1"],
    ["0", "0"],
    ["2", "02 / "],
    ["12", "12 / "],
    ["13", "01 / 3"],
    ["1/", "01 / "],
    ["1 ", "1"],
    ["12 / 3", "12 / 3"],
    ["12/30", "12 / 30"],
    ["12 / 20", "12 / 20"],
    ["12 / 202", "12 / 202"],
    ["12 / 2029", "12 / 29"],
    ["122029", "12 / 29"],
    ["１２３０", "12 / 30"],
    ["02 / 0", "20"],
    ["2040 / ", "2040 / "],
    ["2040 / 13", "13 / 40"],
    ["12 / 301", null],
    ["12 / 20291", null],
    ["123 / 30", null],
  ])("%j becomes %j", (text, laidOut) => {
    expect(layOutExpiry(text, true)).toBe(laidOut);
  });

  test("nothing comes back that was deleted", () => {
    expect(layOutExpiry("1", false)).toBe("1");
    expect(layOutExpiry("2", false)).toBe("2");
    expect(layOutExpiry("1 / 30", false)).toBe("1 / 30");
  });

  test("a laid out text stays as it is", () => {
    for (let month = 1; month <= 12; month += 1) {
      for (let year = 0; year < 100; year += 1) {
        const digits = String(month).padStart(2, "0") + String(year).padStart(2, "0");
        const laidOut = layOutExpiry(digits, true);
        expect(laidOut).toBe(`${digits.slice(0, 2)} / ${digits.slice(2)}`);
        expect(layOutExpiry(laidOut ?? "", true)).toBe(laidOut);
      }
    }
  });
});

test.each([
  ["11/2029", "11 / 29"],
  ["2029-11", "11 / 29"],
  ["2029-1", "01 / 29"],
  ["11/29", "11 / 29"],
  ["1/29", "01 / 29"],
  ["11 29", "11 / 29"],
  ["1129", "11 / 29"],
  ["112029", "11 / 29"],
  ["202911", "11 / 29"],
  ["valid thru 11/29", "11 / 29"],
  ["１１／２９", "11 / 29"],
  ["", null],
  ["soon", null],
])("in %j the expiry is %j", (text, laidOut) => {
  expect(expiryIn(text.replace("／", "/"))).toBe(laidOut);
});

test("is sent as two texts", () => {
  expect(expiryOf("03 / 30")).toEqual({ month: "03", year: "2030" });
  expect(expiryOf("3 / 30")).toEqual({ month: "03", year: "2030" });
  expect(expiryOf("2040 / 1")).toEqual({ month: "01", year: "2040" });
  for (const text of ["", "03", "03 / 3", "0 / 30"]) expect(expiryOf(text)).toBeNull();
});
