/** The entry of the public API (spec/web-sdk.md 5.1). */

import { PrimerClientError } from "./api/errors.ts";
import type { PrimerVaultManager } from "./api/managers.ts";
import type { HeadlessOptions, UniversalCheckoutOptions } from "./api/options.ts";
import { Checkout } from "./core/checkout.ts";
import { SDK_VERSION } from "./core/version.ts";
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
   * Shows the drop-in in `options.container`. Rejects with a PrimerClientError. A later call
   * for the same container takes its place, but not while a payment is under way in it.
   */
  async showUniversalCheckout(
    clientToken: string,
    options: UniversalCheckoutOptions,
  ): Promise<PrimerCheckout> {
    if (!options?.container) {
      const message = "showUniversalCheckout needs a container: an element or a selector.";
      const details = { message, isFromDeveloper: true };
      throw new PrimerClientError("INVALID_ARGUMENT", details);
    }
    return await universalCheckout(clientToken, options, localeOf(options), browserHost());
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

/** The merchant's choice, or what the browser says its user reads. */
function localeOf({ locale }: HeadlessOptions): string {
  return locale || navigator.language || "en";
}
