/** What is made of locales, the odd ones included. */

import { expect, test } from "vitest";
import { languageOf, readLocale } from "./locale.ts";

test.each([
  ["de-DE", "de-DE"],
  ["de_DE", "de-DE"],
  ["DE", "de"],
  ["de_DE.UTF-8", "de-DE"],
  ["en_US@euro", "en-US"],
  [" fr ", "fr"],
  ["de-de-x", "de-DE"],
  ["zh_Hant_TW", "zh-Hant-TW"],
  ["ar-EG-u-nu-arab", "ar-EG-u-nu-arab"],
])("%s is %s", (given, tag) => {
  expect(readLocale(given)).toBe(tag);
});

test.each(["", " ", "-", "C", "1", "not a locale", undefined, null, 5, {}])(
  "%o is none",
  (given) => {
    expect(readLocale(given)).toBeNull();
  },
);

test("the language comes first", () => {
  expect([languageOf("de-DE"), languageOf("en")]).toEqual(["de", "en"]);
});
