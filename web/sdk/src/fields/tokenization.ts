/** Turning the typed card into a token, as seen from the merchant's page. */

import { PrimerClientError, type TokenizationFailure } from "../api/errors.ts";
import type { PaymentMethodToken } from "../api/types.ts";
import type { Command, TokenizeFailure, TokenizeOutcome, TokenizeRequest } from "./protocol.ts";

/** A frame gives up after 15 seconds; one that says nothing by now is gone. In milliseconds. */
const ANSWER_WITHIN = 20_000;

/** One at a time: the requests to the frame of the card number, and their answers. */
export class Tokenization {
  #id = 0;
  #pending: { settle(outcome: TokenizeOutcome): void; abandon(): void } | null = null;

  /** @param post says something to the frame of the card number */
  constructor(private readonly post: (command: Command) => void) {}

  /**
   * Asks for a token, once.
   *
   * @throws PrimerClientError TOKENIZATION_ERROR, whose `data` says how it failed; or
   *   VALIDATION_ERROR if the frames find the card incomplete.
   */
  start(request: Omit<TokenizeRequest, "id">, signal?: AbortSignal): Promise<PaymentMethodToken> {
    if (this.#pending) return Promise.reject(refusal({ reason: "busy" }));
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.#pending = null;
      };
      const abandon = () => {
        end();
        this.post({ type: "abort" });
        reject(refusal({ reason: "network" }));
      };
      const abort = () => abandon();
      const timer = setTimeout(abandon, ANSWER_WITHIN);
      const settle = (outcome: TokenizeOutcome) => {
        if (outcome.id !== id) return;
        end();
        if ("token" in outcome) resolve(outcome.token);
        else reject(refusal(outcome.failure));
      };
      this.#pending = { settle, abandon };
      signal?.addEventListener("abort", abort);
      if (signal?.aborted) abandon();
      else this.post({ type: "tokenize", request: { id, ...request } });
    });
  }

  /** The frame's answer. */
  settle(outcome: TokenizeOutcome): void {
    this.#pending?.settle(outcome);
  }

  /** The frame is gone. */
  abandon(): void {
    this.#pending?.abandon();
  }
}

/** The public error for a failure. */
function refusal(failure: TokenizeFailure): PrimerClientError {
  switch (failure.reason) {
    case "invalid":
      return new PrimerClientError("VALIDATION_ERROR", {
        message: "The card is not complete. Check the fields.",
        data: { fields: failure.fields },
      });
    case "busy":
      return new PrimerClientError("TOKENIZATION_ERROR", {
        message: "This card is being turned into a token already. Wait for the answer.",
        isFromDeveloper: true,
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
