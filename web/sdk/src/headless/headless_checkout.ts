/** A checkout whose page is the merchant's own. */

import type { CardPaymentMethodManagerOptions, ICardPaymentMethodManager } from "../api/card.ts";
import { PrimerClientError } from "../api/errors.ts";
import type {
  HeadlessVaultManager,
  IAchPaymentMethodManager,
  IKlarnaPaymentMethodManager,
  INativePaymentMethodManager,
  IRedirectPaymentMethodManager,
} from "../api/managers.ts";
import type { HeadlessOptions } from "../api/options.ts";
import type { Checkout } from "../core/checkout.ts";
import { PAYMENT_CARD } from "../core/configuration.ts";
import { checkOptions } from "../core/opening.ts";
import {
  assetsManager,
  type HeadlessSDKUtilities,
  type IAssetsManager,
  sdkUtilities,
} from "./assets.ts";
import { createCardManager } from "./card.ts";
import { cardPaymentMethodManager } from "./card_payment_method_manager.ts";
import { vaultManager } from "./vault.ts";

export interface PrimerHeadlessCheckout {
  /**
   * Takes the options, until `start`. Deprecated: give them to createHeadless.
   *
   * @throws PrimerClientError INVALID_ARGUMENT if they were given there, too, or too late.
   */
  configure(options: HeadlessOptions): void;
  /** Begins: tells the payment methods and the session, and follows the session. */
  start(): Promise<void>;
  /** The manager of a payment method; null if the session does not offer it, or it is not there yet. */
  createPaymentMethodManager(
    type: "PAYMENT_CARD",
    options?: CardPaymentMethodManagerOptions,
  ): Promise<ICardPaymentMethodManager | null>;
  createPaymentMethodManager(
    type: "PAYPAL" | "GOOGLE_PAY" | "APPLE_PAY",
    options?: object,
  ): Promise<INativePaymentMethodManager | null>;
  createPaymentMethodManager(
    type: "KLARNA",
    options?: object,
  ): Promise<IKlarnaPaymentMethodManager | null>;
  createPaymentMethodManager(
    type: "STRIPE_ACH",
    options?: object,
  ): Promise<IAchPaymentMethodManager | null>;
  createPaymentMethodManager(
    type: string,
    options?: object,
  ): Promise<IRedirectPaymentMethodManager | null>;
  /** Not there yet: what it is asked rejects. */
  createVaultManager(): HeadlessVaultManager;
  getSDKUtilities(): HeadlessSDKUtilities;
  getAssetsManager(): IAssetsManager;
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

/** @param options those of createHeadless; `configure` adds to them if there were none */
export function headlessCheckout(
  checkout: Checkout,
  options: HeadlessOptions,
  locale: () => string,
): PrimerHeadlessCheckout {
  const managers: ICardPaymentMethodManager[] = [];
  const given = Object.keys(options).length > 0;
  const offers = (wanted: string) => checkout.state.methods.some(({ type }) => type === wanted);
  const createPaymentMethodManager = async (
    type: string,
    chosen: CardPaymentMethodManagerOptions = {},
  ) => {
    if (type !== PAYMENT_CARD || !offers(type)) return null;
    const cards = createCardManager(checkout, locale(), options, chosen);
    const manager = cardPaymentMethodManager(checkout, cards);
    managers.push(manager);
    return manager;
  };
  return {
    configure(chosen) {
      if (given) throw twice();
      if (checkout.isStarted) throw tooLate();
      checkOptions(chosen);
      Object.assign(options, chosen);
    },
    async start() {
      checkout.start();
    },
    // Answers a card manager for cards only, whatever the declarations say of other types.
    createPaymentMethodManager:
      createPaymentMethodManager as PrimerHeadlessCheckout["createPaymentMethodManager"],
    createVaultManager: vaultManager,
    getSDKUtilities: () => sdkUtilities(checkout, locale()),
    getAssetsManager: () => assetsManager(checkout),
    refreshClientSession: () => checkout.refreshClientSession(),
    setPaymentCreationEnabled: (enabled) => checkout.setPaymentCreationEnabled(enabled),
    teardown() {
      for (const manager of managers) manager.removeHostedInputs();
      checkout.teardown();
    },
  };
}

function twice(): PrimerClientError {
  return misused("The options were given to createHeadless. Leave configure() out.");
}

function tooLate(): PrimerClientError {
  return misused("The checkout has started. Call configure() before start().");
}

function misused(message: string): PrimerClientError {
  return new PrimerClientError("INVALID_ARGUMENT", { message, isFromDeveloper: true });
}
