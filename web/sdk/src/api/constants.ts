/** The named values of the public API (spec/web-sdk.md 5.1). */

/** Why something failed, as `PrimerClientError.code`. */
export const ErrorCode = named(
  "INITIALIZATION_ERROR",
  "NO_PAYMENT_METHODS",
  "PRIMER_TEARDOWN",
  "PRIMER_SERVER_ERROR",
  "THREE_DS_AUTH_FAILED",
  "TOKENIZATION_ERROR",
  "DUPLICATE_PAYMENT_METHOD_ERROR",
  "CARD_NUMBER_ERROR",
  "PAYMENT_METHOD_NOT_SETUP",
  "PAYMENT_METHOD_NOT_PROVIDED",
  "PAYMENT_METHOD_NOT_COMPATIBLE",
  "RESUME_ERROR",
  "VALIDATION_ERROR",
  "PAYMENT_FAILED",
  "PAYMENT_CREATION_ABORTED",
  "PAYMENT_CREATION_DISABLED",
  "CLIENT_SESSION_UPDATE_ERROR",
  "INVALID_ARGUMENT",
  "IDEMPOTENCY_KEY_ALREADY_EXISTS",
  "VAULT_FETCH",
  "VAULT_DELETE",
  "HEADLESS_VAULT_MANAGER_VALIDATION",
  "CARD_FORM_VALIDATION_UNEXPECTED_FIELD",
  "MISSING_FIRST_NAME_OR_LAST_NAME",
  "MISSING_EMAIL_ADDRESS",
  "INVALID_FLOW",
);
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];
/** For pages that name one of them as a type, as of an enum. */
export declare namespace ErrorCode {
  type INITIALIZATION_ERROR = "INITIALIZATION_ERROR";
  type NO_PAYMENT_METHODS = "NO_PAYMENT_METHODS";
  type PRIMER_TEARDOWN = "PRIMER_TEARDOWN";
  type PRIMER_SERVER_ERROR = "PRIMER_SERVER_ERROR";
  type THREE_DS_AUTH_FAILED = "THREE_DS_AUTH_FAILED";
  type TOKENIZATION_ERROR = "TOKENIZATION_ERROR";
  type DUPLICATE_PAYMENT_METHOD_ERROR = "DUPLICATE_PAYMENT_METHOD_ERROR";
  type CARD_NUMBER_ERROR = "CARD_NUMBER_ERROR";
  type PAYMENT_METHOD_NOT_SETUP = "PAYMENT_METHOD_NOT_SETUP";
  type PAYMENT_METHOD_NOT_PROVIDED = "PAYMENT_METHOD_NOT_PROVIDED";
  type PAYMENT_METHOD_NOT_COMPATIBLE = "PAYMENT_METHOD_NOT_COMPATIBLE";
  type RESUME_ERROR = "RESUME_ERROR";
  type VALIDATION_ERROR = "VALIDATION_ERROR";
  type PAYMENT_FAILED = "PAYMENT_FAILED";
  type PAYMENT_CREATION_ABORTED = "PAYMENT_CREATION_ABORTED";
  type PAYMENT_CREATION_DISABLED = "PAYMENT_CREATION_DISABLED";
  type CLIENT_SESSION_UPDATE_ERROR = "CLIENT_SESSION_UPDATE_ERROR";
  type INVALID_ARGUMENT = "INVALID_ARGUMENT";
  type IDEMPOTENCY_KEY_ALREADY_EXISTS = "IDEMPOTENCY_KEY_ALREADY_EXISTS";
  type VAULT_FETCH = "VAULT_FETCH";
  type VAULT_DELETE = "VAULT_DELETE";
  type HEADLESS_VAULT_MANAGER_VALIDATION = "HEADLESS_VAULT_MANAGER_VALIDATION";
  type CARD_FORM_VALIDATION_UNEXPECTED_FIELD = "CARD_FORM_VALIDATION_UNEXPECTED_FIELD";
  type MISSING_FIRST_NAME_OR_LAST_NAME = "MISSING_FIRST_NAME_OR_LAST_NAME";
  type MISSING_EMAIL_ADDRESS = "MISSING_EMAIL_ADDRESS";
  type INVALID_FLOW = "INVALID_FLOW";
}

/** What a hosted input or another manager can be listened to for. */
export const EventTypes = {
  CHANGE: "change",
  ERROR: "error",
  FOCUS: "focus",
  BLUR: "blur",
  CLICK: "click",
  CLOSE: "close",
  CONFIRMED_KLARNA_CATEGORY: "CONFIRMED_KLARNA_CATEGORY",
  CONFIRMED_KLARNA_CATEGORY_ERROR: "CONFIRMED_KLARNA_CATEGORY_ERROR",
  KLARNA_SESSION_UPDATE: "KLARNA_SESSION_UPDATE",
  KLARNA_SESSION_REFRESH_ERROR: "KLARNA_SESSION_REFRESH_ERROR",
} as const;
export type EventTypes = (typeof EventTypes)[keyof typeof EventTypes];
/** For pages that name one of them as a type, as of an enum. */
export declare namespace EventTypes {
  type CHANGE = "change";
  type ERROR = "error";
  type FOCUS = "focus";
  type BLUR = "blur";
  type CLICK = "click";
  type CLOSE = "close";
  type CONFIRMED_KLARNA_CATEGORY = "CONFIRMED_KLARNA_CATEGORY";
  type CONFIRMED_KLARNA_CATEGORY_ERROR = "CONFIRMED_KLARNA_CATEGORY_ERROR";
  type KLARNA_SESSION_UPDATE = "KLARNA_SESSION_UPDATE";
  type KLARNA_SESSION_REFRESH_ERROR = "KLARNA_SESSION_REFRESH_ERROR";
}

/** The kind of manager that a payment method is used through. */
export const HeadlessManagerType = named("CARD", "NATIVE", "REDIRECT", "KLARNA", "ACH");
export type HeadlessManagerType = (typeof HeadlessManagerType)[keyof typeof HeadlessManagerType];
/** For pages that name one of them as a type, as of an enum. */
export declare namespace HeadlessManagerType {
  type CARD = "CARD";
  type NATIVE = "NATIVE";
  type REDIRECT = "REDIRECT";
  type KLARNA = "KLARNA";
  type ACH = "ACH";
}

export const PaymentFlow = named("DEFAULT", "PREFER_VAULT");
export type PaymentFlow = (typeof PaymentFlow)[keyof typeof PaymentFlow];
/** For pages that name one of them as a type, as of an enum. */
export declare namespace PaymentFlow {
  type DEFAULT = "DEFAULT";
  type PREFER_VAULT = "PREFER_VAULT";
}

export const CheckoutUXFlow = named("CHECKOUT", "HEADLESS_CHECKOUT", "MANAGE_PAYMENT_METHODS");
export type CheckoutUXFlow = (typeof CheckoutUXFlow)[keyof typeof CheckoutUXFlow];
/** For pages that name one of them as a type, as of an enum. */
export declare namespace CheckoutUXFlow {
  type CHECKOUT = "CHECKOUT";
  type HEADLESS_CHECKOUT = "HEADLESS_CHECKOUT";
  type MANAGE_PAYMENT_METHODS = "MANAGE_PAYMENT_METHODS";
}

export const ThreeDSecureStatus = {
  SUCCESS: "AUTH_SUCCESS",
  FAILED: "AUTH_FAILED",
  SKIPPED: "SKIPPED",
  CHALLENGE: "CHALLENGE",
} as const;
export type ThreeDSecureStatus = (typeof ThreeDSecureStatus)[keyof typeof ThreeDSecureStatus];
/** For pages that name one of them as a type, as of an enum. */
export declare namespace ThreeDSecureStatus {
  type SUCCESS = "AUTH_SUCCESS";
  type FAILED = "AUTH_FAILED";
  type SKIPPED = "SKIPPED";
  type CHALLENGE = "CHALLENGE";
}

export const SuccessScreenType = named("CHECK", "PAYMENT_METHOD");
export type SuccessScreenType = (typeof SuccessScreenType)[keyof typeof SuccessScreenType];
/** For pages that name one of them as a type, as of an enum. */
export declare namespace SuccessScreenType {
  type CHECK = "CHECK";
  type PAYMENT_METHOD = "PAYMENT_METHOD";
}

export const TokenType = named("SINGLE_USE", "MULTI_USE");
export type TokenType = (typeof TokenType)[keyof typeof TokenType];

/**
 * The names of payment methods in the protocol, not a list of what a server offers. Every
 * function that takes one takes any string.
 */
export const PaymentMethodType = {
  ...named(
    "PAYMENT_CARD",
    "APPLE_PAY",
    "GOOGLE_PAY",
    "PAYPAL",
    "KLARNA",
    "STRIPE_ACH",
    "ADYEN_AFFIRM",
    "ADYEN_ALIPAY",
    "ADYEN_BANCONTACT_CARD",
    "ADYEN_BANCONTACT_PAYCONIQ",
    "ADYEN_BANK_TRANSFER",
    "ADYEN_BLIK",
    "ADYEN_CASHAPP",
    "ADYEN_DOTPAY",
    "ADYEN_EPS",
    "ADYEN_GIROPAY",
    "ADYEN_IDEAL",
    "ADYEN_INTERAC",
    "ADYEN_KLARNA",
    "ADYEN_MBWAY",
    "ADYEN_MOBILEPAY",
    "ADYEN_MULTIBANCO",
    "ADYEN_PAYSHOP",
    "ADYEN_PAYTRAIL",
    "ADYEN_SOFORT",
    "ADYEN_TRUSTLY",
    "ADYEN_TWINT",
    "ADYEN_VIPPS",
    "ALMA",
    "ATOME",
    "BUCKAROO_BANCONTACT",
    "BUCKAROO_EPS",
    "BUCKAROO_GIROPAY",
    "BUCKAROO_IDEAL",
    "BUCKAROO_SOFORT",
    "CLEARPAY",
    "COINBASE",
    "DLOCAL_PIX",
    "HOOLAH",
    "IPAY88_CARD",
    "MOLLIE_BANCONTACT",
    "MOLLIE_EPS",
    "MOLLIE_GIROPAY",
    "MOLLIE_IDEAL",
    "MOLLIE_P24",
    "MOLLIE_SOFORT",
    "NETS",
    "NOL_PAY",
    "OMISE_PROMPTPAY",
    "OMISE_TRUEMONEY",
    "OPENNODE",
    "PACYPAY_ALIPAY",
    "PACYPAY_WECHAT",
    "PAY_NL_BANCONTACT",
    "PAY_NL_CREDIT_TRANSFER",
    "PAY_NL_DIRECT_DEBIT",
    "PAY_NL_EPS",
    "PAY_NL_GIROPAY",
    "PAY_NL_IDEAL",
    "PAY_NL_KAARTDIRECT",
    "PAY_NL_P24",
    "PAY_NL_PAYCONIQ",
    "PAY_NL_PAYPAL",
    "PAY_NL_RIVERTY",
    "PAY_NL_SOFORT_BANKING",
    "PRIMER_PAYPAL",
    "PRIMER_TEST_KLARNA",
    "PRIMER_TEST_PAYPAL",
    "PRIMER_TEST_SOFORT",
    "RAPYD_FAST",
    "RAPYD_GCASH",
    "RAPYD_GRABPAY",
    "RAPYD_POLI",
    "RAPYD_PROMPTPAY",
    "STRIPE_GIROPAY",
    "STRIPE_IDEAL",
    "TWOC2P",
    "WORLDPAY_IDEAL",
    "XENDIT_DANA",
    "XENDIT_OVO",
    "XENDIT_RETAIL_OUTLETS",
    "XENDIT_SHOPEEPAY",
    "XFERS_PAYNOW",
  ),
  GO_CARDLESS: "GOCARDLESS",
  MOLLIE_GIFT_CARD: "MOLLIE_GIFTCARD",
} as const;
export type PaymentMethodType = (typeof PaymentMethodType)[keyof typeof PaymentMethodType];

/** The form of what a token stands for: mostly the method's own. */
export const PaymentInstrumentType = {
  ...PaymentMethodType,
  CARD: "PAYMENT_CARD",
  PAYPAL: "PAYPAL_ORDER",
  PAYPAL_VAULTED: "PAYPAL_BILLING_AGREEMENT",
  KLARNA_AUTHORIZATION_TOKEN: "KLARNA_AUTHORIZATION_TOKEN",
  KLARNA_CUSTOMER_TOKEN: "KLARNA_CUSTOMER_TOKEN",
  AUTOMATED_CLEARING_HOUSE: "AUTOMATED_CLEARING_HOUSE",
  OFF_SESSION_PAYMENT: "OFF_SESSION_PAYMENT",
  CARD_OFF_SESSION_PAYMENT: "CARD_OFF_SESSION_PAYMENT",
} as const;
export type PaymentInstrumentType =
  (typeof PaymentInstrumentType)[keyof typeof PaymentInstrumentType];

/** Values that are their own names. */
function named<const Name extends string>(...names: Name[]): { readonly [N in Name]: N } {
  return Object.fromEntries(names.map((name) => [name, name])) as { [N in Name]: N };
}
