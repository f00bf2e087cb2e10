/**
 * Going from field to field. The focus goes on by itself when a field is complete, and people
 * press Tab as well: neither may bring what is typed into a wrong field, least of all into one
 * of the page's own.
 */

import type { Page } from "@playwright/test";
import { AMEX, type Card, MASTERCARD, VISA } from "../support/cards.ts";
import type { DropIn } from "../support/checkout_page.ts";
import { test as base, expect } from "../support/test.ts";

/** A form of the page's own: behind the code comes the page's "Name on card". */
const test = base.extend<{ form: DropIn }>({
  form: async ({ merchantPage, merchant }, use) => {
    const { clientToken } = await merchant.createSession();
    await merchantPage.showHeadless(clientToken);
    await use(merchantPage.checkout);
  },
});

const digits = (text: string) => text.replaceAll(/\D/g, "");

/** The keys of a card, with these between its parts. */
function keys({ number, expiry, code }: Card, between: string): string[] {
  return [digits(number), between, digits(expiry), between, code].flatMap((part) =>
    part === "Tab" ? [part] : [...part],
  );
}

async function press(page: Page, keys: readonly string[], delay = 0): Promise<void> {
  for (const key of keys) await page.keyboard.press(key, { delay });
}

async function expectCard(form: DropIn, { number, expiry, code }: Card): Promise<void> {
  await expect(form.number).toHaveValue(number);
  await expect(form.expiry).toHaveValue(expiry);
  await expect(form.code).toHaveValue(code);
  await expect(form.name).toHaveValue("");
}

for (const [name, card] of [
  ["Visa", VISA],
  ["Mastercard", MASTERCARD],
  ["American Express", AMEX],
] as const) {
  for (const [who, between] of [
    ["who press Tab after each field", "Tab"],
    ["who do not", ""],
  ] as const) {
    test(`${name}: people ${who} have everything in its place`, async ({ form, page }) => {
      await form.number.focus();
      await press(page, keys(card, between));
      await expectCard(form, card);
      await form.payButton.click();
    });
  }

  test(`${name}: slow typists who press Tab after the focus has gone on are not moved twice`, async ({
    form,
    page,
  }) => {
    await form.number.focus();
    await press(page, [...digits(card.number)]);
    await expect(form.expiry).toBeFocused();
    await press(page, ["Tab", ...digits(card.expiry)]);
    await expect(form.code).toBeFocused();
    await press(page, ["Tab", ...card.code, "Tab"]);
    await expect(form.name).toBeFocused();
    await expectCard(form, card);
  });
}

test("the expiry may be typed behind the number with its slash", async ({ form, page }) => {
  await form.number.focus();
  await page.keyboard.type("424242424242424212/40123");
  await expectCard(form, VISA);
});

test("a second Tab goes on, and Shift+Tab goes back", async ({ form, page }) => {
  await form.number.focus();
  await page.keyboard.type(digits(MASTERCARD.number));
  await expect(form.expiry).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(form.number).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(form.expiry).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(form.code).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("4");
  await expect(form.expiry).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(form.expiry).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(form.code).toBeFocused();
});

test("the focus does not go on into a field that is filled in", async ({ form, page }) => {
  await form.expiry.fill("12 / 40");
  await form.number.focus();
  await page.keyboard.type(digits(MASTERCARD.number));
  await expect(form.number).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("123");
  await expectCard(form, MASTERCARD);
});

test("a page may keep the focus where it is", async ({ merchantPage, merchant, page }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken, { card: { autoAdvance: false } });
  const form = merchantPage.checkout;
  await form.number.focus();
  await page.keyboard.type(digits(MASTERCARD.number));
  await expect(form.number).toBeFocused();
  await press(page, ["Tab", ...digits(MASTERCARD.expiry)]);
  await expect(form.expiry).toBeFocused();
  await press(page, ["Tab", ...MASTERCARD.code]);
  await expectCard(form, MASTERCARD);
});

test("the focus goes on in the order in which the page shows the fields", async ({
  form,
  page,
}) => {
  // The frame is made anew there.
  await page.evaluate(() =>
    document.getElementById("number")?.after(document.getElementById("code") as HTMLElement),
  );
  await expect(form.code).toBeEditable();
  await form.number.focus();
  await press(page, [...digits(MASTERCARD.number), "Tab", ..."123", "Tab", ..."1240"]);
  await expectCard(form, MASTERCARD);
});

test("a name of digits alone is a fault", async ({ form, merchantPage, charged }) => {
  await form.fill(VISA);
  await form.name.fill("123");
  await form.payButton.click();
  const error = await merchantPage.hear("onCheckoutFail");
  expect(error).toMatchObject({
    code: "VALIDATION_ERROR",
    data: { validationErrors: [{ name: "cardholderName", error: "cardholderName.digits" }] },
  });
  expect(charged()).toEqual([]);
});
