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

/** Every text by its path. */
function leaves(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([key, part]) => leaves(part, `${path}/${key}`));
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
}

describe.each(Object.entries(OTHERS))("the texts in %s", (_, texts: Texts) => {
  const own = new Map(leaves(texts));

  it("put in what the English ones put in", () => {
    for (const [path, text] of leaves(en)) {
      expect([path, placeholders(own.get(path) ?? "")]).toEqual([path, placeholders(text)]);
    }
  });

  it("are translated", () => {
    // Of one spelling in two languages.
    const same = new Set(["/direction", "/fields/cardNumberExample", "/fields/expiryDateExample"]);
    const left = leaves(en).filter(([path, text]) => !same.has(path) && own.get(path) === text);
    expect(left.map(([, text]) => text).filter((text) => text !== "Date")).toEqual([]);
  });

  it("keep the voice: no exclamation mark, nothing empty", () => {
    for (const [, text] of own) expect(text).toMatch(/^[^!¡]+$/);
  });
});

describe("pickTexts", () => {
  it("goes by the language of a locale", async () => {
    expect(await pickTexts("de-AT")).toBe(de);
    expect(await pickTexts("ar_EG")).toBe(ar);
    expect(await pickTexts("FR")).toBe(fr);
    expect(await pickTexts("es-419")).toBe(es);
  });

  it("falls back to English", async () => {
    for (const locale of ["en-GB", "fi", "", "constructor", "toString-US"]) {
      expect(await pickTexts(locale)).toBe(en);
    }
  });
});
