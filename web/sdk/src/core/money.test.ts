import { expect, test } from "vitest";
import { decimalsOf, formatAmount } from "./money.ts";

/** Intl separates with spaces that look alike. */
function shown(amount: number, currency: string, locale: string): string {
  return formatAmount(amount, currency, locale).replace(/[\u00A0\u202F]/g, " ");
}

test("amounts are written as the locale does", () => {
  expect(shown(123_450, "EUR", "en-US")).toBe("€1,234.50");
  expect(shown(123_450, "EUR", "de-DE")).toBe("1.234,50 €");
  expect(shown(123_450, "EUR", "fr-FR")).toBe("1 234,50 €");
  expect(shown(5, "GBP", "en-GB")).toBe("£0.05");
  expect(shown(0, "USD", "en-US")).toBe("$0.00");
});

test("currencies without decimals and with three", () => {
  expect(shown(1234, "JPY", "en-US")).toBe("¥1,234");
  expect(shown(1_234_567, "KWD", "en-US")).toBe("KWD 1,234.567");
  expect(shown(7, "TND", "en-US")).toBe("TND 0.007");
});

test("decimals are those of ISO 4217 where browsers follow usage", () => {
  expect(decimalsOf("IQD")).toBe(3);
  expect(shown(1500, "IQD", "en-US")).toBe("IQD 1.500");
  expect(shown(1234, "AFN", "en-US")).toBe("AFN 12.34");
  expect(shown(1234, "LAK", "en-US")).toMatch(/12\.34$/);
  expect(shown(1234, "ISK", "en-US")).toBe("ISK 1,234");
});

test("the largest amounts are exact", () => {
  const most = Number.MAX_SAFE_INTEGER;
  expect(shown(most, "EUR", "en-US")).toBe("€90,071,992,547,409.91");
  expect(shown(most, "KWD", "en-US")).toBe("KWD 9,007,199,254,740.991");
  expect(shown(most, "JPY", "en-US")).toBe("¥9,007,199,254,740,991");
  expect(shown(most - 1, "EUR", "en-US")).toBe("€90,071,992,547,409.90");
});

test("digits are the locale's own", () => {
  expect(shown(123_405, "EUR", "ar-EG")).toContain("٠٥");
  expect(shown(1_205, "INR", "hi-IN-u-nu-deva")).toContain("१२.०५");
});

test("nonsense is still readable", () => {
  expect(formatAmount(1234, "EURO", "en")).toBe("EURO 12.34");
  expect(formatAmount(1234, "JPY", "no-such-locale-at-all")).toMatch(/1,?234/);
  expect(formatAmount(5, "EUR", "!")).toBe("EUR 0.05");
});
