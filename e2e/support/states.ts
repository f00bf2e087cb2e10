/** The states that a shopper sees of the demo shop and the drop-in, and how to get there. */

import { expect } from "@playwright/test";
import { CO_BADGED, DECLINED, VISA } from "./cards.ts";
import { CardForm } from "./checkout_page.ts";
import { ARABIC } from "./labels.ts";
import type { ShopPage } from "./shop_page.ts";

export interface State {
  readonly name: string;
  /** Requests fail on the way there, as they should. */
  readonly fails?: true;
  /** Brings a new page into the state, and waits until it is to be seen. */
  reach(shop: ShopPage): Promise<void>;
}

export const STATES: readonly State[] = [
  { name: "shop", reach: openShop },
  { name: "shop-basket", reach: fillBasket },
  { name: "default", reach: (shop) => shop.checkOut() },
  { name: "filled", reach: fill },
  { name: "error", reach: makeMistakes },
  { name: "processing", reach: pay },
  { name: "success", reach: succeed },
  { name: "declined", reach: beDeclined },
  { name: "total-changed", reach: changeTotal },
  { name: "right-to-left", reach: readArabic },
  { name: "loading", reach: load },
  { name: "co-badged", reach: chooseBrand },
  { name: "offline", fails: true, reach: loseConnection },
  { name: "expired", fails: true, reach: expire },
  { name: "calls", reach: (shop) => lookBehind(shop, "Calls") },
  { name: "session", reach: (shop) => lookBehind(shop, "Session") },
  { name: "headless", reach: (shop) => shop.checkOut("Dockside boots", { mode: "headless" }) },
  { name: "headless-error", reach: makeMistakesInOwnForm },
];

async function openShop(shop: ShopPage): Promise<void> {
  await shop.open();
  await expect(shop.page.getByRole("button", { name: /^Add / }).first()).toBeVisible();
}

async function fillBasket(shop: ShopPage): Promise<void> {
  await shop.open();
  await shop.putInBasket("Harbour trainers");
  await shop.putInBasket("Dockside boots");
  await expect(shop.page.getByRole("link", { name: "Check out", exact: true })).toBeVisible();
}

async function fill(shop: ShopPage): Promise<void> {
  await shop.checkOut();
  await shop.checkout.fill(VISA);
  await shop.checkout.code.focus();
}

async function makeMistakes(shop: ShopPage): Promise<void> {
  await shop.checkOut();
  await shop.checkout.fill({ number: "4242 4242 4242 4241", expiry: "12 / 40", code: "1" });
  await shop.checkout.payButton.click();
  await expect(shop.page.getByText("One digit looks wrong. Check the number.")).toBeVisible();
}

/** The answer never comes: the state stays. */
async function pay(shop: ShopPage): Promise<void> {
  await shop.page.route("**/client/payments", () => {});
  await shop.checkOut();
  await shop.checkout.payWith(VISA);
  await expect(shop.checkout.outcome("Confirming with your bank")).toBeVisible();
}

async function succeed(shop: ShopPage): Promise<void> {
  await shop.checkOut();
  await shop.checkout.payWith(VISA);
  await shop.checkout.expectPaid("€133.90");
  await expect(shop.thanks).toBeVisible();
}

async function beDeclined(shop: ShopPage): Promise<void> {
  await shop.checkOut();
  await shop.checkout.payWith(DECLINED);
  await expect(shop.checkout.notice).toContainText("Your bank declined this card.");
  await expect(shop.checkout.code).toBeFocused();
}

async function changeTotal(shop: ShopPage): Promise<void> {
  await shop.checkOut();
  await shop.checkout.fill(VISA);
  await shop.changeOrderBehindTheCheckout();
  await expect(shop.checkout.notice).toContainText("The total changed from");
  await expect(shop.checkout.payButton).toHaveAttribute("aria-disabled", "false");
  // The old total stays beside the new one for two seconds.
  await expect(shop.checkout.payButton.locator("s")).toBeHidden();
}

async function readArabic(shop: ShopPage): Promise<void> {
  await shop.open({ locale: "ar" });
  await shop.putInBasket("Harbour trainers");
  await shop.goToCheckout();
  const form = new CardForm(shop.page, ARABIC);
  await expect(form.number).toBeEditable();
  await form.fill(VISA);
}

async function makeMistakesInOwnForm(shop: ShopPage): Promise<void> {
  await shop.checkOut("Dockside boots", { mode: "headless" });
  await shop.checkout.number.fill("4242 4242 4242 4241");
  await shop.checkout.payButton.click();
  await expect(shop.page.getByText("Enter the security code.")).toBeVisible();
}

async function load(shop: ShopPage): Promise<void> {
  await shop.page.route("**/client-sdk/configuration*", () => {});
  await shop.open();
  await shop.putInBasket("Harbour trainers");
  await shop.goToCheckout();
  await expect(shop.page.getByText("Loading the payment form")).toBeAttached();
}

async function chooseBrand(shop: ShopPage): Promise<void> {
  await shop.checkOut();
  await shop.checkout.fill(CO_BADGED);
  await expect(shop.page.getByRole("radio", { name: "Cartes Bancaires" })).toBeVisible();
}

async function loseConnection(shop: ShopPage): Promise<void> {
  await shop.page.route("**/client/payment-instruments", (route) => route.abort());
  await shop.checkOut();
  await shop.checkout.payWith(VISA);
  await expect(shop.checkout.notice).toContainText("There is no connection.");
}

async function expire(shop: ShopPage): Promise<void> {
  const error = { errorId: "Unauthorized", description: "The session has expired." };
  await shop.page.route("**/client/payment-instruments", (route) =>
    route.fulfill({ status: 401, json: { error } }),
  );
  await shop.checkOut();
  await shop.checkout.payWith(VISA);
  await expect(shop.page.getByRole("heading", { name: "This checkout has expired" })).toBeVisible();
}

async function lookBehind(shop: ShopPage, tab: string): Promise<void> {
  await shop.checkOut();
  await shop.page.getByRole("tab", { name: tab }).click();
  await expect(shop.page.getByRole("tab", { name: tab })).toHaveAttribute("aria-selected", "true");
}
