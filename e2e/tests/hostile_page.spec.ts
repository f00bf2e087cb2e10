/** A merchant's page that is after the card gets nothing of it. */

import { ATTACKS } from "../support/hostile/attacks.ts";
import { tracesOf } from "../support/hostile/card_traces.ts";
import { expect, test } from "../support/hostile/test.ts";
import { CARD } from "../support/hostile/victims.ts";

for (const { title, control, run } of ATTACKS) {
  test(`a page that ${title} gets nothing`, async ({ stage }) => {
    expect(tracesOf(CARD, await run("tender", stage))).toEqual([]);
  });

  // Without it, the test above might pass because the attack does not work at all.
  test(`a page that ${title} gets the card out of fields that are ${control}`, async ({
    stage,
  }) => {
    expect(tracesOf(CARD, await run(control, stage))).not.toEqual([]);
  });
}

test("the page that sees all sees the token, so nothing of it hides", async ({ stage }) => {
  expect(await attackThat("sees all").run("tender", stage)).toContain('"last4Digits":"4574"');
});

test("the page that names another address gets the payment there, without the card", async ({
  stage,
}) => {
  expect(await attackThat("names another").run("tender", stage)).toContain("paymentMethodToken");
});

function attackThat(does: string) {
  const attack = ATTACKS.find(({ title }) => title.startsWith(does));
  if (!attack) throw new Error(`no attack that ${does}`);
  return attack;
}
