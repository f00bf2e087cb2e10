/** Paying by card as merchants with a page of their own do it. */

import type { CardPaymentMethodSubmitValues, ICardPaymentMethodManager } from "../api/card.ts";
import { PrimerClientError } from "../api/errors.ts";
import type { Checkout } from "../core/checkout.ts";
import type { CardManager } from "../fields/card_manager.ts";
import { completeFree, payByCard } from "./card.ts";

/** The card fields with a `submit` that pays. */
export function cardPaymentMethodManager(
  checkout: Checkout,
  cards: CardManager,
): ICardPaymentMethodManager {
  return {
    createHostedInputs: () => cards.createHostedInputs(),
    createHostedInput: (name) => cards.createHostedInput(name),
    setCardholderName: (name) => cards.setCardholderName(name),
    validate: () => cards.validate(),
    reset: () => cards.reset(),
    removeHostedInputs: () => cards.removeHostedInputs(),
    submit: (values = {}) => submit(checkout, cards, values),
  };
}

/** Pays, if the form is complete. */
async function submit(
  checkout: Checkout,
  cards: CardManager,
  values: CardPaymentMethodSubmitValues,
): Promise<void> {
  if (checkout.claim?.amount === 0) return await completeFree(checkout);
  // Taken before anything else: the page may empty the form as soon as this call is made.
  const taking = cards.take(values);
  const network = cards.networkToUse(values.cardNetwork);
  const { valid, validationErrors, error } = await cards.validate();
  const card = await taking;
  if (!valid) {
    card.release();
    const details = { message: error ?? "The card is not complete.", data: { validationErrors } };
    checkout.refuse(new PrimerClientError("VALIDATION_ERROR", details));
    return;
  }
  if (network) checkout.cardNetworkChanged(network);
  await payByCard(checkout, card);
  if (checkout.state.notice?.kind === "declined") cards.clearSecurityCode();
}
