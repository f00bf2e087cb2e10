/** Which texts a shopper reads. */

import { languageOf } from "../../core/locale.ts";
import { en } from "./en.ts";
import type { Texts } from "./texts.ts";

/** By language. Each is a file of its own that only its readers load; English is always there. */
const LAZY: Readonly<Record<string, () => Promise<Texts>>> = {
  ar: async () => (await import("./ar.ts")).ar,
  de: async () => (await import("./de.ts")).de,
  es: async () => (await import("./es.ts")).es,
  fr: async () => (await import("./fr.ts")).fr,
};

/** The texts of a BCP 47 locale; English if there are none, or if they do not load. */
export async function pickTexts(locale: string): Promise<Texts> {
  const language = languageOf(locale);
  if (!Object.hasOwn(LAZY, language)) return en;
  return (await LAZY[language]?.().catch(() => en)) ?? en;
}

export { en };
