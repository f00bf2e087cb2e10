/** Every locale says everything that English says. */

import { describe, expect, it } from "vitest";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { pickTexts } from "./pick.ts";
import type { Texts } from "./texts.ts";

const OTHERS = { ar, de, es, fr };

/** By language: that nothing was charged, and not to pay again. */
const CLAIMS = {
  en: { charged: /[Nn]othing was charged/, dont: /Do not pay again before/ },
  ar: { charged: /لم يُخصم/, dont: /لا تدفع من جديد قبل/ },
  de: { charged: /nichts abgebucht/, dont: /Bezahlen Sie nicht noch einmal, bevor/ },
  es: { charged: /No se ha cobrado/, dont: /No vuelva a pagar antes/ },
  fr: { charged: /Rien n’a été débité/, dont: /Ne payez pas à nouveau avant/ },
};

/** Every text by its path. */
function leaves(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([key, part]) => leaves(part, `${path}/${key}`));
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
}

describe.each(Object.entries({ en, ...OTHERS }))("the texts in %s", (_, texts: Texts) => {
  const own = new Map(leaves(texts));

  it("put in what the English ones put in", () => {
    for (const [path, text] of leaves(en)) {
      expect([path, placeholders(own.get(path) ?? "")]).toEqual([path, placeholders(text)]);
    }
  });

  if (texts !== en) {
    it("are translated", () => {
      // Of one spelling in two languages.
      const same = ["/direction", "/fields/cardNumberExample", "/fields/expiryDateExample"];
      const left = leaves(en).filter(
        ([path, text]) => !same.includes(path) && own.get(path) === text,
      );
      expect(left.map(([, text]) => text).filter((text) => text !== "Date")).toEqual([]);
    });
  }

  it("claim nothing of a payment whose outcome is unknown, and say not to pay again", () => {
    const { lead, rest } = texts.unknown;
    const { charged, dont } = CLAIMS[texts.language as keyof typeof CLAIMS];
    expect(texts.notices.failed.rest).toMatch(charged);
    expect(`${lead} ${rest}`).not.toMatch(charged);
    expect(rest).toMatch(dont);
  });

  it("claim nothing of what this page cannot know: a reload forgets a payment", () => {
    const { charged } = CLAIMS[texts.language as keyof typeof CLAIMS];
    for (const { rest } of [texts.expired, texts.notLoaded]) expect(rest).not.toMatch(charged);
    expect(texts.notices.offline.rest).toMatch(charged);
  });

  it("keep the voice: no exclamation mark, nothing empty", () => {
    for (const [, text] of own) expect(text).toMatch(/^[^!¡]+$/);
  });
});

describe("pickTexts", () => {
  it("goes by the language of a locale", async () => {
    expect(await pickTexts("de-AT")).toBe(de);
    expect(await pickTexts("ar-EG")).toBe(ar);
    expect(await pickTexts("fr")).toBe(fr);
    expect(await pickTexts("es-419")).toBe(es);
  });

  it("falls back to English", async () => {
    for (const locale of ["en-GB", "fi", "", "constructor", "toString-US"]) {
      expect(await pickTexts(locale)).toBe(en);
    }
  });
});
