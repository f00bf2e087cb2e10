/** What is typed and pasted into the card fields looks as it does on a card. */

import { expect, test } from "../support/test.ts";

test.beforeEach(async ({ merchantPage, merchant }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
});

test("digits fall into the groups of the card's network", async ({
  merchantPage: { checkout },
}) => {
  await checkout.number.pressSequentially("4242424242424242");
  await expect(checkout.number).toHaveValue("4242 4242 4242 4242");
  await checkout.number.fill("");
  await checkout.number.pressSequentially("378282246310005");
  await expect(checkout.number).toHaveValue("3782 822463 10005");
});

test("a digit can be mended in the middle of the number", async ({
  merchantPage: { checkout },
}) => {
  const { number } = checkout;
  await number.pressSequentially("4249424242424242");
  await number.press("Home");
  for (let step = 0; step < 4; step += 1) await number.press("ArrowRight");
  await number.press("Backspace");
  await number.press("2");
  await expect(number).toHaveValue("4242 4242 4242 4242");
  // The caret is still behind the mended digit.
  await number.press("Backspace");
  await number.press("2");
  await expect(number).toHaveValue("4242 4242 4242 4242");
});

test("Backspace takes the digit before a gap", async ({ merchantPage: { checkout } }) => {
  await checkout.number.pressSequentially("42424");
  await expect(checkout.number).toHaveValue("4242 4");
  await checkout.number.press("Backspace");
  await checkout.number.press("Backspace");
  await checkout.number.pressSequentially("9");
  await expect(checkout.number).toHaveValue(/^4249 ?$/);
});

test("a number is pasted with whatever stands between its digits", async ({
  merchantPage: { checkout, page },
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() => navigator.clipboard.writeText(" 4242-4242.4242\u00a04242\n"));
  await checkout.number.press("ControlOrMeta+V");
  await expect(checkout.number).toHaveValue("4242 4242 4242 4242");
  await page.evaluate(() => navigator.clipboard.writeText("12/2040"));
  await checkout.expiry.press("ControlOrMeta+V");
  await expect(checkout.expiry).toHaveValue("12 / 40");
});

for (const [keys, shown] of [
  ["1240", "12 / 40"],
  ["740", "07 / 40"],
  ["1/40", "01 / 40"],
  ["12/40", "12 / 40"],
] as const) {
  test(`an expiry typed as ${keys} reads ${shown}`, async ({ merchantPage: { checkout } }) => {
    await checkout.expiry.pressSequentially(keys);
    await expect(checkout.expiry).toHaveValue(shown);
  });
}

test("letters are not taken", async ({ merchantPage: { checkout } }) => {
  await checkout.number.pressSequentially("42a4b2 4242c");
  await expect(checkout.number).toHaveValue(/^4242 4242 ?$/);
  await checkout.code.pressSequentially("1x2y3z4");
  await expect(checkout.code).toHaveValue("123");
});

test("the code has as many digits as the network prints", async ({
  merchantPage: { checkout },
}) => {
  await expect(checkout.code).toHaveAttribute("placeholder", "3 digits");
  await checkout.number.pressSequentially("378282246310005");
  await expect(checkout.code).toHaveAttribute("placeholder", "4 digits");
  await checkout.code.pressSequentially("12345");
  await expect(checkout.code).toHaveValue("1234");
});
