/** Amounts as people write them, and the form in their language. */

import { VISA } from "../support/cards.ts";
import { DropIn } from "../support/checkout_page.ts";
import { ARABIC, GERMAN } from "../support/labels.ts";
import { expect, test } from "../support/test.ts";

for (const { decimals, currency, shown, charge } of [
  { decimals: "no", currency: "JPY", shown: "JP¥20,600", charge: 20600 },
  { decimals: "three", currency: "KWD", shown: "KWD 45.000", charge: 45000 },
]) {
  test(`a currency with ${decimals} decimals is shown and charged exactly`, async ({
    shop,
    charged,
  }) => {
    await shop.checkOut("Harbour trainers", { currency });
    await shop.checkout.expectToAsk(shown);
    await shop.checkout.payWith(VISA);
    await shop.checkout.expectPaid(shown);
    expect(charged()).toEqual([{ amount: charge, currency }]);
  });
}

test("the largest amount is shown to the last unit", async ({ merchantPage, merchant }) => {
  const { clientToken } = await merchant.createSession({ amount: Number.MAX_SAFE_INTEGER });
  await merchantPage.showDropIn(clientToken);
  await merchantPage.checkout.expectToAsk("€90,071,992,547,409.91");
});

test("a German shopper pays in German", async ({ merchantPage, merchant, charged }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { locale: "de-DE" });
  const checkout = new DropIn(merchantPage.page, GERMAN);
  await expect(checkout.payButton).toHaveAccessibleName("49,00 € bezahlen");
  await checkout.payWith(VISA);
  await expect(checkout.outcome("49,00 € bezahlt")).toBeVisible();
  expect(charged()).toHaveLength(1);
});

test("an Arabic shopper pays from right to left, and digits stay from left to right", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { locale: "ar" });
  const checkout = new DropIn(merchantPage.page, ARABIC);
  await expect(merchantPage.page.locator("tender-checkout")).toHaveCSS("direction", "rtl");
  await expect(checkout.number).toHaveCSS("direction", "ltr");
  await expect(checkout.payButton).toContainText(/ادفع.*49\.00/);
  await checkout.payWith(VISA);
  await expect(checkout.outcome("تم دفع")).toContainText("49.00");
  expect(charged()).toHaveLength(1);
});

test("a locale with an underscore is German in words and numbers", async ({
  merchantPage,
  merchant,
}) => {
  const { clientToken } = await merchant.createSession({ currencyCode: "KWD", amount: 1234 });
  await merchantPage.showDropIn(clientToken, { locale: "de_DE" });
  const { payButton } = new DropIn(merchantPage.page, GERMAN);
  await expect(payButton).toHaveAccessibleName("1,234 KWD bezahlen");
});

for (const locale of ["hr", "hr_HR", "pt-BR", "ja-JP-u-ca-japanese", "zh_Hant_TW"]) {
  test(`a shopper with ${locale}, which has no texts, reads English as a whole`, async ({
    merchantPage,
    merchant,
  }) => {
    const { clientToken } = await merchant.createSession({ amount: 123_456 });
    await merchantPage.showDropIn(clientToken, { locale });
    await merchantPage.checkout.expectToAsk("€1,234.56");
    await expect(merchantPage.page.locator("tender-checkout")).toHaveAttribute("lang", "en");
    const field = merchantPage.page.frameLocator('iframe[title^="Card number"]').locator("html");
    await expect(field).toHaveAttribute("lang", "en");
    await merchantPage.checkout.payWith(VISA);
    await merchantPage.checkout.expectPaid("€1,234.56");
  });
}

test("texts that do not load leave English as a whole", async ({
  merchantPage,
  merchant,
  page,
}) => {
  await page.route("**/sdk/assets/de-*.js", (route) => route.abort());
  const { clientToken } = await merchant.createSession({ amount: 123_456 });
  await merchantPage.showDropIn(clientToken, { locale: "de-DE" });
  await merchantPage.checkout.expectToAsk("€1,234.56");
});

for (const { locale, name } of [
  { locale: "DE", name: "1.234,56 € bezahlen" },
  { locale: "de-de-x", name: "1.234,56 € bezahlen" },
  { locale: "de_DE.UTF-8", name: "1.234,56 € bezahlen" },
  { locale: "", name: "Pay €1,234.56" },
  { locale: "not a locale", name: "Pay €1,234.56" },
  { locale: 5, name: "Pay €1,234.56" },
  { locale: null, name: "Pay €1,234.56" },
]) {
  test(`the odd locale ${JSON.stringify(locale)} is read as far as it can be`, async ({
    merchantPage,
    merchant,
    page,
  }) => {
    const { clientToken } = await merchant.createSession({ amount: 123_456 });
    expect(await merchantPage.showDropIn(clientToken, { locale })).toBe("shown");
    await expect(page.locator(".tender-pay")).toHaveAccessibleName(name);
  });
}
