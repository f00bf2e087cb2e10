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
