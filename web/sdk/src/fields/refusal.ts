/** Why a card did not become a token, as the public error. */

import { PrimerClientError, type TokenizationFailure } from "../api/errors.ts";
import type { TokenizeFailure } from "./protocol.ts";

/** The public error for a failure. Nothing was charged. */
export function refusal(failure: TokenizeFailure): PrimerClientError {
  switch (failure.reason) {
    case "invalid":
      return new PrimerClientError("VALIDATION_ERROR", {
        message: "The card is not complete. Check the fields.",
        data: { fields: failure.fields },
      });
    case "network":
      return tokenizationError("The card could not be sent. Nothing was charged. Try again.", {
        reason: "network",
      });
    case "refused": {
      const { status, errorId, description, diagnosticsId } = failure;
      const data = { reason: "refused", status, ...(errorId ? { errorId } : {}) } as const;
      const message = description ?? "The server did not take the card. Nothing was charged.";
      return tokenizationError(message, data, diagnosticsId);
    }
  }
}

function tokenizationError(message: string, data: TokenizationFailure, diagnosticsId?: string) {
  const details = { message, data, diagnosticsId: diagnosticsId ?? null };
  return new PrimerClientError("TOKENIZATION_ERROR", details);
}
