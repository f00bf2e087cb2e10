/** The card fields of a checkout, whoever draws the page around them. */

import type { CardManagerOptions } from "../api/card.ts";
import type { HeadlessOptions } from "../api/options.ts";
import type { Checkout } from "../core/checkout.ts";
import { SDK_VERSION } from "../core/version.ts";
import { CardManager } from "../fields/card_manager.ts";

/** The card fields of a checkout. The network of the typed card decides on its surcharge. */
export function createCardManager(
  checkout: Checkout,
  locale: string,
  merchant: HeadlessOptions,
  options: CardManagerOptions,
): CardManager {
  const context = {
    checkoutId: checkout.id,
    hostedUrl: checkout.configuration.hostedUrl,
    locale,
    sdkVersion: SDK_VERSION,
    cardholderNameRequired: merchant.card?.cardholderName?.required ?? false,
    accessToken: () => checkout.accessToken,
    allowedNetworks: () => allowedNetworks(checkout, merchant),
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

/** The session's networks in its order, narrowed by the merchant's option. */
function allowedNetworks(checkout: Checkout, merchant: HeadlessOptions): readonly string[] {
  const { orderedAllowedCardNetworks } = checkout.configuration.clientSession.paymentMethod;
  const { allowedCardNetworks } = merchant;
  return allowedCardNetworks
    ? orderedAllowedCardNetworks.filter((network) => allowedCardNetworks.includes(network))
    : orderedAllowedCardNetworks;
}
