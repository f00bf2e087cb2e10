import { expect, it } from "vitest";
import { settingsFrom } from "./settings.ts";

it("reads what the address asks for", () => {
  const query = "?mode=headless&live=off&locale=de&currency=jpy&theme=dark";
  expect(settingsFrom(query, "en")).toEqual({
    mode: "headless",
    live: false,
    locale: "de",
    currency: "JPY",
    theme: "dark",
  });
});

it("falls back to the drop-in, live, in the browser's language and theme", () => {
  expect(settingsFrom("?mode=other&locale=not a locale&theme=pink", "fr")).toEqual({
    mode: "drop-in",
    live: true,
    locale: "fr",
    currency: "",
    theme: null,
  });
});
