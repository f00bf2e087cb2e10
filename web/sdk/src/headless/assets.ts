/** What a merchant needs to draw a checkout of its own. */

import type { CardNetworkName } from "../api/types.ts";
import { displayName, networkNamed } from "../card/network.ts";
import type { Checkout } from "../core/checkout.ts";
import { formatAmount } from "../core/money.ts";
import { cardPicture } from "./pictures.ts";

export interface CardNetworkAsset {
  readonly displayName: string;
  /** Where a picture of it is: an SVG of 32 by 20. */
  readonly cardUrl: string;
}

/** The same for every background. */
export interface ThreeFold {
  readonly colored: string;
  readonly dark: string;
  readonly light: string;
}

export interface ButtonPaymentMethodAsset {
  readonly displayName: string;
  readonly buttonText: string;
  readonly iconUrl: ThreeFold;
  readonly backgroundColor: ThreeFold;
}

export interface IAssetsManager {
  /** Of a network as the API or as the published SDK spells it. */
  getCardNetworkAsset(network: CardNetworkName): Promise<CardNetworkAsset>;
  /** Null for a method that the session does not offer. */
  getPaymentMethodAsset(type: string): Promise<ButtonPaymentMethodAsset | null>;
}

export interface HeadlessSDKUtilities {
  getCardNetworkAsset(network: CardNetworkName): CardNetworkAsset;
  /** The total as the shopper reads it, such as `€174.90`; null while there is none. */
  getUIOrderAmount(): string | null;
  /** Pictures of somebody else's server. There are none. */
  getCDNAssets(type: string): Promise<undefined>;
  /** The options of a method; null for one that the session does not offer. */
  getPaymentMethodConfiguration(type: string): Readonly<Record<string, unknown>> | null;
}

export function assetsManager(checkout: Checkout): IAssetsManager {
  return {
    getCardNetworkAsset: async (network) => cardNetworkAsset(network),
    async getPaymentMethodAsset(type) {
      const method = checkout.state.methods.find((method) => method.type === type);
      if (!method) return null;
      const name = method.name ?? type;
      const iconUrl = everywhere(cardPicture("OTHER"));
      return { displayName: name, buttonText: name, iconUrl, backgroundColor: everywhere("#fff") };
    },
  };
}

export function sdkUtilities(checkout: Checkout, locale: string): HeadlessSDKUtilities {
  return {
    getCardNetworkAsset: cardNetworkAsset,
    getUIOrderAmount() {
      const { total } = checkout.state;
      return total && formatAmount(total.amount, total.currency, locale);
    },
    getCDNAssets: async () => undefined,
    getPaymentMethodConfiguration(type) {
      const method = checkout.configuration.paymentMethods.find((method) => method.type === type);
      return method ? (method.options ?? {}) : null;
    },
  };
}

/** Of a network that is not known here: its name, and a card without a brand. */
function cardNetworkAsset(name: string): CardNetworkAsset {
  const network = networkNamed(name);
  return {
    displayName: network ? displayName(network) : name,
    cardUrl: cardPicture(network ?? "OTHER"),
  };
}

function everywhere(value: string): ThreeFold {
  return { colored: value, dark: value, light: value };
}
