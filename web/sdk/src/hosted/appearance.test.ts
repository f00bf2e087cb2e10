/** What a page may not say about the look of an input. */

import { expect, test } from "vitest";
import { allowed } from "./appearance.ts";

test("colours, type and boxes are let through", () => {
  const style = { color: "rgb(1 2 3 / 50%)", fontSize: "1rem", WebkitFontSmoothing: "auto" };
  expect(allowed(style)).toEqual([
    ["color", "rgb(1 2 3 / 50%)"],
    ["font-size", "1rem"],
    ["-webkit-font-smoothing", "auto"],
  ]);
  expect(allowed({ boxShadow: "0 0 1px red", padding: "4px" })).toHaveLength(2);
  expect(allowed(undefined)).toEqual([]);
});

test.each<Record<string, unknown>>([
  { backgroundImage: "none" },
  { background: "red" },
  { cursor: "url(https://evil.example/c), auto" },
  { backgroundColor: "url(https://evil.example)" },
  { backgroundColor: "URL (https://evil.example)" },
  { color: "u\\72l(https://evil.example)" },
  { color: "image-set('a' 1x)" },
  { color: "var(--x)" },
  { transform: "scale(0)" },
  { animation: "x 1s" },
  { transition: "all 1s" },
  { content: "'x'" },
  { "-webkit-text-security": "none" },
  { WebkitTextSecurity: "none" },
  { position: "fixed" },
  { color: "x".repeat(301) },
  { color: 4 },
  { cssText: "color: red" },
])("%j is not", (style) => {
  expect(allowed(style as Record<string, string>)).toEqual([]);
});
