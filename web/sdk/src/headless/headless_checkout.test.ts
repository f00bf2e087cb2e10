import { expect, test } from "vitest";
import type { HeadlessOptions } from "../api/options.ts";
import { settle } from "../core/testing/fake_host.ts";
import { FakeServer } from "../core/testing/fake_server.ts";
import { openShop, type Shop, TOKEN } from "../core/testing/shop.ts";
import type { CardManager } from "../fields/card_manager.ts";
import { allowedNetworks } from "./allowed_networks.ts";
import { cardPaymentMethodManager } from "./card_payment_method_manager.ts";
import { headlessCheckout } from "./headless_checkout.ts";

async function openHeadless(options: HeadlessOptions = {}, server = new FakeServer()) {
  const shop = await openShop(options, { server });
  return { ...shop, headless: headlessCheckout(shop.checkout, options, () => "en-GB") };
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
    take: async (options: { readonly cardNetwork?: string }) => {
      calls.push("take");
      return {
        tokenize: async () => {
          chosen.push(options.cardNetwork);
          return TOKEN;
        },
        release: () => calls.push("release"),
      };
    },
    networkToUse: (network?: string) => network ?? null,
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
  expect(told).toEqual(["onAvailablePaymentMethodsLoad", "onClientSessionUpdate"]);
  expect(last.onClientSessionUpdate).toEqual([expect.objectContaining({ totalAmount: 6400 })]);
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

test("submitting an order that costs nothing completes it, whatever the card form holds", async () => {
  const server = new FakeServer();
  server.amount = 0;
  const shop = await openShop({}, { server });
  const { form, chosen } = cardForm(["cardNumber.required"]);
  await managerOf(shop, form).submit();
  expect(chosen).toEqual([]);
  expect(server.sent("/payments").map(({ body }) => body)).toEqual(["{}"]);
  expect(shop.told).toContain("onCheckoutComplete");
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
  expect(calls).toEqual(["take", "release", "clearSecurityCode"]);
});

test("the card form is told of the networks that both session and merchant allow", async () => {
  const shop = await openHeadless();
  const both = ["VISA", "MASTERCARD"];
  for (const [allowedCardNetworks, accepted] of [
    [undefined, both],
    [["MASTERCARD", "AMEX"], ["MASTERCARD"]],
    [["visa", "american-express"], ["VISA"]],
    [["Visa"], ["VISA"]],
    // These would leave no card at all.
    [[], both],
    [["visa-debit"], both],
    [["AMEX"], both],
    ["VISA", both],
  ] as const) {
    const options = { allowedCardNetworks } as HeadlessOptions;
    expect(allowedNetworks(shop.checkout, options)).toEqual(accepted);
  }
});

test("a session without a list of networks accepts every card", async () => {
  const server = new FakeServer();
  server.session = { paymentMethod: { orderedAllowedCardNetworks: [] } };
  const { checkout } = await openShop({}, { server });
  expect(allowedNetworks(checkout, {})).toContain("VISA");
  expect(allowedNetworks(checkout, { allowedCardNetworks: ["jcb"] })).toEqual(["JCB"]);
});

test("options come with createHeadless, or by configure until start", async () => {
  const heard: string[] = [];
  const options: HeadlessOptions = {};
  const { checkout } = await openShop();
  const shop = await openShop(options);
  expect(checkout.isStarted).toBe(false);
  const headless = headlessCheckout(shop.checkout, options, () => "en");
  headless.configure({ onAvailablePaymentMethodsLoad: () => heard.push("methods") });
  expect(() => headless.configure({ paymentHandling: "MANUAL" })).toThrow(/MANUAL is not there/);
  await headless.start();
  expect(() => headless.configure({})).toThrow(/before start/);
  const twice = await openHeadless({ locale: "de" });
  expect(() => twice.headless.configure({ locale: "fr" })).toThrow(/given to createHeadless/);
});

test("what is not there yet says so", async () => {
  const { headless } = await openHeadless();
  const vault = headless.createVaultManager();
  for (const call of [
    vault.fetchVaultedPaymentMethods(),
    vault.deleteVaultedPaymentMethod("1"),
    vault.startPaymentFlow("1"),
    vault.createCvvInput({ container: "#cvv" }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: "INVALID_FLOW", message: /not there yet/ });
  }
});

test("amounts and names for a page of the merchant's own", async () => {
  const { headless, server } = await openHeadless();
  expect(headless.getSDKUtilities().getUIOrderAmount()).toBe("€64.00");
  server.patch({ amount: 7000, currency: "JPY" });
  expect(await headless.refreshClientSession()).toBe(true);
  expect(headless.getSDKUtilities().getUIOrderAmount()).toBe("JP¥7,000");
  const assets = headless.getAssetsManager();
  for (const name of ["AMEX", "american-express"]) {
    expect(await assets.getCardNetworkAsset(name)).toMatchObject({
      displayName: "American Express",
      cardUrl: expect.stringMatching(/amex/),
    });
  }
  expect(await assets.getCardNetworkAsset("NEW_NETWORK")).toMatchObject({
    displayName: "NEW_NETWORK",
    cardUrl: expect.stringMatching(/other/),
  });
  expect(headless.getSDKUtilities().getCardNetworkAsset("visa").displayName).toBe("Visa");
  expect((await assets.getPaymentMethodAsset("PAYMENT_CARD"))?.displayName).toBe("Card");
  expect(await assets.getPaymentMethodAsset("PAYPAL")).toBeNull();
});

test("teardown ends the checkout", async () => {
  const { headless, checkout } = await openHeadless();
  await headless.createPaymentMethodManager("PAYMENT_CARD");
  headless.teardown();
  await settle();
  expect(checkout.state.phase.name).toBe("closed");
  expect(await headless.refreshClientSession()).toBe(false);
});
