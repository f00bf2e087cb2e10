/** Locales as merchants, operating systems and browsers write them. */

/**
 * The well-formed BCP 47 tag in what was given, such as `de-DE` in `de_DE.UTF-8`: what comes
 * after its last well-formed part is left out. Null if there is none.
 */
export function readLocale(given: unknown): string | null {
  if (typeof given !== "string") return null;
  let tag = given
    .trim()
    .replace(/[.@].*/, "")
    .replaceAll("_", "-");
  while (tag !== "") {
    try {
      return Intl.getCanonicalLocales(tag)[0] ?? null;
    } catch {
      tag = tag.slice(0, Math.max(tag.lastIndexOf("-"), 0));
    }
  }
  return null;
}

/** Such as `de` of `de-DE`. */
export function languageOf(locale: string): string {
  return locale.split("-")[0] ?? locale;
}
