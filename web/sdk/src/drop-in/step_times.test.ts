/** How long the steps of a payment took. */

import { expect, it } from "vitest";
import { StepTimes } from "./step_times.ts";

it("measures each step of the last payment", () => {
  let now = 1_000;
  const times = new StepTimes(() => now);
  times.note("tokenizing");
  now += 300;
  times.note("sent");
  now += 50;
  times.note("sent");
  now += 850;
  times.note("confirming");
  expect(times.between("tokenizing", "sent")).toBe(300);
  expect(times.between("sent", "confirming")).toBe(900);
  times.note("tokenizing");
  expect(times.between("tokenizing", "sent")).toBeNull();
});
