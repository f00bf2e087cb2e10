/** The data of the public API and of the client API's answers. All amounts are minor units. */

import type { HeadlessManagerType } from "./constants.ts";

/** A name that is known here, or one that a newer server knows. */
export type OrString<T extends string> = T | (string & Record<never, never>);

/** As in the API: VISA, MASTERCARD, AMEX, …, OTHER. */
export type CardNetworkName = OrString<
  | "VISA"
  | "MASTERCARD"
  | "AMEX"
  | "DINERS_CLUB"
  | "DISCOVER"
  | "JCB"
  | "UNIONPAY"
  | "MAESTRO"
  | "ELO"
  | "MIR"
  | "HIPER"
  | "HIPERCARD"
  | "CARTES_BANCAIRES"
  | "DANKORT"
  | "EFTPOS"
  | "OTHER"
>;

/** A payment method that the shopper can use here. */
export interface PaymentMethodInfo {
  readonly type: string;
  readonly managerType: HeadlessManagerType;
  /** What to call it, in English. */
  readonly name?: string;
}

export interface Address {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly addressLine1?: string;
  readonly addressLine2?: string;
  readonly city?: string;
  readonly state?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
}

export interface Customer {
  readonly customerId?: string;
  readonly emailAddress?: string;
  readonly mobileNumber?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly nationalDocumentId?: string;
  readonly taxId?: string;
  readonly billingAddress?: Address;
  readonly shippingAddress?: Address;
}

export interface LineItem {
  readonly itemId?: string;
  readonly name?: string;
  readonly description?: string;
  readonly amount?: number;
  readonly quantity?: number;
  readonly discountAmount?: number;
  readonly taxAmount?: number;
  readonly taxCode?: string;
  readonly productType?: string;
}

export interface Fee {
  readonly type?: string;
  readonly amount: number;
}

export interface Shipping {
  readonly amount?: number;
  readonly methodId?: string;
  readonly methodName?: string;
  readonly methodDescription?: string;
}

/** A client session as the callbacks are given it. */
export interface ClientSession {
  readonly orderId?: string;
  /** ISO 4217. */
  readonly currencyCode?: string;
  /** What would be charged. Absent while nothing has a price. */
  readonly totalAmount?: number;
  readonly customerId?: string;
  readonly lineItems: readonly LineItem[];
  readonly orderDetails: {
    readonly countryCode?: string;
    readonly shipping?: Shipping;
    readonly fees: readonly Fee[];
  };
  readonly customer?: Customer;
  readonly paymentMethod: {
    readonly vaultOnSuccess: boolean;
    readonly orderedAllowedCardNetworks: readonly CardNetworkName[];
  };
}

/** What the server answers a checkout with (spec/client-protocol.md 3). */
export interface Configuration {
  readonly pciUrl: string;
  /** Where the frames of the card fields are, without a slash at the end. */
  readonly hostedUrl: string;
  readonly env?: string;
  readonly clientSession: ConfiguredSession;
  readonly paymentMethods: readonly ConfiguredMethod[];
  readonly checkoutModules: readonly CheckoutModule[];
}

/** A client session as the server answers it. */
export interface ConfiguredSession {
  readonly clientSessionId: string;
  /** Grows with each change. Absent from servers that do not count. */
  readonly revision?: number;
  readonly customerId?: string;
  readonly orderId?: string;
  readonly amount?: number;
  readonly currencyCode?: string;
  readonly customer?: Customer;
  readonly order: {
    readonly orderId?: string;
    readonly currencyCode?: string;
    readonly countryCode?: string;
    /** The merchant's own total, which overrides the computed one. */
    readonly merchantAmount?: number;
    readonly totalOrderAmount?: number;
    readonly lineItems?: readonly LineItem[];
    readonly fees?: readonly Fee[];
    readonly shipping?: Shipping;
  };
  readonly paymentMethod: {
    readonly vaultOnSuccess?: boolean;
    /** What the shopper will read on the account statement. */
    readonly descriptor?: string;
    readonly orderedAllowedCardNetworks: readonly CardNetworkName[];
    readonly options?: readonly MethodSurcharges[];
  };
}

/** What the merchant adds for a payment method, or for a card network of it. */
export interface MethodSurcharges {
  readonly type: string;
  readonly surcharge?: number;
  readonly networks?: readonly { readonly type: CardNetworkName; readonly surcharge: number }[];
}

export interface ConfiguredMethod {
  readonly id?: string | null;
  readonly type: string;
  readonly name?: string;
  readonly implementationType?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A part of the form that the merchant has switched on, such as BILLING_ADDRESS. */
export interface CheckoutModule {
  readonly type: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A change that the shopper makes (spec/client-protocol.md 2.2). */
export interface ClientSessionAction {
  readonly type: OrString<
    | "SELECT_PAYMENT_METHOD"
    | "UNSELECT_PAYMENT_METHOD"
    | "SET_BILLING_ADDRESS"
    | "SET_SHIPPING_ADDRESS"
    | "SELECT_SHIPPING_METHOD"
    | "SET_EMAIL_ADDRESS"
    | "SET_MOBILE_NUMBER"
    | "SET_CUSTOMER_FIRST_NAME"
    | "SET_CUSTOMER_LAST_NAME"
  >;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What stands for a card in a payment. Never holds the number or the security code. */
export interface PaymentMethodToken {
  readonly token: string;
  readonly analyticsId?: string;
  readonly tokenType?: string;
  readonly paymentInstrumentType?: string;
  readonly paymentMethodType?: string;
  readonly paymentInstrumentData?: {
    readonly first6Digits?: string;
    readonly last4Digits?: string;
    readonly expirationMonth?: string;
    readonly expirationYear?: string;
    readonly cardholderName?: string;
    readonly network?: string;
  };
}

/** A payment as the callbacks are given it. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly paymentMethodData?: PaymentMethodData;
}

export interface PaymentMethodData {
  readonly paymentMethodType: string;
  readonly last4Digits?: string;
  /** As in the API, such as VISA. */
  readonly network?: string;
}
