/** The entry of the public API (spec/web-sdk.md 5.1). */

import { PrimerClientError } from "./api/errors.ts";
import type { PrimerVaultManager } from "./api/managers.ts";
import type { HeadlessOptions, UniversalCheckoutOptions } from "./api/options.ts";
import { Checkout } from "./core/checkout.ts";
import { readLocale } from "./core/locale.ts";
import { SDK_VERSION } from "./core/version.ts";
import { Turn } from "./door.ts";
import type { PrimerHeadlessCheckout } from "./headless/headless_checkout.ts";
import { browserHost } from "./headless/host.ts";
import { loadDropIn, type PrimerCheckout, universalCheckout } from "./universal_checkout.ts";

export const Primer = {
  SDK_VERSION,

  /** Loads the drop-in ahead of its use. */
  async preloadPrimer(): Promise<void> {
    await loadDropIn();
  },

  /** Opens a checkout whose page is the merchant's own. Rejects with a PrimerClientError. */
  async createHeadless(
    clientToken: string,
    options: HeadlessOptions = {},
  ): Promise<PrimerHeadlessCheckout> {
    return await openHeadless(clientToken, options);
  },

  /**
   * Shows the drop-in in `options.container`. Rejects with a PrimerClientError. The last call
   * for a container has it, whatever loads first: the one before is closed, and rejects with
   * PRIMER_TEARDOWN if it was not shown yet. While a payment is under way there, it is the
   * later call that is refused.
   */
  async showUniversalCheckout(
    clientToken: string,
    options: UniversalCheckoutOptions,
  ): Promise<PrimerCheckout> {
    // Before anything is waited for: turns are given in the order of the calls.
    const turn = Turn.take(options?.container);
    if (!turn) throw (await import("./container_fault.ts")).containerFault(options?.container);
    return await universalCheckout(turn, clientToken, options, {
      locale: localeOf(options),
      host: browserHost(),
    });
  },

  /** Saved payment methods are not there yet: rejects. */
  async showVaultManager(_clientToken: string, _options?: object): Promise<PrimerVaultManager> {
    const { vaultMissing } = await import("./headless/vault.ts");
    throw vaultMissing();
  },
};

/** Both are fetched at once; a checkout without its interface is closed again. */
async function openHeadless(
  clientToken: string,
  options: HeadlessOptions,
): Promise<PrimerHeadlessCheckout> {
  const loading = import("./headless/headless_checkout.ts");
  // Waited for further down.
  loading.catch(() => {});
  const checkout = await Checkout.open(clientToken, options, browserHost());
  try {
    const { headlessCheckout } = await loading;
    return headlessCheckout(checkout, options, () => localeOf(options));
  } catch (error) {
    checkout.teardown();
    throw PrimerClientError.fromExistingError(error, "INITIALIZATION_ERROR");
  }
}

/** The merchant's choice, or what the browser says its user reads. Well-formed from here on. */
function localeOf({ locale }: HeadlessOptions): string {
  return readLocale(locale) ?? readLocale(navigator.language) ?? "en";
}
