/** What the network of a card changes: its surcharge, and the choice of a co-badged card. */

import { CO_BADGED, MASTERCARD, VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

const networks = (network: string, amount: number) => ({
  paymentMethod: {
    options: { PAYMENT_CARD: { networks: { [network]: { surcharge: { amount } } } } },
  },
});

test("the surcharge of a network is shown before Pay, and charged", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession(networks("MASTERCARD", 150));
  await merchantPage.showDropIn(clientToken);
  const { checkout } = merchantPage;
  await checkout.expectToAsk("€49.00");
  await checkout.fill(MASTERCARD);
  await checkout.expectToAsk("€50.50");
  await expect(checkout.notice).toContainText("A card surcharge of €1.50 was added.");
  await checkout.payButton.click();
  await checkout.expectPaid("€50.50");
  expect(charged()).toEqual([{ amount: 5050, currency: "EUR" }]);
});

test("the surcharge goes with the card that has it", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession(networks("MASTERCARD", 150));
  await merchantPage.showDropIn(clientToken);
  const { checkout } = merchantPage;
  await checkout.fill(MASTERCARD);
  await checkout.expectToAsk("€50.50");
  await checkout.number.fill(VISA.number);
  await checkout.expectToAsk("€49.00");
  await checkout.payButton.click();
  await checkout.expectPaid("€49.00");
  expect(charged()).toEqual([{ amount: 4900, currency: "EUR" }]);
});

test("the shopper chooses the network of a co-badged card", async ({ merchantPage, merchant }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  const { checkout, page } = merchantPage;
  await checkout.fill(CO_BADGED);
  const choice = page.getByRole("group", { name: "Pay with" });
  await expect(choice.getByRole("radio", { name: "Visa" })).toBeVisible();
  await choice.getByRole("radio", { name: "Cartes Bancaires" }).check();
  await checkout.payButton.click();
  await checkout.expectPaid("€49.00");
  const { payment } = await merchantPage.hear("onCheckoutComplete");
  expect(payment.paymentMethodData.network).toBe("CARTES_BANCAIRES");
  expect(await merchant.payment(payment.id)).toMatchObject({ status: "AUTHORIZED" });
});

test("without a choice the network that the merchant prefers is taken", async ({
  merchantPage,
  merchant,
}) => {
  const { clientToken } = await merchant.createSession({
    paymentMethod: { orderedAllowedCardNetworks: ["CARTES_BANCAIRES", "VISA"] },
  });
  await merchantPage.showDropIn(clientToken);
  await merchantPage.checkout.payWith(CO_BADGED);
  await merchantPage.checkout.expectPaid("€49.00");
  const { payment } = await merchantPage.hear("onCheckoutComplete");
  expect(payment.paymentMethodData.network).toBe("CARTES_BANCAIRES");
});

test("a network that the session does not allow is refused in the field", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { clientToken } = await merchant.createSession({
    paymentMethod: { orderedAllowedCardNetworks: ["MASTERCARD"] },
  });
  await merchantPage.showDropIn(clientToken);
  await merchantPage.checkout.payWith(VISA);
  await expect(
    merchantPage.page.getByText("This shop does not take this card. It takes Mastercard.").first(),
  ).toBeVisible();
  expect(charged()).toEqual([]);
});
