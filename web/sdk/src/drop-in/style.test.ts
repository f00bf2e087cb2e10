/** What is taken from a merchant's style object. */

import { describe, expect, it } from "vitest";
import { inputRules, styleVariables } from "./style.ts";

describe("the merchant's style", () => {
  it("becomes variables, numbers as pixels", () => {
    const style = {
      input: { base: { borderRadius: 4, color: "navy", padding: "1px" } },
      submitButton: { base: { background: "#123456", hover: { backgroundColor: "#000" } } },
    };
    expect([...styleVariables(style)]).toEqual([
      ["--input-radius", "4px"],
      ["--input-ink", "navy"],
      ["--pay-background", "#123456"],
      ["--pay-background-hover", "#000"],
    ]);
  });

  it("is left out where it is none of the expected", () => {
    const style = { input: null, submitButton: { base: "red" }, inputLabel: { color: {} } };
    expect([...styleVariables(style)]).toEqual([]);
  });

  it("reaches into the frames with text only", () => {
    const style = { input: { base: { color: "navy", background: "url(x)", borderColor: "red" } } };
    const rules = inputRules({ color: "black", fontSize: "16px" }, style);
    expect(rules.base).toEqual({ color: "navy", fontSize: "16px" });
  });
});
