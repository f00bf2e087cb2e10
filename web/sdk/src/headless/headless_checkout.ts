/** A checkout whose page is the merchant's own. */

import type { CardManagerOptions, ICardPaymentMethodManager } from "../api/card.ts";
import type { HeadlessOptions } from "../api/options.ts";
import type { Checkout } from "../core/checkout.ts";
import { PAYMENT_CARD } from "../core/configuration.ts";
import {
  assetsManager,
  type PrimerAssetsManager,
  type PrimerSDKUtilities,
  sdkUtilities,
} from "./assets.ts";
import { createCardManager } from "./card.ts";
import { cardPaymentMethodManager } from "./card_payment_method_manager.ts";

export interface PrimerHeadlessCheckout {
  /** Begins: onAvailablePaymentMethodsLoad is called and the session is followed. */
  start(): Promise<void>;
  /** The manager of a payment method; null if the session does not offer it. */
  createPaymentMethodManager(
    type: "PAYMENT_CARD",
    options?: CardManagerOptions,
  ): Promise<ICardPaymentMethodManager | null>;
  createPaymentMethodManager(type: string): Promise<ICardPaymentMethodManager | null>;
  getSDKUtilities(): PrimerSDKUtilities;
  getAssetsManager(): PrimerAssetsManager;
  /**
   * Reads the session after it was changed on the server: amount, currency, items, customer.
   * The list of payment methods stays. False if that failed, or while a payment is under
   * way; the session stays as it was then.
   */
  refreshClientSession(): Promise<boolean>;
  setPaymentCreationEnabled(enabled: boolean): void;
  /** Takes the card fields off the page and ends the checkout. */
  teardown(): void;
}

export function headlessCheckout(
  checkout: Checkout,
  options: HeadlessOptions,
  locale: string,
): PrimerHeadlessCheckout {
  const managers: ICardPaymentMethodManager[] = [];
  const offers = (wanted: string) => checkout.state.methods.some(({ type }) => type === wanted);
  return {
    async start() {
      checkout.start();
    },
    async createPaymentMethodManager(type: string, chosen: CardManagerOptions = {}) {
      if (type !== PAYMENT_CARD || !offers(type)) return null;
      const cards = createCardManager(checkout, locale, options, chosen);
      const manager = cardPaymentMethodManager(checkout, cards);
      managers.push(manager);
      return manager;
    },
    getSDKUtilities: () => sdkUtilities(checkout, locale),
    getAssetsManager: () => assetsManager(checkout),
    refreshClientSession: () => checkout.refreshClientSession(),
    setPaymentCreationEnabled: (enabled) => checkout.setPaymentCreationEnabled(enabled),
    teardown() {
      for (const manager of managers) manager.removeHostedInputs();
      checkout.teardown();
    },
  };
}
