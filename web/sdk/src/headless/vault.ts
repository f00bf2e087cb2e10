/** Saved payment methods, which are not there yet: each call says so. */

import { PrimerClientError } from "../api/errors.ts";
import type { HeadlessVaultManager } from "../api/managers.ts";

export function vaultManager(): HeadlessVaultManager {
  return {
    fetchVaultedPaymentMethods: missing,
    deleteVaultedPaymentMethod: missing,
    startPaymentFlow: missing,
    createCvvInput: missing,
  };
}

async function missing(): Promise<never> {
  throw vaultMissing();
}

export function vaultMissing(): PrimerClientError {
  const message = "Saved payment methods are not there yet. Let the shopper type the card.";
  return new PrimerClientError("INVALID_FLOW", { message, isFromDeveloper: true });
}
