/** The three ways to describe a look mean the same. */

import { expect, test } from "vitest";
import { inputStyle } from "./style.ts";

const rules = {
  color: "navy",
  fontWeight: 500,
  placeholder: { color: "gray" },
  focus: { color: "black" },
};

test.each([
  ["as the checkout's style", { input: { base: rules, error: { color: "red" } } }],
  ["as the input's", { base: rules, error: { color: "red" } }],
  ["as declarations", { ...rules, error: { color: "red" } }],
])("%s", (_, style) => {
  expect(inputStyle(style)).toMatchObject({
    base: { color: "navy", fontWeight: "500" },
    placeholder: { color: "gray" },
    focus: { color: "black" },
    error: { color: "red" },
  });
});

test("what is no style is left out", () => {
  for (const style of [undefined, null, "red", { base: "red" }, { base: { color: () => "red" } }]) {
    expect(inputStyle(style).base).toEqual({});
  }
  expect(inputStyle({ colorScheme: "dark" }).colorScheme).toBe("dark");
  expect(inputStyle({ colorScheme: "url(x)" })).not.toHaveProperty("colorScheme");
});
