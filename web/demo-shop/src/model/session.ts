/** A client session as Tender's merchant API answers it: the parts that the shop shows. */

export interface Session {
  readonly orderId?: string;
  readonly customerId?: string;
  /** ISO 4217. */
  readonly currencyCode?: string;
  /** What would be charged, in minor units; absent while nothing has a price. */
  readonly amount?: number;
  /** UTC, without a zone suffix. */
  readonly clientTokenExpirationDate?: string;
  readonly order?: {
    readonly countryCode?: string;
    readonly lineItems?: readonly LineItem[];
    readonly fees?: readonly Fee[];
    readonly shipping?: { readonly amount?: number; readonly methodName?: string };
  };
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface LineItem {
  readonly itemId?: string;
  readonly name?: string;
  readonly description?: string;
  /** Of one piece, in minor units. */
  readonly amount: number;
  readonly quantity?: number;
  /** Of the whole line, in minor units. */
  readonly discountAmount?: number;
}

export interface Fee {
  readonly type?: string;
  readonly description?: string;
  readonly amount: number;
}
