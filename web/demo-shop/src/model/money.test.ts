import { describe, expect, it } from "vitest";
import { decimal, formatMoney } from "./money.ts";

describe("formatMoney", () => {
  it.each([
    [17490, "EUR", "en-IE", "€174.90"],
    [17490, "EUR", "de-DE", "174,90\u00a0€"],
    [1500, "JPY", "en-US", "¥1,500"],
    [43250, "KWD", "en-US", "KWD\u00a043.250"],
    [-1290, "EUR", "en-IE", "−€12.90"],
  ])("writes %i %s for %s", (amount, currency, locale, text) => {
    expect(formatMoney(amount, currency, locale)).toBe(text);
  });

  it("keeps every digit of the largest amount", () => {
    const text = formatMoney(Number.MAX_SAFE_INTEGER, "EUR", "en-IE");
    expect(text).toBe("€90,071,992,547,409.91");
  });
});

describe("decimal", () => {
  it("fills up what is less than one", () => {
    expect(decimal(5, 2)).toBe("0.05");
    expect(decimal(0, 3)).toBe("0.000");
    expect(decimal(7, 0)).toBe("7");
  });
});
