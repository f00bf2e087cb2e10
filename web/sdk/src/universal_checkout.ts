/** A checkout whose page is ours: the drop-in, loaded when it is used. */

import type { CardPaymentMethodManagerOptions } from "./api/card.ts";
import { PrimerClientError } from "./api/errors.ts";
import type { UniversalCheckoutOptions } from "./api/options.ts";
import { Checkout } from "./core/checkout.ts";
import type { Host } from "./core/host.ts";
import type { Turn } from "./door.ts";
import { createCardManager } from "./headless/card.ts";
import type { DropIn, Loading } from "./headless/drop_in.ts";

export interface PrimerCheckout {
  /** As if the shopper had pressed Pay: for a button of the merchant's own. */
  submit(): Promise<void>;
  /** See PrimerHeadlessCheckout. */
  refreshClientSession(): Promise<boolean>;
  setPaymentCreationEnabled(enabled: boolean): void;
  /** The older name of setPaymentCreationEnabled. */
  setTokenizationEnabled(enabled: boolean): void;
  /** The older name of refreshClientSession: a checkout keeps the token that it was opened with. */
  setClientToken(): Promise<boolean>;
  teardown(): void;
}

/** The page around a checkout. */
export interface Surroundings {
  /** BCP 47, well-formed. */
  readonly locale: string;
  readonly host: Host;
}

/** Shows where the checkout will be while it is being opened. */
export async function universalCheckout(
  turn: Turn,
  clientToken: string,
  options: UniversalCheckoutOptions,
  { locale, host }: Surroundings,
): Promise<PrimerCheckout> {
  const opening = Checkout.open(clientToken, options, host);
  // Waited for further down.
  opening.catch(() => {});
  try {
    const { showLoading } = await dropInInTurn();
    const loading = showLoading(turn, options, locale, host);
    try {
      return await shown(await opening, options, loading);
    } catch (error) {
      await loading.failed(error);
      throw error;
    }
  } catch (error) {
    opening.then((checkout) => checkout.teardown()).catch(() => {});
    throw PrimerClientError.fromExistingError(error, "INITIALIZATION_ERROR");
  }
}

async function shown(
  checkout: Checkout,
  options: UniversalCheckoutOptions,
  loading: Loading,
): Promise<PrimerCheckout> {
  const { methods, total } = checkout.state;
  if (methods.length === 0 && total?.amount !== 0) throw noMethods();
  const locale = await loading.locale;
  let dropIn: DropIn | null = await loading.show({
    checkout,
    options,
    locale,
    createCardManager: (chosen: CardPaymentMethodManagerOptions) =>
      createCardManager(checkout, locale, options, chosen),
  });
  checkout.start();
  const enable = (enabled: boolean) => checkout.setPaymentCreationEnabled(enabled);
  return {
    async submit() {
      await dropIn?.submit();
    },
    refreshClientSession: () => checkout.refreshClientSession(),
    setPaymentCreationEnabled: enable,
    setTokenizationEnabled: enable,
    setClientToken: () => checkout.refreshClientSession(),
    teardown() {
      dropIn?.teardown();
      // A page that keeps what it was given does not keep the elements with it.
      dropIn = null;
      checkout.teardown();
    },
  };
}

let before: Promise<unknown> = Promise.resolve();

/**
 * Calls go on in the order in which they were made: of two imports of one module the later
 * may be answered first, and the published ids are those of the first checkout.
 */
function dropInInTurn(): ReturnType<typeof loadDropIn> {
  const mine = before.then(loadDropIn, loadDropIn);
  before = mine;
  return mine;
}

export function loadDropIn() {
  return import("./drop-in/drop_in.ts");
}

function noMethods(): PrimerClientError {
  const message = "The session offers no payment method that this checkout knows.";
  return new PrimerClientError("NO_PAYMENT_METHODS", { message });
}
