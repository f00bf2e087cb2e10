import { expect, test } from "vitest";
import type { HeadlessOptions } from "../api/options.ts";
import { settle } from "../core/testing/fake_host.ts";
import { FakeServer } from "../core/testing/fake_server.ts";
import { openShop, type Shop, TOKEN } from "../core/testing/shop.ts";
import type { CardManager } from "../fields/card_manager.ts";
import { createCardManager } from "./card.ts";
import { cardPaymentMethodManager } from "./card_payment_method_manager.ts";
import { headlessCheckout } from "./headless_checkout.ts";

async function openHeadless(options: HeadlessOptions = {}, server = new FakeServer()) {
  const shop = await openShop(options, { server });
  return { ...shop, headless: headlessCheckout(shop.checkout, options, "en-GB") };
}

/** A card form without frames. */
function cardForm(faults: string[] = []) {
  const calls: string[] = [];
  const chosen: unknown[] = [];
  const form = {
    validate: async () => ({
      valid: faults.length === 0,
      validationErrors: faults.map((error) => ({ name: "cardNumber", error, message: error })),
      ...(faults[0] ? { error: faults[0] } : {}),
    }),
    tokenize: async (options: { readonly cardNetwork?: string }) => {
      chosen.push(options.cardNetwork);
      return TOKEN;
    },
    clearSecurityCode: () => calls.push("clearSecurityCode"),
  };
  return { form: form as unknown as CardManager, calls, chosen };
}

function managerOf({ checkout }: Shop, form: CardManager) {
  return cardPaymentMethodManager(checkout, form);
}

test("starting tells the payment methods, once", async () => {
  const { headless, told, last } = await openHeadless();
  expect(told).toEqual([]);
  await headless.start();
  await headless.start();
  expect(told).toEqual(["onAvailablePaymentMethodsLoad"]);
  expect(last.onAvailablePaymentMethodsLoad).toEqual([
    [{ type: "PAYMENT_CARD", managerType: "CARD", name: "Card" }],
  ]);
});

test("there are managers of what the session offers, and no others", async () => {
  const { headless } = await openHeadless();
  expect(await headless.createPaymentMethodManager("PAYMENT_CARD")).not.toBeNull();
  expect(await headless.createPaymentMethodManager("PAYPAL")).toBeNull();
  const server = new FakeServer();
  server.configuration = { paymentMethods: [] };
  const without = await openHeadless({}, server);
  expect(await without.headless.createPaymentMethodManager("PAYMENT_CARD")).toBeNull();
});

test("submitting pays, with the network that was chosen", async () => {
  const shop = await openHeadless();
  const { form, chosen } = cardForm();
  await managerOf(shop, form).submit({ cardNetwork: "MASTERCARD" });
  expect(chosen).toEqual(["MASTERCARD"]);
  expect(shop.checkout.state.phase.name).toBe("paid");
});

test("a chosen network with a fee is shown before it is paid", async () => {
  const server = new FakeServer();
  server.surcharges = { MASTERCARD: 50 };
  const shop = await openHeadless({}, server);
  const { form } = cardForm();
  await managerOf(shop, form).submit({ cardNetwork: "MASTERCARD" });
  expect(server.payments).toEqual([]);
  expect(shop.last.onCheckoutFail?.[0]).toMatchObject({ data: { reason: "TOTAL_CHANGED" } });
  await shop.host.advance(500);
  await managerOf(shop, form).submit({ cardNetwork: "MASTERCARD" });
  expect(server.payments).toMatchObject([{ amount: 6450 }]);
});

test("an incomplete form pays nothing and asks nobody", async () => {
  const shop = await openHeadless({ onBeforePaymentCreate: () => expect.unreachable() });
  await managerOf(shop, cardForm(["cardNumber.incomplete"]).form).submit();
  expect(shop.told).toEqual(["onCheckoutFail"]);
  expect(shop.last.onCheckoutFail?.[0]).toMatchObject({
    code: "VALIDATION_ERROR",
    message: "cardNumber.incomplete",
  });
  expect(shop.server.sent("/payments")).toEqual([]);
});

test("after a decline the security code is asked for again", async () => {
  const shop = await openHeadless();
  shop.server.outcome = "FAILED";
  const { form, calls } = cardForm();
  await managerOf(shop, form).submit();
  expect(calls).toEqual(["clearSecurityCode"]);
});

test("the card form is told of the networks that both session and merchant allow", async () => {
  const shop = await openHeadless();
  const contexts = [{}, { allowedCardNetworks: ["MASTERCARD", "AMEX"] }].map((merchant) => {
    const cards = createCardManager(shop.checkout, "en", merchant, {});
    return (cards as unknown as { context: { allowedNetworks(): string[] } }).context;
  });
  expect(contexts.map((context) => context.allowedNetworks())).toEqual([
    ["VISA", "MASTERCARD"],
    ["MASTERCARD"],
  ]);
});

test("amounts and names for a page of the merchant's own", async () => {
  const { headless, server } = await openHeadless();
  expect(headless.getSDKUtilities().getUIOrderAmount()).toBe("€64.00");
  server.patch({ amount: 7000, currency: "JPY" });
  expect(await headless.refreshClientSession()).toBe(true);
  expect(headless.getSDKUtilities().getUIOrderAmount()).toBe("JP¥7,000");
  const assets = headless.getAssetsManager();
  expect(assets.getCardNetworkAsset("AMEX").displayName).toBe("American Express");
  expect(assets.getCardNetworkAsset("NEW_NETWORK").displayName).toBe("NEW_NETWORK");
  expect(assets.getPaymentMethodAsset("PAYMENT_CARD")?.displayName).toBe("Card");
  expect(assets.getPaymentMethodAsset("PAYPAL")).toBeNull();
});

test("teardown ends the checkout", async () => {
  const { headless, checkout } = await openHeadless();
  await headless.createPaymentMethodManager("PAYMENT_CARD");
  headless.teardown();
  await settle();
  expect(checkout.state.phase.name).toBe("closed");
  expect(await headless.refreshClientSession()).toBe(false);
});
