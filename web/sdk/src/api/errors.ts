/** The one error of the public API. */

import type { ErrorCode } from "./constants.ts";

/** What an error may say beside its code. */
export interface ErrorDetails {
  readonly message?: string;
  /** The server's id of the failed request: quote it to find the request in the log. */
  readonly diagnosticsId?: string | null;
  readonly data?: unknown;
  /** The merchant's code caused it, on purpose or not. */
  readonly isFromDeveloper?: boolean;
}

/** How turning a card into a token failed, as the `data` of a TOKENIZATION_ERROR. */
export type TokenizationFailure =
  /** The server was not reached, or did not answer. */
  | { readonly reason: "network" }
  /** The server said no, with this HTTP status and error id. */
  | { readonly reason: "refused"; readonly status: number; readonly errorId?: string };

/** Marks errors of every copy of this module: the script tag's and the ES module's are two. */
const BRAND = Symbol.for("tender.PrimerClientError");

export class PrimerClientError extends Error {
  override readonly name = "PrimerClientError";
  readonly code: ErrorCode;
  readonly diagnosticsId: string | null;
  readonly data?: unknown;
  readonly isFromDeveloper: boolean;
  /** Whether it was sent to an error service. There is none. */
  readonly isReported = false;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.message ?? code);
    this.code = code;
    this.diagnosticsId = details.diagnosticsId ?? null;
    this.isFromDeveloper = details.isFromDeveloper ?? false;
    if (details.data !== undefined) this.data = details.data;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static fromErrorCode(code: ErrorCode, details: ErrorDetails = {}): PrimerClientError {
    return new PrimerClientError(code, details);
  }

  /** The error itself if it is one, else a new one with its message. */
  static fromExistingError(error: unknown, code: ErrorCode): PrimerClientError {
    if (error instanceof PrimerClientError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new PrimerClientError(code, { message });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}
