/** When a fault shows: on leaving the field, on Pay, or when typing on cannot mend it. */

import { expect, test } from "vitest";
import { RIGHT, unfinished, wrong } from "../card/fault.ts";
import { advance, type Content, type Progress, type Step, stateOf, UNTOUCHED } from "./progress.ts";

const nothing: Content = { verdict: unfinished("cvv.required"), empty: true };
const half: Content = { verdict: unfinished("cvv.incomplete"), empty: false };
const hopeless: Content = { verdict: wrong("expiry.past"), empty: false };
const right: Content = { verdict: RIGHT, empty: false };

/** The state after steps, each with what the field holds then. */
function after(...steps: [Step, Content][]) {
  let progress: Progress = UNTOUCHED;
  for (const [step, content] of steps) progress = advance(progress, step, content);
  return stateOf(progress, steps.at(-1)?.[1] ?? nothing);
}

test.each<[string, [Step, Content][], boolean]>([
  ["untouched", [], false],
  [
    "being typed",
    [
      ["focus", nothing],
      ["edit", half],
    ],
    false,
  ],
  [
    "left half done",
    [
      ["edit", half],
      ["blur", half],
    ],
    true,
  ],
  [
    "tabbed through",
    [
      ["focus", nothing],
      ["blur", nothing],
    ],
    false,
  ],
  [
    "emptied and left",
    [
      ["edit", half],
      ["edit", nothing],
      ["blur", nothing],
    ],
    false,
  ],
  ["submitted empty", [["submit", nothing]], true],
  [
    "come back to",
    [
      ["edit", half],
      ["blur", half],
      ["focus", half],
    ],
    true,
  ],
  [
    "mended",
    [
      ["edit", half],
      ["blur", half],
      ["edit", right],
    ],
    false,
  ],
  [
    "mended, then changed",
    [
      ["edit", half],
      ["blur", half],
      ["edit", right],
      ["edit", half],
    ],
    false,
  ],
  [
    "changed and left again",
    [
      ["blur", half],
      ["edit", right],
      ["edit", half],
      ["blur", half],
    ],
    true,
  ],
  [
    "emptied after it was left",
    [
      ["blur", half],
      ["edit", nothing],
    ],
    false,
  ],
  [
    "emptied after Pay",
    [
      ["submit", half],
      ["edit", nothing],
    ],
    true,
  ],
  [
    "left empty after Pay",
    [
      ["submit", right],
      ["edit", nothing],
      ["blur", nothing],
    ],
    true,
  ],
  [
    "past mending",
    [
      ["focus", nothing],
      ["edit", hopeless],
    ],
    true,
  ],
  [
    "submitted right",
    [
      ["edit", right],
      ["submit", right],
    ],
    false,
  ],
])("a field %s", (_, steps, shown) => {
  expect(after(...steps).shown).toBe(shown);
});

test("the page hears how far the shopper is", () => {
  expect(after(["focus", nothing], ["edit", half])).toEqual({
    fault: "cvv.incomplete",
    shown: false,
    empty: false,
    active: true,
    dirty: true,
    touched: false,
    submitted: false,
  });
  expect(after(["edit", right], ["blur", right], ["submit", right])).toEqual({
    fault: null,
    shown: false,
    empty: false,
    active: false,
    dirty: true,
    touched: true,
    submitted: true,
  });
});
