/** A client token lives for a day. After that nothing is charged any more. */

import type { Route } from "@playwright/test";
import { VISA } from "../support/cards.ts";
import type { Tender } from "../support/tender.ts";
import { expect, test } from "../support/test.ts";

test("a page cannot open a checkout with an expired token", async ({
  merchantPage,
  merchant,
  tender,
}) => {
  const { clientToken } = await merchant.createSession();
  await expireSessions(tender);
  expect(await merchantPage.showDropIn(clientToken)).toBe("INVALID_ARGUMENT");
});

test("a checkout that expires while it is open says so", async ({
  merchantPage,
  merchant,
  tender,
}) => {
  const { page, checkout } = merchantPage;
  await page.clock.install();
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { liveUpdates: false });
  await checkout.fill(VISA);
  await expireSessions(tender);
  await page.clock.fastForward("25:00:00");
  await expect(checkout.outcome("This checkout has expired")).toBeVisible();
  await expect(checkout.payButton).toBeHidden();
});

for (const hours of [25, -10_000, 200_000]) {
  test(`a shopper whose clock is wrong by ${hours} hours pays like everybody else`, async ({
    merchantPage,
    merchant,
    charged,
  }) => {
    const { page, checkout } = merchantPage;
    await page.clock.setFixedTime(Date.now() + hours * 3_600_000);
    const { clientToken } = await merchant.createSession();
    expect(await merchantPage.showDropIn(clientToken)).toBe("shown");
    await checkout.payWith(VISA);
    await checkout.expectPaid("€49.00");
    expect(charged()).toHaveLength(1);
  });
}

test("a card is expired by the server's clock, not by the shopper's", async ({
  merchantPage,
  merchant,
}) => {
  const { page, checkout } = merchantPage;
  await page.clock.setFixedTime(Date.now() - 200_000 * 3_600_000);
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await checkout.expiry.pressSequentially("1224");
  await expect(page.getByText("Expired. Use another card.").first()).toBeVisible();
});

test("the server's word counts for a browser whose clock is behind", async ({
  merchantPage,
  merchant,
  tender,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { liveUpdates: false });
  const { checkout } = merchantPage;
  await checkout.fill(VISA);
  await expireSessions(tender);
  await checkout.payButton.click();
  await expect(checkout.outcome("This checkout has expired")).toBeVisible();
  await merchantPage.hear("onCheckoutFail");
  expect(charged()).toEqual([]);
});

test("an open checkout hears from the live stream that it has expired", async ({
  merchantPage,
  merchant,
  tender,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await expireSessions(tender);
  await expect(merchantPage.checkout.outcome("This checkout has expired")).toBeVisible();
});

test("a payment whose answer is lost is found although its session expires meanwhile", async ({
  merchantPage,
  merchant,
  tender,
  page,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { liveUpdates: false });
  const cut = async (route: Route) => {
    await route.fetch();
    await tender.kill();
    tender.expireSessions();
    await route.abort();
  };
  await page.route("**/client/payments", cut, { times: 1 });
  await merchantPage.checkout.payWith(VISA);
  await expect(merchantPage.checkout.outcome("The connection is lost")).toBeVisible();
  await tender.restart();
  await merchantPage.checkout.expectPaid("€49.00");
  expect(charged()).toHaveLength(1);
});

test("the shop offers a new checkout over the same basket", async ({ shop, charged, tender }) => {
  await shop.page.clock.install();
  await shop.checkOut();
  await expireSessions(tender);
  await shop.page.clock.fastForward("25:00:00");
  await expect(shop.page.getByRole("heading", { name: "This checkout has expired" })).toBeVisible();
  await shop.page.getByRole("button", { name: "Open a new checkout" }).click();
  await shop.checkout.payWith(VISA);
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toHaveLength(1);
});

/** Lets every session end an hour ago. */
async function expireSessions(tender: Tender): Promise<void> {
  await tender.kill();
  tender.expireSessions();
  await tender.restart();
}
