/** Keys pressed one after another: the caret stays with its digit. */

import { describe, expect, test } from "vitest";
import { detect } from "./detection.ts";
import { digitsOf, latinDigits } from "./digits.ts";
import { layOutExpiry } from "./expiry.ts";
import { groupDigits, maxDigits } from "./number.ts";
import { type Edit, type Layout, retype } from "./typing.ts";

const number: Layout = (text) => {
  const digits = digitsOf(text);
  return digits.length > maxDigits(detect(digits)) ? null : groupDigits(digits, detect(digits));
};

/** Plays keys on an input with `|` for the caret, as a browser would: `<` and `>` delete. */
function press(state: string, keys: string, layOut: Layout): string {
  let caret = state.indexOf("|");
  let text = state.replace("|", "");
  for (const key of keys) {
    const edit = keyed(text, caret, key);
    ({ text, caret } = retype(edit, layOut));
  }
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
}

function keyed(before: string, caret: number, key: string): Edit {
  const [start, end] = [before.slice(0, caret), before.slice(caret)];
  if (key === "<") {
    const text = start.slice(0, -1) + end;
    return { before, text, caret: Math.max(0, caret - 1), kind: "delete-backward" };
  }
  if (key === ">") return { before, text: start + end.slice(1), caret, kind: "delete-forward" };
  return { before, text: start + key + end, caret: caret + 1, kind: "insert" };
}

describe("a card number", () => {
  test.each([
    ["|", "4242424242424242", "4242 4242 4242 4242|"],
    ["|", "4242 4242", "4242 4242|"],
    ["|", "378282246310005", "3782 822463 10005|"],
    ["|", "3782822463100059", "3782 822463 10005|"],
    ["4242 4242|", "<", "4242 424|"],
    ["4242 |4242", "<", "424|4 242"],
    ["4242| 4242", ">", "4242| 242"],
    ["424|4 242", "2", "4242 |4242"],
    ["4242 4|242", "9", "4242 49|24 2"],
    ["|4242", "<", "|4242"],
    ["4242|", ">", "4242|"],
    // No room: the digit is ignored, and none is pushed out at the end.
    ["5555 5|555 5555 4444", "1", "5555 5|555 5555 4444"],
    ["4242x|", "", "4242x|"],
    ["4242|", "x", "4242|"],
    ["|", "４２", "42|"],
  ])("%s, keys %s: %s", (before, keys, after) => {
    expect(press(before, keys, number)).toBe(after);
  });

  test("deleting one by one from anywhere empties it", () => {
    const full = "4242 4242 4242 4242";
    for (let place = 0; place <= full.length; place += 1) {
      const state = `${full.slice(0, place)}|${full.slice(place)}`;
      expect(press(state, "<".repeat(16) + ">".repeat(16), number)).toBe("|");
    }
  });

  test("a digit typed anywhere and deleted again leaves what was there", () => {
    const text = "4242 4242 42";
    for (let place = 0; place <= text.length; place += 1) {
      const state = `${text.slice(0, place)}|${text.slice(place)}`;
      expect(press(state, "7<", number).replace("|", "")).toBe(text);
    }
  });
});

describe("an expiry", () => {
  test.each([
    ["|", "1130", "11 / 30|"],
    ["|", "330", "03 / 30|"],
    ["|", "1/30", "01 / 30|"],
    ["|", "1330", "01 / 33|"],
    ["|", "112029", "11 / 29|"],
    ["|", "11/2029", "11 / 29|"],
    ["|", "11304", "11 / 30|"],
    ["|", "2040-12", "12 / 40|"],
    ["|", "2040-1", "2040 / 1|"],
    ["|", "2040/5", "05 / 40|"],
    ["|", "204012", "12 / 40|"],
    ["|", "2040 12", "12 / 40|"],
    ["|", "12/2040", "12 / 40|"],
    ["|", "122040", "12 / 40|"],
    ["|", "12-40", "12 / 40|"],
    ["|", "1 / 40", "01 / 40|"],
    ["|", "2/2040", "02 / 40|"],
    ["|", "230", "02 / 30|"],
    ["2040 / 1|", "<", "2040|"],
    ["2040|", "<<", "20|"],
    ["12 / 30|", "<", "12 / 3|"],
    ["12 / 30|", "<<", "12 / |"],
    ["12 / 30|", "<<<", "1|"],
    ["12 / 30|", "<<<<", "|"],
    ["12| / 30", "<", "1| / 30"],
    ["1| / 30", "1", "11 / |30"],
    ["1|2 / 30", "3", "1|2 / 30"],
  ])("%s, keys %s: %s", (before, keys, after) => {
    expect(press(before, keys, layOutExpiry)).toBe(after);
  });
});

test("digits of other scripts stay in their places", () => {
  expect(latinDigits("４２ ٤٢ ۴۲ a")).toBe("42 42 42 a");
  expect(digitsOf("no 4, 2 and ９")).toBe("429");
});
