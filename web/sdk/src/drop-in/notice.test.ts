/** What the shopper is told above the form. */

import { describe, expect, it } from "vitest";
import type { Change } from "./details/what_changed.ts";
import { plainNotice, wordNotice } from "./notice.ts";
import { de } from "./texts/de.ts";
import { en } from "./texts/en.ts";

const from = { revision: 6, amount: 16_800, currency: "EUR" };
const to = { revision: 7, amount: 17_490, currency: "EUR" };

describe("a changed total", () => {
  const notice = { kind: "total-changed", from, to, refused: true } as const;
  const shipping: Change = { part: "shipping", how: "added", amount: 690 };

  it("says from, to, why, that nothing was charged, and what to do", () => {
    expect(plainNotice(wordNotice(notice, [shipping], en, "en-GB"))).toBe(
      "The total changed from €168.00 to €174.90. Shipping €6.90 was added. " +
        "Nothing was charged. Check it, then pay.",
    );
  });

  it("speaks of no charge where none was tried", () => {
    const seen = { ...notice, refused: false };
    expect(plainNotice(wordNotice(seen, [], en, "en-GB"))).toBe(
      "The total changed from €168.00 to €174.90. Check it, then pay.",
    );
  });

  it("names the position, whatever its name holds", () => {
    const item: Change = {
      part: "item",
      how: "quantity",
      name: "{to} Lamp",
      quantity: 2,
      amount: 690,
    };
    expect(plainNotice(wordNotice(notice, [item], de, "de"))).toContain(
      "{to} Lamp: Menge 2, jetzt",
    );
  });
});

describe("other notices", () => {
  it("show a merchant's words as they are", () => {
    const notice = { kind: "message", text: "Sold out: {name}. $& nothing was charged." } as const;
    expect(plainNotice(wordNotice(notice, [], en, "en"))).toBe(notice.text);
  });

  it.each(["declined", "failed", "offline", "too-many-attempts"] as const)(
    "%s says that nothing was charged",
    (kind) => {
      expect(plainNotice(wordNotice({ kind }, [], en, "en"))).toMatch(/[Nn]othing was charged\./);
    },
  );
});
