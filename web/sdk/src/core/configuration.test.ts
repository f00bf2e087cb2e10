import { expect, test } from "vitest";
import type { Configuration } from "../api/types.ts";
import { methodsOf, publicSession, readConfiguration, totalOf } from "./configuration.ts";

const PCI = "https://tender.test/client";

function read(body: Record<string, unknown>): Configuration {
  const configuration = readConfiguration({ pciUrl: PCI, clientSession: {}, ...body });
  if (!configuration) throw new Error("the configuration was refused");
  return configuration;
}

test("a configuration needs a session and an address, nothing else", () => {
  expect(readConfiguration(null)).toBeNull();
  expect(readConfiguration([])).toBeNull();
  expect(readConfiguration({ pciUrl: PCI })).toBeNull();
  expect(readConfiguration({ clientSession: {} })).toBeNull();
  expect(readConfiguration({ clientSession: {}, pciUrl: "nowhere" })).toBeNull();
  expect(read({})).toMatchObject({
    pciUrl: PCI,
    hostedUrl: "https://tender.test/hosted/v1",
    paymentMethods: [],
    checkoutModules: [],
    clientSession: { order: {}, paymentMethod: { orderedAllowedCardNetworks: [] } },
  });
});

test("entries without a type are left out; unknown fields are kept", () => {
  const configuration = read({
    paymentMethods: [{ type: "PAYMENT_CARD", options: { a: 1 } }, {}, null, "x", { type: "NEW" }],
    checkoutModules: [{ type: "BILLING_ADDRESS", options: { city: true } }, { type: 7 }],
    later: true,
  });
  expect(configuration.paymentMethods).toEqual([
    { type: "PAYMENT_CARD", options: { a: 1 } },
    { type: "NEW" },
  ]);
  expect(configuration.checkoutModules).toHaveLength(1);
  expect(configuration).toHaveProperty("later", true);
  expect(methodsOf(configuration)).toEqual([{ type: "PAYMENT_CARD", managerType: "CARD" }]);
});

test("the merchant's amount goes before the computed one", () => {
  const order = { currencyCode: "EUR", totalOrderAmount: 5000, merchantAmount: 4999 };
  expect(totalOf(read({ clientSession: { revision: 3, order } }))).toEqual({
    revision: 3,
    amount: 4999,
    currency: "EUR",
  });
});

test("nothing with a price is no total; a price of zero is one", () => {
  const order = { currencyCode: "EUR", totalOrderAmount: 0, lineItems: [] };
  expect(totalOf(read({ clientSession: { order } }))).toBeNull();
  expect(totalOf(read({ clientSession: { order, amount: 0 } }))?.amount).toBe(0);
  expect(totalOf(read({ clientSession: { order: { ...order, lineItems: [{}] } } }))?.amount).toBe(
    0,
  );
});

test("an amount without a currency, or none that is exact, is no total", () => {
  expect(totalOf(read({ clientSession: { amount: 100, order: {} } }))).toBeNull();
  const inexact = { amount: 2 ** 53, order: { currencyCode: "EUR" } };
  expect(totalOf(read({ clientSession: inexact }))).toBeNull();
});

test("callbacks are given the session in the published form", () => {
  const session = publicSession(
    read({
      clientSession: {
        amount: 7000,
        currencyCode: "EUR",
        customerId: "customer-1",
        customer: { emailAddress: "shopper@example.com" },
        order: {
          orderId: "order-1",
          countryCode: "FR",
          totalOrderAmount: 7000,
          lineItems: [{ itemId: "shoes", amount: 6400 }],
          shipping: { amount: 600 },
        },
        paymentMethod: { vaultOnSuccess: true, orderedAllowedCardNetworks: ["VISA"] },
      },
    }),
  );
  expect(session).toEqual({
    orderId: "order-1",
    currencyCode: "EUR",
    totalAmount: 7000,
    customerId: "customer-1",
    lineItems: [{ itemId: "shoes", amount: 6400 }],
    orderDetails: { countryCode: "FR", shipping: { amount: 600 }, fees: [] },
    customer: { emailAddress: "shopper@example.com" },
    paymentMethod: { vaultOnSuccess: true, orderedAllowedCardNetworks: ["VISA"] },
  });
});
