/** A total that changes while a checkout is open: what is charged is what was shown. */

import { VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test("a shopper who changes the basket pays the new total", async ({ shop, merchant, charged }) => {
  await shop.checkOut("Harbour trainers");
  await shop.checkout.fill(VISA);
  await shop.addOneMore("Harbour trainers");
  await shop.checkout.expectToAsk("€258.00");
  await shop.checkout.payButton.click();
  await shop.checkout.expectPaid("€258.00");
  expect(await merchant.payment(await shop.paymentId())).toMatchObject({ amount: 25800 });
  expect(charged()).toEqual([{ amount: 25800, currency: "EUR" }]);
});

test("an open checkout shows a total that changes behind it, and charges that", async ({
  shop,
  merchant,
  charged,
}) => {
  await shop.checkOut();
  const { checkout } = shop;
  await checkout.fill(VISA);
  await shop.changeOrderBehindTheCheckout();
  await expect(checkout.notice).toContainText("The total changed from €133.90 to €137.40.");
  await expect(shop.total).toHaveText("€137.40");
  await expect(checkout.number).toHaveValue(VISA.number);
  await checkout.payButton.click();
  await checkout.expectPaid("€137.40");
  expect(await merchant.payment(await shop.paymentId())).toMatchObject({ amount: 13740 });
  expect(charged()).toEqual([{ amount: 13740, currency: "EUR" }]);
});

test("a change by the merchant's server reaches a page's own form", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  await merchant.setPrice(clientToken, 5900);
  const session = await merchantPage.hear("onClientSessionUpdate");
  expect(session).toMatchObject({ totalAmount: 5900, currencyCode: "EUR" });
  await merchantPage.checkout.fill(VISA);
  await merchantPage.checkout.payButton.click();
  await merchantPage.hear("onCheckoutComplete");
  expect(charged()).toEqual([{ amount: 5900, currency: "EUR" }]);
});

test("without live updates Pay is refused, the new total is shown, and Pay again charges it", async ({
  shop,
  merchant,
  charged,
}) => {
  await shop.checkOut("Harbour trainers", { live: "off" });
  const { checkout } = shop;
  await checkout.fill(VISA);
  const [changed] = await Promise.all([
    shop.page.waitForResponse("**/api/surprise"),
    shop.changeOrderBehindTheCheckout(),
  ]);
  expect(changed.status()).toBe(200);
  await checkout.expectToAsk("€133.90");

  const [refused] = await Promise.all([
    shop.page.waitForResponse("**/client/payments"),
    checkout.payButton.click(),
  ]);
  expect(refused.status()).toBe(409);
  expect(refused.request().headers()["tender-shown"]).toBe("1;13390;EUR");
  await expect(checkout.notice).toContainText("The total changed from €133.90 to €137.40.");
  await expect(checkout.notice).toContainText("Nothing was charged. Check it, then pay.");
  await expect(checkout.code).toHaveValue(VISA.code);
  expect(charged()).toEqual([]);

  await checkout.payButton.click();
  await checkout.expectPaid("€137.40");
  expect(await merchant.payment(await shop.paymentId())).toMatchObject({ amount: 13740 });
  expect(charged()).toEqual([{ amount: 13740, currency: "EUR" }]);
});

test("a refreshed session answers true and is paid at its new total", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken, { liveUpdates: false });
  await merchant.setPrice(clientToken, 6900);
  expect(await merchantPage.refreshClientSession()).toBe(true);
  expect(await merchantPage.total()).toBe("€69.00");
  await merchantPage.checkout.payWith(VISA);
  await merchantPage.hear("onCheckoutComplete");
  expect(charged()).toEqual([{ amount: 6900, currency: "EUR" }]);
});

test("a refresh without a server answers false and keeps the session", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken, { liveUpdates: false });
  await merchant.setPrice(clientToken, 6900);
  await page.route("**/client-sdk/configuration**", (route) => route.abort());
  expect(await merchantPage.refreshClientSession()).toBe(false);
  expect(await merchantPage.total()).toBe("€49.00");
});

test("a currency that changes is shown and charged as such", async ({ shop, charged }) => {
  await shop.checkOut();
  await shop.page.getByRole("combobox", { name: "Currency" }).selectOption("JPY");
  await shop.checkout.expectToAsk("JP¥20,600");
  await shop.checkout.payWith(VISA);
  await shop.checkout.expectPaid("JP¥20,600");
  expect(charged()).toEqual([{ amount: 20600, currency: "JPY" }]);
});
