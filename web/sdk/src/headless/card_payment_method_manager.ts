/** Paying by card as merchants with a page of their own do it. */

import type { ICardPaymentMethodManager } from "../api/card.ts";
import { PrimerClientError } from "../api/errors.ts";
import type { CardNetworkName } from "../api/types.ts";
import type { Checkout } from "../core/checkout.ts";
import { PAYMENT_CARD } from "../core/configuration.ts";
import type { CardManager } from "../fields/card_manager.ts";

/** The card fields with a `submit` that pays. */
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
    checkout.refuse(new PrimerClientError("VALIDATION_ERROR", details));
    return;
  }
  if (choice.cardNetwork) checkout.cardNetworkChanged(choice.cardNetwork);
  await checkout.pay(PAYMENT_CARD, (signal) => cards.tokenize({ ...choice, signal }));
  if (checkout.state.notice?.kind === "declined") cards.clearSecurityCode();
}
