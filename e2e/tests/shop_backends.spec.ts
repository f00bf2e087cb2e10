/** The demo shop's two backends, in Rust and in TypeScript, take the same order. */

import { VISA } from "../support/cards.ts";
import { ShopBackend } from "../support/shop_backend.ts";
import { ShopPage } from "../support/shop_page.ts";
import { expect, test } from "../support/test.ts";

for (const language of ["Rust", "TypeScript"] as const) {
  test(`the backend in ${language} takes an order from the basket to the payment`, async ({
    page,
    tender,
    merchant,
    charged,
  }) => {
    const backend = language === "Rust" ? null : await ShopBackend.start(tender);
    try {
      const shop = new ShopPage(page, backend?.address ?? tender.shopUrl);
      await shop.checkOut("Dockside boots");
      await shop.checkout.expectToAsk("€219.00");
      await shop.checkout.fill(VISA);
      await shop.enterDiscount("WELCOME10");
      await shop.checkout.expectToAsk("€197.10");
      await shop.addOneMore("Dockside boots");
      await shop.checkout.expectToAsk("€394.20");
      await shop.changeOrderBehindTheCheckout();
      await shop.checkout.expectToAsk("€397.70");
      await shop.checkout.payButton.click();
      await shop.checkout.expectPaid("€397.70");
      const payment = await merchant.payment(await shop.paymentId());
      expect(payment).toMatchObject({ status: "AUTHORIZED", amount: 39770 });
      expect(payment.metadata).toEqual({ discountCode: "WELCOME10" });
      expect(charged()).toHaveLength(1);
    } finally {
      await backend?.stop();
    }
  });
}

test("a discount code that the shop does not know changes nothing", async ({ shop }) => {
  await shop.checkOut();
  await shop.enterDiscount("FREE");
  await expect(shop.page.getByText("This code is not known.")).toBeVisible();
  await shop.checkout.expectToAsk("€133.90");
});
