import { SLOW, VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test("a total that changes between the click and the payment is not charged", async ({
  shop,
  page,
  charged,
}) => {
  await shop.checkOut("Harbour trainers", { live: "off" });
  const { checkout } = shop;
  await checkout.fill(VISA);
  await page.route("**/client/payment-instruments", async (route) => {
    const changed = page.waitForResponse("**/api/surprise");
    await shop.changeOrderBehindTheCheckout();
    await changed;
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

test("the shop's own form shows a refused total and pays the new one", async ({ shop, charged }) => {
  await shop.checkOut("Harbour trainers", { mode: "headless", live: "off" });
  const { checkout } = shop;
  await checkout.fill(VISA);
  const changed = shop.page.waitForResponse("**/api/surprise");
  await shop.changeOrderBehindTheCheckout();
  await changed;
  await checkout.payButton.click();
  await expect(shop.page.getByText("The total has changed. Nothing was charged.")).toBeVisible();
  await checkout.expectToAsk("€137.40");
  expect(charged()).toEqual([]);
  await checkout.payButton.click();
  await expect(shop.thanks).toBeVisible();
  expect(charged()).toEqual([{ amount: 13740, currency: "EUR" }]);
});

test("a page that is reloaded in the middle of a payment pays once", async ({ shop, charged, tender }) => {
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

test("a browser that goes offline during the payment pays once", async ({ shop, charged, tender, context }) => {
  await shop.checkOut();
  const begun = tender.payments();
  await shop.checkout.payWith(SLOW);
  await expect.poll(() => tender.payments()).toBe(begun + 1);
  await context.setOffline(true);
  await expect(shop.checkout.outcome("The connection is lost")).toBeVisible();
  await context.setOffline(false);
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toHaveLength(1);
});

test("a browser that is offline sends nothing", async ({ shop, charged, context }) => {
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

test("a second tab waits while the first is undecided", async ({ shop, charged }) => {
  await shop.checkOut();
  const second = await shop.openSecondTab();
  await second.checkout.fill(VISA);
  await shop.checkout.fill({ ...VISA, number: "4000 0000 0200 6007" });
  await shop.checkout.payButton.click();
  await expect(shop.checkout.outcome("Confirming with your bank")).toBeVisible();
  await second.checkout.payButton.click();
  await expect(second.checkout.notice).toContainText("Another payment of this order is still open.");
  await expect(second.checkout.notice).toContainText("Nothing more was charged.");
  expect(charged()).toEqual([]);
});

test("a change in one tab repaints the other", async ({ shop }) => {
  await shop.checkOut();
  const second = await shop.openSecondTab();
  await shop.addOneMore("Harbour trainers");
  await shop.checkout.expectToAsk("€258.00");
  await second.checkout.expectToAsk("€258.00");
  await expect(second.total).toHaveText("€258.00");
});

test("live updates come again after a restart of the server", async ({ merchantPage, merchant, tender }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await tender.kill();
  await tender.restart();
  await merchant.setPrice(clientToken, 5900);
  await merchantPage.checkout.expectToAsk("€59.00");
});

test("the shopper changes from the drop-in to the shop's own form, and pays", async ({ shop, charged }) => {
  await shop.checkOut();
  await shop.checkout.fill(VISA);
  await shop.page.getByText("Headless", { exact: true }).click();
  await shop.checkout.payWith(VISA);
  await expect(shop.thanks).toBeVisible();
  expect(charged()).toHaveLength(1);
});

test("a saved customer pays", async ({ shop, merchant }) => {
  await shop.checkOut();
  await shop.page.getByText("Saved customer").click();
  await expect(shop.page.getByText("Known to Tender as")).toBeVisible();
  await shop.checkout.payWith(VISA);
  await shop.checkout.expectPaid("€133.90");
  expect((await merchant.payment(await shop.paymentId())).customerId).toBe("customer-ada");
});

test("a checkout that cannot be opened says so", async ({ merchantPage, merchant, page, charged }) => {
  const { clientToken } = await merchant.createSession();
  await page.route("**/client-sdk/configuration**", (route) => route.abort());
  expect(await merchantPage.showDropIn(clientToken)).toBe("INITIALIZATION_ERROR");
  await expect(merchantPage.checkout.outcome("The payment form did not load")).toBeVisible();
});

test("fields that do not load say so", async ({ merchantPage, merchant, page }) => {
  const { clientToken } = await merchant.createSession();
  await page.route("**/hosted/**", (route) => route.abort());
  await merchantPage.showDropIn(clientToken);
  await expect(page.getByText("This field did not load.").first()).toBeVisible({timeout: 30000});
});

for (const where of ["a form of the page's own", "a shadow root"]) {
  test(`the drop-in pays inside ${where}`, async ({ merchantPage, merchant, page, charged }) => {
    const { clientToken } = await merchant.createSession();
    await page.evaluate((where) => {
      const checkout = document.getElementById("checkout") as HTMLElement;
      if (where === "a shadow root") {
        const host = document.createElement("div");
        document.body.append(host);
        host.attachShadow({ mode: "open" }).append(checkout);
        (window as any).place = checkout;
      } else {
        const form = document.createElement("form");
        form.addEventListener("submit", () => { (window as any).submitted = true; });
        checkout.replaceWith(form);
        form.append(checkout);
      }
    }, where);
    if (where === "a shadow root") {
      await page.evaluate(async (token) => {
        const w = window as any;
        w.shop.checkout = await w.Primer.showUniversalCheckout(token, { container: w.place });
      }, clientToken);
    } else await merchantPage.showDropIn(clientToken);
    await merchantPage.checkout.fill(VISA);
    await merchantPage.checkout.code.press("Enter");
    await merchantPage.checkout.expectPaid("€49.00");
    expect(charged()).toHaveLength(1);
    expect(await page.evaluate(() => (window as any).submitted)).toBeUndefined();
  });
}
