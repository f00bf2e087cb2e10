/** What the shopper reads of amounts, times and names. */

import { describe, expect, it } from "vitest";
import { list, speaking, withLatinDigits, writeSeconds, writeTime, writeTotal } from "./amounts.ts";

/** Browsers part amount and currency by spaces of several kinds. */
const spaced = (text: string) =>
  text.replace(/[\u00a0\u202f]/g, " ").replace(/[\u200e\u200f\u061c]/g, "");

describe("writeTotal", () => {
  it.each([
    ["en-GB", 17_490, "EUR", "€174.90"],
    ["de", 17_490, "EUR", "174,90 €"],
    ["fr", 123_456, "EUR", "1 234,56 €"],
    ["ja", 17_490, "JPY", "￥17,490"],
    ["en-US", 17_490, "KWD", "KWD 17.490"],
    ["ar-EG", 17_490, "EUR", "174.90 €"],
  ])("in %s", (locale, amount, currency, text) => {
    expect(spaced(writeTotal({ amount, currency }, locale))).toBe(text);
  });

  it("survives a locale that is none", () => {
    expect(writeTotal({ amount: 100, currency: "EUR" }, "not a locale")).toBe("€1.00");
  });
});

describe("the rest of what is written", () => {
  it("has Latin digits in every locale", () => {
    const time = new Date(Date.UTC(2026, 10, 21, 13, 2));
    for (const locale of ["ar-EG", "fa", "hi", "en-GB"]) {
      const text = writeTime(time, locale) + writeSeconds(320, locale);
      expect(text).toMatch(/[0-9]{4}/);
      expect(text).not.toMatch(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/);
    }
  });

  it("says how long a step took", () => {
    expect(spaced(writeSeconds(320, "en"))).toBe("0.3s");
    expect(spaced(writeSeconds(1_250, "de"))).toMatch(/^1,3 /);
  });

  it("lists names as people do", () => {
    expect(list(["Visa", "Mastercard"], "en", "and")).toBe("Visa and Mastercard");
    expect(list(["Visa", "Mastercard"], "de", "or")).toBe("Visa oder Mastercard");
  });

  it("speaks the language of the texts, in the locale's own way if that is the same", () => {
    expect(speaking("en-GB", { language: "en" })).toBe("en-GB");
    expect(speaking("fi-FI", { language: "en" })).toBe("en");
    expect(speaking("de", { language: "de" })).toBe("de");
  });

  it("keeps what else a locale says", () => {
    expect(withLatinDigits("ar-EG-u-ca-gregory")).toBe("ar-EG-u-ca-gregory-nu-latn");
  });
});
