/** A page whose texts somebody else replaces: the shopper pays what stands on the button. */

import { DECLINED, VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";
import { overwriteAmount, translate } from "../support/translator.ts";

for (const manner of ["polite", "rough"] as const) {
  test(`after a ${manner} translation of the page, the new total is shown and charged`, async ({
    merchantPage,
    merchant,
    page,
    charged,
  }) => {
    const { clientToken } = await merchant.createSession();
    await merchantPage.showDropIn(clientToken);
    const { checkout } = merchantPage;
    await checkout.fill(VISA);
    await translate(page, manner);
    await merchant.setPrice(clientToken, 9900);
    await checkout.expectToAsk("€99.00");
    await expect(checkout.notice).toContainText("The total changed from €49.00 to €99.00.");
    await checkout.payButton.click();
    await checkout.expectPaid("€99.00");
    expect(charged()).toEqual([{ amount: 9900, currency: "EUR" }]);
  });
}

test("a polite translation leaves amounts, statuses and the button alone", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await merchantPage.checkout.fill(VISA);
  await merchant.setPrice(clientToken, 9900);
  await expect(merchantPage.checkout.notice).toContainText("€99.00");
  await translate(page, "polite");
  const kept = page.locator("tender-checkout :is(.tender-pay, .tender-note b bdi, [role=status])");
  expect(await kept.count()).toBeGreaterThanOrEqual(4);
  await expect(kept.locator("font")).toHaveCount(0);
  await merchantPage.checkout.payButton.click();
  await merchantPage.checkout.expectPaid("€99.00");
});

test("notices are told anew after a translation", async ({ merchantPage, merchant, page }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  const { checkout } = merchantPage;
  await checkout.payWith(DECLINED);
  await expect(checkout.notice).toContainText("Your bank declined this card.");
  await translate(page, "rough");
  await merchant.setPrice(clientToken, 5900);
  await expect(checkout.notice).toHaveText(/^\s*The total changed from €49.00 to €59.00\./);
});

test("errors of fields are told anew after a translation", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  const { checkout } = merchantPage;
  await checkout.number.fill("4242 4242 4242 4241");
  await checkout.payButton.click();
  const error = page.locator("[data-field=cardNumber] .tender-error");
  await expect(error).toHaveText("One digit looks wrong. Check the number.");
  await translate(page, "rough");
  await checkout.number.fill("");
  await checkout.payButton.click();
  await expect(error).not.toContainText("One digit looks wrong");
  await expect(error).toContainText(/\w/);
  // And what screen readers are told of all of them.
  await translate(page, "rough");
  await checkout.name.fill("Ada Lovelace");
  await checkout.payButton.click();
  const summary = page.getByRole("alert").filter({ hasText: "Check these fields" });
  await expect(summary).not.toContainText("Name on card");
});

test("a payment that takes its time is told anew after a translation", async ({
  merchantPage,
  merchant,
  page,
}) => {
  let lose = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  await page.route("**/client/payments", async (route) => {
    await lost;
    await route.abort();
  });
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await merchantPage.checkout.payWith(VISA);
  await expect(merchantPage.checkout.outcome("Confirming with your bank")).toBeVisible();
  await translate(page, "rough");
  lose();
  await expect(merchantPage.checkout.outcome("The connection is lost")).toBeVisible();
  await expect(page.locator("tender-checkout [role=status]")).toContainText(
    "The connection is lost",
  );
});

for (const way of ["button", "Enter", "the page's own call"] as const) {
  test(`a page that writes another amount gets no payment by ${way}`, async ({
    merchantPage,
    merchant,
    page,
    tender,
    charged,
  }) => {
    const begun = tender.payments();
    const { clientToken } = await merchant.createSession();
    await merchantPage.showDropIn(clientToken);
    const { checkout } = merchantPage;
    await checkout.fill(VISA);
    const stop = await overwriteAmount(page, "€1.00");
    await expect(checkout.payButton).toHaveText("Pay €1.00");

    if (way === "button") await checkout.payButton.click();
    else if (way === "Enter") await checkout.name.press("Enter");
    else await merchantPage.submit();
    await expect(checkout.notice).toContainText("The total is €49.00. Nothing was charged.");
    expect(tender.payments()).toBe(begun);

    await stop();
    // Written over once more; the next click draws it anew, and the one after that pays.
    await checkout.payButton.click();
    await checkout.expectToAsk("€49.00");
    await expect(checkout.number).toHaveValue(VISA.number);
    await checkout.payButton.click();
    await checkout.expectPaid("€49.00");
    expect(charged()).toEqual([{ amount: 4900, currency: "EUR" }]);
  });
}

test("a page that makes the checkout anew from its HTML gets one that pays", async ({
  merchantPage,
  merchant,
  page,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  const { checkout } = merchantPage;
  await expect(checkout.number).toBeEditable();
  await page.evaluate(() => {
    const element = document.querySelector("tender-checkout") as HTMLElement;
    // biome-ignore lint/correctness/noSelfAssign: all nodes become others
    element.innerHTML = element.innerHTML;
  });
  await checkout.payButton.click();
  await expect(checkout.notice).toContainText("Nothing was charged. Check it, then pay.");
  await checkout.payWith(VISA);
  await checkout.expectPaid("€49.00");
  expect(charged()).toHaveLength(1);
});

test("the demo shop's own amounts are those that are charged, translated or not", async ({
  shop,
  page,
  charged,
}) => {
  await page.clock.install();
  await shop.checkOut("Harbour trainers", { mode: "headless" });
  await shop.checkout.fill(VISA);
  await translate(page, "rough");
  await shop.changeOrderBehindTheCheckout();
  await expect(shop.total).toHaveText("€137.40");
  await shop.checkout.expectToAsk("€137.40");
  await page.clock.runFor(500);
  await shop.checkout.payButton.click();
  await expect(shop.thanks).toBeVisible();
  expect(charged()).toEqual([{ amount: 13740, currency: "EUR" }]);
});
