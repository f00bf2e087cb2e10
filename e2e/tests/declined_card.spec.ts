/** A card that the bank declines, and another one after it. */

import { DECLINED, VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test("a declined card leaves everything but its security code, and another card pays", async ({
  shop,
  tender,
  merchant,
  charged,
}) => {
  const begun = tender.payments();
  await shop.checkOut();
  const { checkout } = shop;
  await checkout.payWith(DECLINED);
  await expect(checkout.notice).toContainText("Your bank declined this card.");
  await expect(checkout.notice).toContainText("Nothing was charged.");
  await expect(checkout.number).toHaveValue(DECLINED.number);
  await expect(checkout.expiry).toHaveValue(DECLINED.expiry);
  await expect(checkout.name).toHaveValue("Ada Lovelace");
  await expect(checkout.code).toHaveValue("");
  await expect(checkout.code).toBeFocused();
  expect(charged()).toEqual([]);

  await checkout.number.fill(VISA.number);
  await checkout.code.fill(VISA.code);
  await checkout.payButton.click();
  await checkout.expectPaid("€133.90");
  const payment = await merchant.payment(await shop.paymentId());
  expect(payment).toMatchObject({ status: "AUTHORIZED", amount: 13390 });
  expect(charged()).toHaveLength(1);
  expect(tender.payments() - begun).toBe(2);
});

test("a page's own form hears of the decline, keeps the card and pays with another", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  const { checkout } = merchantPage;
  await checkout.payWith(DECLINED);
  expect(await merchantPage.hear("onCheckoutFail")).toMatchObject({ code: "PAYMENT_FAILED" });
  await expect(checkout.number).toHaveValue(DECLINED.number);
  await expect(checkout.code).toHaveValue("");
  await checkout.payWith(VISA);
  await merchantPage.hear("onCheckoutComplete");
  expect(charged()).toEqual([{ amount: 4900, currency: "EUR" }]);
});
