/** A total that changes while a checkout is open: what is charged is what was shown. */

import { VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

/** Milliseconds for which Pay rests, so that no click meant for the old total pays the new one. */
const HOLD = 500;

test("a shopper who changes the basket pays the new total", async ({ shop, merchant, charged }) => {
  await shop.checkOut("Harbour trainers");
  await shop.checkout.fill(VISA);
  await shop.addOneMore("Harbour trainers");
  await shop.checkout.expectToAsk("€258.00");
  // Its details come last and move the button, so a click before them may hit a card field.
  await expect(shop.checkout.notice).toContainText("Shipping €4.90 was taken off.");
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
  page,
}) => {
  await page.clock.install();
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  await merchant.setPrice(clientToken, 5900);
  // The first is about the session as it was opened.
  await expect
    .poll(() => merchantPage.hear("onClientSessionUpdate"))
    .toMatchObject({ totalAmount: 5900, currencyCode: "EUR" });
  await merchantPage.checkout.fill(VISA);
  await page.clock.runFor(HOLD);
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
  await shop.changeOrderBehindTheCheckout();
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

test("the shop's own form shows a refused total and pays the new one", async ({
  shop,
  charged,
}) => {
  await shop.page.clock.install();
  await shop.checkOut("Harbour trainers", { mode: "headless", live: "off" });
  const { checkout } = shop;
  await checkout.fill(VISA);
  await shop.changeOrderBehindTheCheckout();
  await checkout.payButton.click();
  const notice = shop.page.getByRole("alert").filter({ hasText: "The total changed" });
  await expect(notice).toContainText("from €133.90 to €137.40. Nothing was charged.");
  await checkout.expectToAsk("€137.40");
  expect(charged()).toEqual([]);
  await shop.page.clock.runFor(HOLD);
  await checkout.payButton.click();
  await expect(shop.thanks).toBeVisible();
  expect(charged()).toEqual([{ amount: 13740, currency: "EUR" }]);
});

test("a total that changes between the click and the payment is not charged", async ({
  shop,
  page,
  charged,
}) => {
  await shop.checkOut("Harbour trainers", { live: "off" });
  const { checkout } = shop;
  await checkout.fill(VISA);
  await page.route("**/client/payment-instruments", async (route) => {
    await shop.changeOrderBehindTheCheckout();
    await route.continue();
  });
  await checkout.payButton.click();
  await expect(checkout.notice).toContainText("The total changed from €133.90 to €137.40.");
  await page.unroute("**/client/payment-instruments");
  expect(charged()).toEqual([]);
  await checkout.payButton.click();
  await checkout.expectPaid("€137.40");
  expect(charged()).toEqual([{ amount: 13740, currency: "EUR" }]);
});

test("a change that leaves the total as it was asks nobody again", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { liveUpdates: false });
  await merchantPage.checkout.fill(VISA);
  await merchant.updateSession(clientToken, { customer: { emailAddress: "ada@example.com" } });
  await merchantPage.checkout.payButton.click();
  await merchantPage.checkout.expectPaid("€49.00");
  expect(charged()).toHaveLength(1);
});

test("a total that falls is shown, and not more than it is charged", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { liveUpdates: false });
  const { checkout } = merchantPage;
  await checkout.fill(VISA);
  await merchant.setPrice(clientToken, 3900);
  await checkout.payButton.click();
  await expect(checkout.notice).toContainText("The total changed from €49.00 to €39.00.");
  await checkout.payButton.click();
  await checkout.expectPaid("€39.00");
  expect(charged()).toEqual([{ amount: 3900, currency: "EUR" }]);
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

test("live updates come again after a restart of the server", async ({
  merchantPage,
  merchant,
  tender,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await tender.kill();
  await tender.restart();
  await merchant.setPrice(clientToken, 5900);
  await merchantPage.checkout.expectToAsk("€59.00");
});

test("a press that lasts until the old total has left the button still pays", async ({
  merchantPage,
  merchant,
  page,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  const { payButton } = merchantPage.checkout;
  await merchantPage.checkout.fill(VISA);
  await merchant.setPrice(clientToken, 9900);
  await expect(payButton.locator("s")).toBeVisible();
  await expect(payButton).toBeEnabled();
  // On the text itself.
  await payButton.getByText("Pay").hover({ force: true });
  await page.mouse.down();
  await expect(payButton.locator("s")).toBeHidden();
  await page.mouse.up();
  await merchantPage.checkout.expectPaid("€99.00");
  expect(charged()).toEqual([{ amount: 9900, currency: "EUR" }]);
});
