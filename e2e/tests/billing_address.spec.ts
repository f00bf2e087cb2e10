/** The billing address, where the account has it switched on. */

import type { Locator } from "@playwright/test";
import { VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test.use({
  settings: {
    checkoutModules: {
      BILLING_ADDRESS: {
        firstName: true,
        lastName: true,
        addressLine1: true,
        postalCode: true,
        city: true,
        countryCode: true,
      },
    },
  },
});

test("a billing address is asked for, and part of the payment", async ({
  merchantPage,
  merchant,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  const { checkout, page } = merchantPage;
  const address = page.getByRole("group", { name: "Billing address" });
  await checkout.fill(VISA);
  await checkout.payButton.click();
  await expect(address.getByText("Fill in: Postal code.")).toBeVisible();

  await fill(address);
  await checkout.payButton.click();
  await checkout.expectPaid("€49.00");
  const { payment } = await merchantPage.hear("onCheckoutComplete");
  expect((await merchant.payment(payment.id)).customer.billingAddress).toEqual(ADDRESS);
});

test("an order that costs nothing asks for the address, too", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const { clientToken } = await merchant.createSession({ amount: 0 });
  await merchantPage.showDropIn(clientToken);
  const address = page.getByRole("group", { name: "Billing address" });
  const complete = page.getByRole("button", { name: "Complete order" });
  await complete.click();
  await expect(address.getByText("Fill in: Postal code.")).toBeVisible();
  await fill(address);
  await complete.click();
  await expect(merchantPage.checkout.outcome("Your order is complete")).toBeVisible();
  const { payment } = await merchantPage.hear("onCheckoutComplete");
  expect((await merchant.payment(payment.id)).customer.billingAddress).toEqual(ADDRESS);
});

const ADDRESS = {
  firstName: "Ada",
  lastName: "Lovelace",
  addressLine1: "12 Rue des Orfèvres",
  postalCode: "75001",
  city: "Paris",
  countryCode: "FR",
};

async function fill(address: Locator): Promise<void> {
  await address.getByRole("textbox", { name: "First name" }).fill("Ada");
  await address.getByRole("textbox", { name: "Last name" }).fill("Lovelace");
  await address.getByRole("textbox", { name: "Street and number" }).fill("12 Rue des Orfèvres");
  await address.getByRole("textbox", { name: "Postal code" }).fill("75001");
  await address.getByRole("textbox", { name: "City" }).fill("Paris");
  await address.getByRole("combobox", { name: "Country" }).selectOption("FR");
}
