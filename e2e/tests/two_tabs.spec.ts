/** One session in two tabs: the same order, paid once. */

import { HANGING, VISA } from "../support/cards.ts";
import type { DropIn } from "../support/checkout_page.ts";
import { expect, test } from "../support/test.ts";

test("of two tabs that pay at once one pays, and the other says that it is paid", async ({
  shop,
  charged,
}) => {
  await shop.checkOut();
  const second = await shop.openSecondTab();
  await shop.checkout.fill(VISA);
  await second.checkout.fill(VISA);
  await Promise.all([shop.checkout.payButton.click(), second.checkout.payButton.click()]);
  await expect(shop.thanks).toBeVisible();
  await expect(second.thanks).toBeVisible();
  const titles = await Promise.all([shop, second].map(({ checkout }) => titleOf(checkout)));
  expect(titles.toSorted()).toEqual(["Paid €133.90", "This order is already paid"]);
  expect(charged()).toEqual([{ amount: 13390, currency: "EUR" }]);
  expect(await second.paymentId()).toBe(await shop.paymentId());
});

test("a second tab waits while the first is undecided", async ({ shop, charged }) => {
  await shop.checkOut();
  const second = await shop.openSecondTab();
  await second.checkout.fill(VISA);
  await shop.checkout.payWith(HANGING);
  await expect(shop.checkout.outcome("Confirming with your bank")).toBeVisible();
  await second.checkout.payButton.click();
  await expect(second.checkout.notice).toContainText(
    "Another payment of this order is still open.",
  );
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

async function titleOf({ page }: DropIn): Promise<string | null> {
  return await page.locator("tender-checkout").getByRole("heading", { level: 2 }).textContent();
}
