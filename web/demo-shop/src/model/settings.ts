/** What the address of the page asks for, so that a state can be linked to. */

export interface Settings {
  readonly mode: Mode;
  /** Whether an open checkout follows changes of its session at once. */
  readonly live: boolean;
  /** BCP 47. */
  readonly locale: string;
  /** ISO 4217; empty to begin with the shop's first. */
  readonly currency: string;
  readonly theme: "light" | "dark" | null;
}

/** Tender's own form, or the shop's form around Tender's card fields. */
export type Mode = "drop-in" | "headless";

/** Reads `?mode=headless&live=off&locale=de&currency=JPY&theme=dark`. */
export function settingsFrom(query: string, language: string): Settings {
  const asked = new URLSearchParams(query);
  const theme = asked.get("theme");
  return {
    mode: asked.get("mode") === "headless" ? "headless" : "drop-in",
    live: asked.get("live") !== "off",
    locale: localeOr(asked.get("locale"), language),
    currency: asked.get("currency")?.toUpperCase() ?? "",
    theme: theme === "light" || theme === "dark" ? theme : null,
  };
}

/** A locale that the browser does not know would make every amount throw. */
function localeOr(asked: string | null, otherwise: string): string {
  try {
    return asked ? (Intl.getCanonicalLocales(asked)[0] ?? otherwise) : otherwise;
  } catch {
    return otherwise;
  }
}
