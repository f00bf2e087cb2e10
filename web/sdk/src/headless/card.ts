/** Paying by card over the core and the hosted inputs. */

import type { CardManagerOptions, ICardPaymentMethodManager } from "../api/card.ts";
import { ErrorCode, PaymentMethodType } from "../api/constants.ts";
import { PrimerClientError } from "../api/errors.ts";
import type { HeadlessOptions } from "../api/options.ts";
import type { CardNetworkName } from "../api/types.ts";
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
  return new CardManager(context, {
    ...options,
    onCardNetworksChange(event) {
      const { items, preferred } = event.detectedCardNetworks;
      checkout.cardNetworkChanged((preferred ?? items[0])?.network ?? null);
      options.onCardNetworksChange?.(event);
    },
  });
}

/** The same as merchants use it: `submit` pays. */
export function cardPaymentMethodManager(
  checkout: Checkout,
  cards: CardManager,
): ICardPaymentMethodManager {
  return {
    createHostedInputs: () => cards.createHostedInputs(),
    setCardholderName: (name) => cards.setCardholderName(name),
    validate: () => cards.validate(),
    reset: () => cards.reset(),
    removeHostedInputs: () => cards.removeHostedInputs(),
    submit: (choice = {}) => submit(checkout, cards, choice),
  };
}

/** Pays, if the form is complete. */
async function submit(
  checkout: Checkout,
  cards: CardManager,
  choice: { readonly cardNetwork?: CardNetworkName },
): Promise<void> {
  const { valid, validationErrors, error } = await cards.validate();
  if (!valid) {
    const details = { message: error ?? "The card is not complete.", data: { validationErrors } };
    checkout.refuse(new PrimerClientError(ErrorCode.VALIDATION_ERROR, details));
    return;
  }
  if (choice.cardNetwork) checkout.cardNetworkChanged(choice.cardNetwork);
  await checkout.pay(PaymentMethodType.PAYMENT_CARD, (signal) =>
    cards.tokenize({ ...choice, signal }),
  );
  if (checkout.state.notice?.kind === "declined") cards.clearSecurityCode();
}

/** The session's networks in its order, narrowed by the merchant's option. */
function allowedNetworks(checkout: Checkout, merchant: HeadlessOptions): readonly string[] {
  const { orderedAllowedCardNetworks } = checkout.configuration.clientSession.paymentMethod;
  const { allowedCardNetworks } = merchant;
  return allowedCardNetworks
    ? orderedAllowedCardNetworks.filter((network) => allowedCardNetworks.includes(network))
    : orderedAllowedCardNetworks;
}
