/** A bank that takes its time: the shopper is told the truth while it is not known. */

import { ANSWER_LOST, HANGING, SLOW } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test("a slow bank is waited for", async ({ shop, charged }) => {
  await shop.checkOut();
  await shop.checkout.payWith(SLOW);
  await expect(shop.checkout.outcome("Confirming with your bank")).toBeVisible();
  await shop.checkout.expectPaid("€133.90");
  expect(charged()).toHaveLength(1);
});

test("during a payment a refresh is skipped and answers false", async ({
  merchantPage,
  merchant,
  tender,
  charged,
}) => {
  const begun = tender.payments();
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  await merchantPage.checkout.payWith(SLOW);
  await expect.poll(() => tender.payments()).toBe(begun + 1);
  await merchant.setPrice(clientToken, 9900);
  expect(await merchantPage.refreshClientSession()).toBe(false);
  await merchantPage.hear("onCheckoutComplete");
  const told = await merchantPage.told();
  // The one of the start.
  expect(told.filter((name) => name === "onClientSessionUpdate")).toHaveLength(1);
  expect(charged()).toEqual([{ amount: 4900, currency: "EUR" }]);
});

test("a payment whose outcome the bank owes is asked for until it is known", async ({
  shop,
  merchant,
  charged,
}) => {
  await shop.checkOut();
  const { checkout } = shop;
  await checkout.payWith(ANSWER_LOST);
  await expect(checkout.outcome("Confirming with your bank")).toBeVisible();
  await expect(checkout.page.getByText("You will not be charged twice.").first()).toBeVisible();
  await checkout.expectPaid("€133.90", { timeout: 40_000 });
  expect(await merchant.payment(await shop.paymentId())).toMatchObject({ status: "AUTHORIZED" });
  expect(charged()).toHaveLength(1);
});

test("while the bank hangs nobody says that it failed", async ({ shop, charged }) => {
  await shop.checkOut();
  const { checkout } = shop;
  await checkout.payWith(HANGING);
  await expect(checkout.outcome("Confirming with your bank")).toBeVisible();
  await expect(checkout.number).not.toBeEditable();
  await expect(checkout.payButton).toHaveAccessibleName("Paying €133.90");
  await expect(checkout.payButton).toBeDisabled();
  await expect(checkout.notice).toBeHidden();
  expect(charged()).toEqual([]);
});
