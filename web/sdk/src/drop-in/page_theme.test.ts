/** Which backgrounds are dark. */

import { expect, it } from "vitest";
import { isDark } from "./page_theme.ts";

it.each([
  ["white", 255, 255, 255, false],
  ["the light canvas", 245, 246, 244, false],
  ["the dark canvas", 13, 19, 18, true],
  ["pure blue", 0, 0, 255, true],
  ["pure green", 0, 255, 0, false],
  ["grey that white text is read on", 90, 90, 90, true],
])("%s", (_, red, green, blue, dark) => {
  expect(isDark(red, green, blue)).toBe(dark);
});
