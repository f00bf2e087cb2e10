/** The card fields of a checkout, whoever draws the page around them. */

import type { CardPaymentMethodManagerOptions } from "../api/card.ts";
import type { HeadlessOptions } from "../api/options.ts";
import type { Checkout } from "../core/checkout.ts";
import { PAYMENT_CARD } from "../core/configuration.ts";
import { SDK_VERSION } from "../core/version.ts";
import type { TakenCard } from "../fields/card_keeper.ts";
import { CardManager } from "../fields/card_manager.ts";
import { allowedNetworks } from "./allowed_networks.ts";

/** The card fields of a checkout. The network of the typed card decides on its surcharge. */
export function createCardManager(
  checkout: Checkout,
  locale: string,
  merchant: HeadlessOptions,
  options: CardPaymentMethodManagerOptions,
): CardManager {
  const context = {
    checkoutId: checkout.id,
    hostedUrl: checkout.configuration.hostedUrl,
    locale,
    sdkVersion: SDK_VERSION,
    cardholderNameRequired: merchant.card?.cardholderName?.required ?? false,
    autoAdvance: merchant.card?.autoAdvance,
    accessToken: () => checkout.accessToken,
    allowedNetworks: () => allowedNetworks(checkout, merchant),
    clockOffset: () => checkout.clockOffset,
  };
  const cards = new CardManager(context, {
    ...options,
    onCardNetworksChange(event) {
      const { items, preferred } = event.detectedCardNetworks;
      checkout.cardNetworkChanged((preferred ?? items[0])?.network ?? null);
      options.onCardNetworksChange?.(event);
    },
  });
  let { session } = checkout.state;
  checkout.subscribe((state) => {
    if (state.session === session) return;
    session = state.session;
    cards.update();
  });
  return cards;
}

/** Pays with a card that was taken, and forgets it. Never rejects. */
export async function payByCard(checkout: Checkout, card: TakenCard): Promise<void> {
  await checkout.pay(PAYMENT_CARD, (signal) => card.tokenize(signal));
  card.release();
}

/** Completes an order that costs nothing, for which no card is asked. Never rejects. */
export async function completeFree(checkout: Checkout): Promise<void> {
  await checkout.pay(PAYMENT_CARD, () => Promise.reject(new Error("The order is free no more.")));
}
