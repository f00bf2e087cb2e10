/** Orders that cost nothing are completed without a card. */

import type { Page } from "@playwright/test";
import { VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

/** What the button says, by locale. */
const COMPLETE = {
  en: "Complete order",
  de: "Bestellung abschließen",
  fr: "Finaliser la commande",
  es: "Completar el pedido",
  ar: "إتمام الطلب",
} as const;

for (const [locale, words] of Object.entries(COMPLETE)) {
  test(`a free order is completed by "${words}"`, async ({
    merchantPage,
    merchant,
    page,
    tender,
    charged,
  }) => {
    const begun = tender.payments();
    const { clientToken, orderId } = await merchant.createSession({ amount: 0 });
    await merchantPage.showDropIn(clientToken, { locale }, { beforePayment: "continue" });
    const button = page.locator(".tender-pay");
    await expect(button).toHaveText(words);
    await expect(page.locator("tender-checkout iframe")).toHaveCount(0);
    await button.click();
    await expect(page.locator("tender-checkout h2")).not.toContainText(/\d/);
    const { payment } = await merchantPage.hear("onCheckoutComplete");
    expect(payment).toEqual({ id: expect.any(String), orderId });
    expect(await merchantPage.told()).toEqual([
      "onAvailablePaymentMethodsLoad",
      "onClientSessionUpdate",
      "onBeforePaymentCreate",
      "onPaymentCreationStart",
      "onCheckoutComplete",
    ]);
    expect(await merchant.payment(payment.id)).toMatchObject({ amount: 0, status: "AUTHORIZED" });
    expect(tender.payments()).toBe(begun + 1);
    expect(charged()).toEqual([]);
  });
}

test("a free order that is stopped by the page is not completed", async ({
  merchantPage,
  merchant,
  page,
  tender,
}) => {
  const begun = tender.payments();
  const { clientToken } = await merchant.createSession({ amount: 0 });
  await merchantPage.showDropIn(clientToken, {}, { beforePayment: "abort" });
  await complete(page);
  expect(await merchantPage.hear("onCheckoutFail")).toMatchObject({
    code: "PAYMENT_CREATION_ABORTED",
  });
  expect(tender.payments()).toBe(begun);
});

test("an order that is free no more asks for a card, and charges it", async ({
  merchantPage,
  merchant,
  page,
  charged,
}) => {
  const { clientToken } = await merchant.createSession({ amount: 0 });
  await merchantPage.showDropIn(clientToken);
  await expect(page.locator(".tender-pay")).toHaveText(COMPLETE.en);
  await merchant.updateSession(clientToken, { amount: 1500 });
  await merchantPage.checkout.expectToAsk("€15.00");
  await expect(merchantPage.checkout.notice).toContainText("from €0.00 to €15.00");
  await merchantPage.checkout.payWith(VISA);
  await merchantPage.checkout.expectPaid("€15.00");
  expect(charged()).toEqual([{ amount: 1500, currency: "EUR" }]);
});

test("a price that comes between is refused, shown and charged with the next click", async ({
  merchantPage,
  merchant,
  page,
  charged,
}) => {
  const { clientToken } = await merchant.createSession({ amount: 0 });
  await merchantPage.showDropIn(clientToken, { liveUpdates: false });
  await expect(page.locator(".tender-pay")).toHaveText(COMPLETE.en);
  await merchant.updateSession(clientToken, { amount: 1500 });
  await complete(page);
  await expect(merchantPage.checkout.notice).toContainText("from €0.00 to €15.00");
  await merchantPage.checkout.payWith(VISA);
  await merchantPage.checkout.expectPaid("€15.00");
  expect(charged()).toEqual([{ amount: 1500, currency: "EUR" }]);
});

test("an order that becomes free needs the card no more, and keeps it should it cost again", async ({
  merchantPage,
  merchant,
  page,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await merchantPage.checkout.fill(VISA);
  await merchant.updateSession(clientToken, { amount: 0 });
  await expect(page.locator(".tender-pay")).toHaveText(COMPLETE.en);
  await expect(page.locator("tender-checkout iframe").first()).toBeHidden();
  await merchant.updateSession(clientToken, { amount: 2000 });
  await merchantPage.checkout.expectToAsk("€20.00");
  await expect(merchantPage.checkout.number).toHaveValue(VISA.number);
  await merchant.updateSession(clientToken, { amount: 0 });
  await complete(page);
  await expect(merchantPage.checkout.outcome("Your order is complete")).toBeVisible();
  expect(charged()).toEqual([]);
});

async function complete(page: Page): Promise<void> {
  await page.getByRole("button", { name: COMPLETE.en }).click();
}
