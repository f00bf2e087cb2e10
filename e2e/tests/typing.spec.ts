/** Typing, pasting and filling in the card fields, as fingers and browsers do it. */

import type { Locator, Page } from "@playwright/test";
import { VISA } from "../support/cards.ts";
import type { DropIn } from "../support/checkout_page.ts";
import type { Merchant } from "../support/merchant.ts";
import type { MerchantPage } from "../support/merchant_page.ts";
import { test as base, expect } from "../support/test.ts";

const test = base.extend<{ form: DropIn }>({
  form: async ({ merchantPage, merchant }, use) => {
    await use(await openForm(merchantPage, merchant));
  },
});

async function openForm(merchantPage: MerchantPage, merchant: Merchant): Promise<DropIn> {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  const { checkout } = merchantPage;
  for (const field of [checkout.number, checkout.expiry, checkout.code]) {
    await expect(field).toBeEditable();
  }
  return checkout;
}

for (const { brand, typed, shown } of [
  { brand: "Visa", typed: "4242424242424242", shown: "4242 4242 4242 4242" },
  { brand: "Mastercard", typed: "5555555555554444", shown: "5555 5555 5555 4444" },
  { brand: "American Express", typed: "378282246310005", shown: "3782 822463 10005" },
  { brand: "Diners Club", typed: "30569309025904", shown: "3056 930902 5904" },
  { brand: "Visa", typed: "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", shown: "4242 4242 4242 4242" },
]) {
  test(`${typed} is written ${shown} and known as ${brand}`, async ({ form }) => {
    await form.number.pressSequentially(typed);
    await expect(form.number).toHaveValue(shown);
    const badge = form.page.locator('[data-field="cardNumber"]').getByRole("img", { name: brand });
    await expect(badge).toBeVisible();
  });
}

for (const { pasted, shown } of [
  { pasted: "4242-4242-4242-4242", shown: "4242 4242 4242 4242" },
  { pasted: "  4242 4242 4242 4242\t", shown: "4242 4242 4242 4242" },
  { pasted: "Card no. 5555.5555.5555.4444, exp. 11/30", shown: "5555 5555 5555 4444" },
  { pasted: "3782 8224 6310 005", shown: "3782 822463 10005" },
]) {
  test(`pasting "${pasted.trim()}" gives ${shown}`, async ({ form, context }) => {
    await paste(form, context, form.number, pasted);
    await expect(form.number).toHaveValue(shown);
    await expect(form.number).toBeFocused();
  });
}

test("a digit typed in the middle goes there and the caret stays behind it", async ({ form }) => {
  await form.number.pressSequentially("4242424242");
  await press(form.number, "Home", "ArrowRight", "ArrowRight");
  await form.number.pressSequentially("19");
  await expect(form.number).toHaveValue("4219 4242 4242");
  expect(await caret(form.number)).toBe(5);
  await form.number.pressSequentially("7");
  await expect(form.number).toHaveValue("4219 7424 2424 2");
});

test("deleting a space deletes the digit beside it", async ({ form }) => {
  await form.number.pressSequentially("42424");
  await press(form.number, "Home", ...Array<string>(5).fill("ArrowRight"), "Backspace");
  await expect(form.number).toHaveValue("4244");
  expect(await caret(form.number)).toBe(3);
  await form.number.fill("4242 1678");
  await press(form.number, "Home", ...Array<string>(4).fill("ArrowRight"), "Delete");
  await expect(form.number).toHaveValue("4242 678");
});

test("the focus goes on by itself, and back with Backspace", async ({ form, page }) => {
  await form.number.pressSequentially("4242424242424242");
  await expect(form.expiry).toBeFocused();
  await page.keyboard.type("1130");
  await expect(form.code).toBeFocused();
  await expect(form.expiry).toHaveValue("11 / 30");
  await page.keyboard.type("1");
  await page.keyboard.press("Backspace");
  await expect(form.code).toBeFocused();
  await page.keyboard.press("Backspace");
  await expect(form.expiry).toBeFocused();
});

test("American Express has a code of four digits, all others of three", async ({ form }) => {
  await form.code.pressSequentially("12345");
  await expect(form.code).toHaveValue("1234");
  await form.number.pressSequentially("378282246310005");
  await expect(form.code).toHaveAttribute("placeholder", "4 digits");
  await form.code.fill("");
  await form.code.pressSequentially("98765");
  await expect(form.code).toHaveValue("9876");
  await form.number.fill("4242 4242 4242 4242");
  await expect(form.code).toHaveAttribute("placeholder", "3 digits");
  await expect(errorOf(form, "cvv")).toHaveText("The code has 3 digits.");
});

for (const [typed, shown] of [
  ["1/30", "01 / 30"],
  ["130", "01 / 30"],
  ["5", "05 / "],
  ["1230", "12 / 30"],
  ["12/2030", "12 / 30"],
  ["0930", "09 / 30"],
  ["2040-12", "12 / 40"],
  ["12/2040", "12 / 40"],
  ["1 / 40", "01 / 40"],
  ["12-40", "12 / 40"],
  ["122040", "12 / 40"],
] as const) {
  test(`an expiry typed as ${typed} reads ${shown}`, async ({ form }) => {
    await form.expiry.pressSequentially(typed);
    await expect(form.expiry).toHaveValue(shown);
  });
}

for (const [pasted, shown] of [
  ["2030-03", "03 / 30"],
  ["3/2030", "03 / 30"],
] as const) {
  test(`pasting ${pasted} gives ${shown}`, async ({ form, context }) => {
    await paste(form, context, form.expiry, pasted);
    await expect(form.expiry).toHaveValue(shown);
  });
}

test("an expiry typed with its year first is read when its month is left", async ({ form }) => {
  await form.expiry.pressSequentially("2040-1");
  await expect(form.expiry).toHaveValue("2040 / 1");
  await expect(form.expiry).toBeFocused();
  await form.name.focus();
  await expect(form.expiry).toHaveValue("01 / 40");
  await expect(errorOf(form, "expiryDate")).toBeHidden();
});

test("a number of 19 digits whose first 16 are right is typed whole", async ({ form, page }) => {
  await form.number.focus();
  await page.keyboard.type("4242424242424242006");
  await expect(form.number).toHaveValue("4242 4242 4242 4242 006");
  await page.keyboard.press("Tab");
  await expect(form.expiry).toBeFocused();
  await expect(form.expiry).toHaveValue("");
});

test("what a password manager sets without a word is paid at the first press", async ({ form }) => {
  for (const [field, text] of [
    [form.number, "4242424242424242"],
    [form.expiry, "2040-12"],
    [form.code, "123"],
  ] as const) {
    await field.evaluate((input: HTMLInputElement, text) => {
      input.value = text;
    }, text);
  }
  await form.name.fill("Ada Lovelace");
  await form.payButton.click();
  await form.expectPaid("€49.00");
});

test("a month that is over is told at once, and the focus stays", async ({ form }) => {
  await form.expiry.pressSequentially("0125");
  await expect(errorOf(form, "expiryDate")).toHaveText("Expired. Use another card.");
  await expect(form.expiry).toBeFocused();
  await press(form.expiry, "Backspace", "Backspace");
  await form.expiry.pressSequentially("40");
  await expect(errorOf(form, "expiryDate")).toBeHidden();
});

test("an error shows on leaving the field and goes once the value is right", async ({ form }) => {
  await form.number.pressSequentially("4242 4242");
  await expect(errorOf(form, "cardNumber")).toBeHidden();
  await form.name.focus();
  await expect(errorOf(form, "cardNumber")).toHaveText("The number is too short. Check it.");
  await form.number.focus();
  await form.number.press("End");
  await form.number.pressSequentially("4242424");
  await expect(errorOf(form, "cardNumber")).toBeVisible();
  await form.number.pressSequentially("2");
  await expect(errorOf(form, "cardNumber")).toBeHidden();
});

test("a field left empty is not complained about before Pay", async ({ form }) => {
  for (const field of [form.number, form.expiry, form.code, form.name, form.number]) {
    await field.focus();
  }
  await expect(form.page.locator("#primer-checkout .tender-error")).toHaveCount(0);
});

test("keyboards and browsers are told what belongs into each field", async ({ form }) => {
  for (const [field, autocomplete] of [
    [form.number, "cc-number"],
    [form.expiry, "cc-exp"],
    [form.code, "cc-csc"],
  ] as const) {
    await expect(field).toHaveAttribute("inputmode", "numeric");
    await expect(field).toHaveAttribute("autocomplete", autocomplete);
    await expect(field).toHaveAttribute("type", "text");
    expect(await field.getAttribute("name")).toBeTruthy();
  }
  await expect(form.name).toHaveAttribute("autocomplete", "cc-name");
});

test("a browser that fills in the number's frame alone gives the expiry, too", async ({ form }) => {
  await autofill(form.number, "4242424242424242");
  await autofill(unseenExpiry(form), "11/2031");
  await expect(form.number).toHaveValue("4242 4242 4242 4242");
  await expect(form.expiry).toHaveValue("11 / 31");
  await expect(form.number).not.toBeFocused();
});

test("what the browser fills in does not replace an expiry that was typed", async ({ form }) => {
  await form.expiry.pressSequentially("1240");
  await autofill(unseenExpiry(form), "11/2031");
  await expect(unseenExpiry(form)).toHaveValue("");
  await expect(form.expiry).toHaveValue("12 / 40");
});

test("while it is being paid, the card can be seen and not changed", async ({ form, page }) => {
  await page.route("**/client/payment-instruments", () => {});
  await form.payWith(VISA);
  for (const field of [form.number, form.expiry, form.code, form.name]) {
    await expect(field).toBeDisabled();
  }
  await expect(form.number).toHaveValue(VISA.number);
  await expect(form.payButton).toHaveAccessibleName("Paying €49.00");
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("a shopper taps, types and pays", async ({ form, page }) => {
    await page.getByText("Card number", { exact: true }).tap();
    await expect(form.number).toBeFocused();
    await page.keyboard.type("4242424242424242");
    await page.keyboard.type("1240");
    await page.keyboard.type("123");
    await form.name.tap();
    await page.keyboard.type("Ada Lovelace");
    await form.payButton.tap();
    await form.expectPaid("€49.00");
  });

  test("no field makes the phone zoom in", async ({ form }) => {
    for (const field of [form.number, form.expiry, form.code, form.name]) {
      await expect(field).toHaveCSS("font-size", "16px");
    }
  });
});

/** The error below a field. */
function errorOf({ page }: DropIn, field: string): Locator {
  return page.locator(`[data-field="${field}"] .tender-error`);
}

function unseenExpiry({ page }: DropIn): Locator {
  return page.frameLocator('iframe[title="Card number"]').locator('input[autocomplete="cc-exp"]');
}

/** As browsers do it: the whole value at once, without a focus, and then the events. */
async function autofill(input: Locator, text: string): Promise<void> {
  await input.evaluate((element, text) => {
    (element as HTMLInputElement).value = text;
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }, text);
}

async function paste(
  form: DropIn,
  context: ReturnType<Page["context"]>,
  field: Locator,
  text: string,
): Promise<void> {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await form.page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await field.press("ControlOrMeta+V");
}

async function press(field: Locator, ...keys: string[]): Promise<void> {
  for (const key of keys) await field.press(key);
}

async function caret(field: Locator): Promise<number | null> {
  return await field.evaluate((input) => (input as HTMLInputElement).selectionStart);
}
