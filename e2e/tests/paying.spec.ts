/** Paying by card: in the demo shop, and on a page of a merchant's own. */

import { MASTERCARD, VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test("a shopper pays with the drop-in of the demo shop", async ({ shop, merchant, charged }) => {
  await shop.checkOut("Harbour trainers");
  await shop.checkout.expectToAsk("€133.90");
  await shop.checkout.payWith(VISA);
  await shop.checkout.expectPaid("€133.90");
  const payment = await merchant.payment(await shop.paymentId());
  expect(payment).toMatchObject({ status: "AUTHORIZED", amount: 13390, currencyCode: "EUR" });
  expect(charged()).toEqual([{ amount: 13390, currency: "EUR" }]);
});

test("a shopper pays with the demo shop's own form", async ({ shop, merchant, charged }) => {
  await shop.checkOut("Dockside boots", { mode: "headless" });
  await shop.checkout.expectToAsk("€219.00");
  await shop.checkout.payWith(MASTERCARD);
  const payment = await merchant.payment(await shop.paymentId());
  expect(payment).toMatchObject({ status: "AUTHORIZED", amount: 21900 });
  expect(charged()).toHaveLength(1);
});

test("a merchant's own form pays, and its page hears of it", async ({ merchantPage, merchant }) => {
  const { clientToken, orderId } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  await merchantPage.checkout.payWith(VISA);
  const { payment } = await merchantPage.hear("onCheckoutComplete");
  expect(payment).toMatchObject({
    orderId,
    paymentMethodData: {
      paymentMethodType: "PAYMENT_CARD",
      last4Digits: "4242",
      network: "VISA",
    },
  });
  expect(await merchantPage.told()).toEqual([
    "onAvailablePaymentMethodsLoad",
    "onClientSessionUpdate",
    "onPaymentCreationStart",
    "onCheckoutComplete",
  ]);
  expect(await merchant.payment(payment.id)).toMatchObject({ status: "AUTHORIZED", amount: 4900 });
});

for (const loading of ["script", "module"] as const) {
  test(`the drop-in pays on a page that loads the SDK as a ${loading}`, async ({
    merchantPage,
    merchant,
  }) => {
    await merchantPage.load(loading);
    const { clientToken } = await merchant.createSession();
    await merchantPage.showDropIn(clientToken);
    await merchantPage.checkout.payWith(VISA);
    await merchantPage.checkout.expectPaid("€49.00");
    const { payment } = await merchantPage.hear("onCheckoutComplete");
    expect(await merchant.payment(payment.id)).toMatchObject({ status: "AUTHORIZED" });
  });
}

test("Enter in the last field pays", async ({ shop, charged }) => {
  await shop.checkOut();
  await shop.checkout.fill(VISA);
  await shop.checkout.code.press("Enter");
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toHaveLength(1);
});

test("an incomplete form pays nothing and says what is missing", async ({ shop, charged }) => {
  await shop.checkOut();
  await shop.checkout.fill({ ...VISA, number: "4242 4242 4242 4241", code: "" });
  await shop.checkout.payButton.click();
  const form = shop.page.locator("tender-checkout");
  await expect(form.getByText("One digit looks wrong. Check the number.")).toBeVisible();
  await expect(form.getByText("Enter the security code.")).toBeVisible();
  await expect(shop.checkout.number).toBeFocused();
  await shop.checkout.payWith(VISA);
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toHaveLength(1);
});

test("the shopper changes from the drop-in to the shop's own form, and pays", async ({
  shop,
  charged,
}) => {
  await shop.checkOut();
  await shop.checkout.fill(VISA);
  await shop.page.getByRole("radio", { name: "Headless" }).check();
  await shop.checkout.payWith(VISA);
  await expect(shop.thanks).toBeVisible();
  expect(charged()).toHaveLength(1);
});

test("a saved customer pays", async ({ shop, merchant }) => {
  await shop.checkOut();
  await shop.page.getByRole("checkbox", { name: "Saved customer" }).check();
  await expect(shop.page.getByText("Known to Tender as")).toBeVisible();
  await shop.checkout.payWith(VISA);
  await shop.checkout.expectPaid("€133.90");
  expect((await merchant.payment(await shop.paymentId())).customerId).toBe("customer-ada");
});
