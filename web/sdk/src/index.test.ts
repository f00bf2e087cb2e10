import { expect, test } from "vitest";
import { PrimerClientError } from "./api/errors.ts";
import * as sdk from "./index.ts";

test("the module exports the published names, and importing it needs no browser", () => {
  expect(Object.keys(sdk).sort()).toEqual([
    "CheckoutUXFlow",
    "ErrorCode",
    "EventTypes",
    "HeadlessManagerType",
    "PaymentFlow",
    "PaymentInstrumentType",
    "PaymentMethodType",
    "Primer",
    "PrimerClientError",
    "SuccessScreenType",
    "ThreeDSecureStatus",
    "TokenType",
    "isStripeOptionsDropInWithFullMandateText",
  ]);
  expect(Object.keys(sdk.Primer).sort()).toEqual([
    "SDK_VERSION",
    "createHeadless",
    "preloadPrimer",
    "showUniversalCheckout",
    "showVaultManager",
  ]);
  expect(sdk.Primer.SDK_VERSION).toMatch(/^v\d+\.\d+\.\d+$/);
  expect(Object.keys(sdk.ErrorCode)).toHaveLength(26);
});

test("names and values agree, but for the published oddities", () => {
  const { PaymentInstrumentType, EventTypes, ...plain } = {
    ErrorCode: sdk.ErrorCode,
    PaymentMethodType: sdk.PaymentMethodType,
    HeadlessManagerType: sdk.HeadlessManagerType,
    PaymentInstrumentType: sdk.PaymentInstrumentType,
    EventTypes: sdk.EventTypes,
  };
  const odd: Record<string, string> = {
    GO_CARDLESS: "GOCARDLESS",
    MOLLIE_GIFT_CARD: "MOLLIE_GIFTCARD",
  };
  for (const map of Object.values(plain)) {
    for (const [name, value] of Object.entries(map)) expect(value).toBe(odd[name] ?? name);
  }
  expect(sdk.ThreeDSecureStatus).toMatchObject({ SUCCESS: "AUTH_SUCCESS", FAILED: "AUTH_FAILED" });
  expect(PaymentInstrumentType).toMatchObject({ CARD: "PAYMENT_CARD", PAYPAL: "PAYPAL_ORDER" });
  expect(EventTypes.CHANGE).toBe("change");
});

test("an error of another copy of the SDK is one of ours", () => {
  const foreign = new Error("from the script tag");
  Object.defineProperty(foreign, Symbol.for("tender.PrimerClientError"), { value: true });
  expect(foreign).toBeInstanceOf(PrimerClientError);
  expect(new Error("another")).not.toBeInstanceOf(PrimerClientError);
  for (const other of [null, undefined, "error", {}]) {
    expect(other).not.toBeInstanceOf(PrimerClientError);
  }
});

test("errors are made of codes and of other errors", () => {
  const error = PrimerClientError.fromErrorCode("PAYMENT_FAILED", {
    message: "No.",
    data: { a: 1 },
  });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ code: "PAYMENT_FAILED", message: "No.", data: { a: 1 } });
  expect(PrimerClientError.fromExistingError(error, "INVALID_FLOW")).toBe(error);
  const made = PrimerClientError.fromExistingError(new TypeError("broken"), "INVALID_FLOW");
  expect(made).toMatchObject({ code: "INVALID_FLOW", message: "broken", diagnosticsId: null });
});

test("a container is asked for before anything is loaded", async () => {
  const call = sdk.Primer.showUniversalCheckout("token", {} as never);
  await expect(call).rejects.toMatchObject({ code: "INVALID_ARGUMENT", isFromDeveloper: true });
});
