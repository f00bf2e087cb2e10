/** However a payment is disturbed, it is made once. */

import type { Page, Route } from "@playwright/test";
import { ANSWER_LOST, SLOW, VISA } from "../support/cards.ts";
import type { DropIn } from "../support/checkout_page.ts";
import { expect, test } from "../support/test.ts";

const ONCE = [{ amount: 13390, currency: "EUR" }];

test("a payment whose answer is lost on the way is made once", async ({ shop, page, charged }) => {
  await shop.checkOut();
  const sent = await disturbFirst(page, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await shop.checkout.payWith(VISA);
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toEqual(ONCE);
  // What was asked again is the same payment, byte for byte.
  expect(sent.length).toBeGreaterThan(1);
  expect(new Set(sent).size).toBe(1);
});

test("a payment that never arrived is sent again and made once", async ({
  shop,
  page,
  charged,
  merchant,
}) => {
  await shop.checkOut();
  await disturbFirst(page, async (route) => route.abort());
  await shop.checkout.payWith(VISA);
  await shop.checkout.expectPaid("€133.90");
  expect(await merchant.payment(await shop.paymentId())).toMatchObject({ status: "AUTHORIZED" });
  expect(charged()).toEqual(ONCE);
});

test("a payment is found again by a server that was killed before its answer arrived", async ({
  shop,
  page,
  tender,
  charged,
}) => {
  await shop.checkOut();
  await disturbFirst(page, async (route) => {
    await route.fetch();
    await tender.kill();
    await route.abort();
  });
  await shop.checkout.payWith(VISA);
  await expect(shop.checkout.outcome("The connection is lost")).toBeVisible();
  await tender.restart();
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toEqual(ONCE);
});

test("an open checkout outlives a restart of the server, and pays", async ({
  shop,
  tender,
  charged,
}) => {
  await shop.checkOut();
  await shop.checkout.fill(VISA);
  await tender.kill();
  await tender.restart();
  await shop.checkout.payButton.click();
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toEqual(ONCE);
});

test("while the server is down nothing is sent, and Pay works once it is back", async ({
  shop,
  tender,
  charged,
}) => {
  await shop.checkOut();
  const { checkout } = shop;
  await checkout.fill(VISA);
  await tender.kill();
  await checkout.payButton.click();
  await expect(checkout.notice).toContainText("There is no connection.");
  await expect(checkout.notice).toContainText(/nothing was charged/i);
  await tender.restart();
  await checkout.payButton.click();
  await checkout.expectPaid("€133.90");
  expect(charged()).toEqual(ONCE);
});

test("a server that dies after the bank has charged finds the payment when it is back", async ({
  shop,
  tender,
  charged,
  merchant,
}) => {
  await shop.checkOut();
  const { checkout } = shop;
  await checkout.payWith(ANSWER_LOST);
  await expect.poll(charged).toEqual(ONCE);
  await tender.kill();
  await expect(checkout.outcome("The connection is lost")).toBeVisible();
  await tender.restart();
  await checkout.expectPaid("€133.90", { timeout: 40_000 });
  expect(charged()).toEqual(ONCE);
  expect(await merchant.payment(await shop.paymentId())).toMatchObject({ status: "AUTHORIZED" });
});

test("a server that dies while the bank is asked sends nothing twice", async ({
  shop,
  tender,
  charged,
}) => {
  await shop.checkOut();
  const { checkout } = shop;
  const begun = tender.payments();
  await checkout.payWith(SLOW);
  await expect.poll(() => tender.payments()).toBe(begun + 1);
  await tender.kill();
  await expect(checkout.outcome("The connection is lost")).toBeVisible();
  await tender.restart();
  // The bank may still get the call: for two minutes nobody can say that it did not.
  await expect(checkout.outcome("Confirming with your bank")).toBeVisible();
  await expect(checkout.payButton).toBeDisabled();
  expect(charged()).toEqual([]);
  expect(tender.payments()).toBe(begun + 1);
});

test("a page that is reloaded in the middle of a payment pays once", async ({
  shop,
  charged,
  tender,
}) => {
  await shop.checkOut();
  const begun = tender.payments();
  await shop.checkout.payWith(SLOW);
  await expect.poll(() => tender.payments()).toBe(begun + 1);
  await shop.page.reload();
  await expect(shop.checkout.number).toBeEditable();
  await shop.checkout.payWith(VISA);
  await expect(shop.thanks).toBeVisible();
  expect(charged()).toEqual([{ amount: 13390, currency: "EUR" }]);
  expect(tender.payments()).toBe(begun + 1);
});

test("a browser that is offline sends nothing, and Pay works once it is not", async ({
  shop,
  charged,
  context,
}) => {
  await shop.checkOut();
  await shop.checkout.fill(VISA);
  await context.setOffline(true);
  await shop.checkout.payButton.click();
  await expect(shop.checkout.notice).toContainText("There is no connection.");
  await context.setOffline(false);
  await shop.checkout.payButton.click();
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toHaveLength(1);
});

test("a double click on Pay pays once", async ({ shop, tender, charged }) => {
  await shop.checkOut();
  const begun = tender.payments();
  await shop.checkout.fill(VISA);
  await shop.checkout.payButton.dblclick();
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toEqual(ONCE);
  expect(tender.payments() - begun).toBe(1);
});

test("Enter and a click at once pay once", async ({ shop, tender, charged, page }) => {
  await shop.checkOut();
  const begun = tender.payments();
  await shop.checkout.fill(VISA);
  const [x, y] = await middleOfPay(shop.checkout);
  await shop.checkout.code.focus();
  await Promise.all([page.keyboard.press("Enter"), page.mouse.click(x, y)]);
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toEqual(ONCE);
  expect(tender.payments() - begun).toBe(1);
});

test("two clicks on a page's own button pay once", async ({ merchantPage, merchant, charged }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  await merchantPage.checkout.fill(VISA);
  await merchantPage.checkout.payButton.dblclick();
  await merchantPage.hear("onCheckoutComplete");
  expect(charged()).toEqual([{ amount: 4900, currency: "EUR" }]);
});

/** Does this to the first payment that the page sends. Gives all that it sends: key and body. */
async function disturbFirst(page: Page, disturb: (route: Route) => Promise<void>) {
  const sent: string[] = [];
  await page.route("**/client/payments", async (route) => {
    const request = route.request();
    sent.push(`${request.headers()["x-idempotency-key"]} ${request.postData()}`);
    if (sent.length === 1) await disturb(route);
    else await route.continue();
  });
  return sent;
}

async function middleOfPay(checkout: DropIn): Promise<[x: number, y: number]> {
  await checkout.payButton.scrollIntoViewIfNeeded();
  const box = await checkout.payButton.boundingBox();
  if (!box) throw new Error("There is no Pay button.");
  return [box.x + box.width / 2, box.y + box.height / 2];
}
