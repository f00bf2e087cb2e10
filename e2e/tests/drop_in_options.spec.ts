/** What a merchant can choose of the drop-in (web/sdk/README.md, "Options"). */

import { DECLINED, MASTERCARD, VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test("a button of the page's own pays", async ({ merchantPage, merchant, charged }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { submitButton: { useBuiltInButton: false } });
  const { checkout } = merchantPage;
  await expect(checkout.payButton).toBeHidden();
  await checkout.fill(VISA);
  await merchantPage.submit();
  await checkout.expectPaid("€49.00");
  expect(charged()).toHaveLength(1);
});

test("Pay can be without its amount", async ({ merchantPage, merchant }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { submitButton: { amountVisible: false } });
  await expect(merchantPage.checkout.payButton).toHaveAccessibleName("Pay");
});

test("Pay is off while the page has switched payments off, and says so", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  const { checkout, page } = merchantPage;
  await checkout.fill(VISA);
  await merchantPage.setPaymentCreationEnabled(false);
  await expect(checkout.payButton).toBeDisabled();
  await expect(page.getByText("The shop has paused payment for the moment.")).toBeVisible();
  await checkout.code.press("Enter");
  await merchantPage.setPaymentCreationEnabled(true);
  expect(charged()).toEqual([]);
  await checkout.payButton.click();
  await checkout.expectPaid("€49.00");
  expect(charged()).toHaveLength(1);
});

test("the page words a failure itself", async ({ merchantPage, merchant }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, {}, { failure: "Please call us." });
  await merchantPage.checkout.payWith(DECLINED);
  await expect(merchantPage.checkout.notice).toHaveText("Please call us.");
});

test("without a success screen the page shows what comes next", async ({
  merchantPage,
  merchant,
}) => {
  const { clientToken, orderId } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { successScreen: false });
  await merchantPage.checkout.payWith(VISA);
  expect(await merchantPage.hear("onCheckoutComplete")).toMatchObject({ payment: { orderId } });
  await expect(merchantPage.checkout.payButton).toBeHidden();
  await expect(merchantPage.checkout.outcome("Paid")).toBeHidden();
});

test("a name that the page does not want is not asked for", async ({ merchantPage, merchant }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { card: { cardholderName: { visible: false } } });
  const { checkout } = merchantPage;
  await expect(checkout.name).toBeHidden();
  await checkout.number.fill(VISA.number);
  await checkout.expiry.fill(VISA.expiry);
  await checkout.code.fill(VISA.code);
  await checkout.payButton.click();
  await checkout.expectPaid("€49.00");
});

test("the page narrows the networks of its session", async ({ merchantPage, merchant }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { allowedCardNetworks: ["MASTERCARD"] });
  const { checkout, page } = merchantPage;
  await checkout.payWith(VISA);
  await expect(page.getByText("It takes Mastercard.").first()).toBeVisible();
  await checkout.payWith(MASTERCARD);
  await checkout.expectPaid("€49.00");
});
