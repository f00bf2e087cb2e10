/** What a merchant needs to draw a checkout of its own. */

import type { CardNetworkName } from "../api/types.ts";
import { displayName, isCardNetwork } from "../card/network.ts";
import type { Checkout } from "../core/checkout.ts";
import { formatAmount } from "../core/money.ts";

export interface CardNetworkAsset {
  readonly displayName: string;
  /** Where a picture of it is; null: draw your own. */
  readonly cardUrl: string | null;
}

export interface PaymentMethodAsset {
  readonly displayName: string;
  readonly iconUrl: string | null;
}

export interface PrimerAssetsManager {
  getCardNetworkAsset(network: CardNetworkName): CardNetworkAsset;
  /** Null for a method that the session does not offer. */
  getPaymentMethodAsset(type: string): PaymentMethodAsset | null;
}

export interface PrimerSDKUtilities {
  /** The total as the shopper reads it, such as `€174.90`; null while there is none. */
  getUIOrderAmount(): string | null;
  /** The options of a method; null for one that the session does not offer. */
  getPaymentMethodConfiguration(type: string): Readonly<Record<string, unknown>> | null;
}

export function assetsManager(checkout: Checkout): PrimerAssetsManager {
  return {
    getCardNetworkAsset: (network) => ({
      displayName: isCardNetwork(network) ? displayName(network) : network,
      cardUrl: null,
    }),
    getPaymentMethodAsset(type) {
      const method = checkout.state.methods.find((method) => method.type === type);
      return method ? { displayName: method.name ?? type, iconUrl: null } : null;
    },
  };
}

export function sdkUtilities(checkout: Checkout, locale: string): PrimerSDKUtilities {
  return {
    getUIOrderAmount() {
      const { total } = checkout.state;
      return total && formatAmount(total.amount, total.currency, locale);
    },
    getPaymentMethodConfiguration(type) {
      const method = checkout.configuration.paymentMethods.find((method) => method.type === type);
      return method ? (method.options ?? {}) : null;
    },
  };
}
