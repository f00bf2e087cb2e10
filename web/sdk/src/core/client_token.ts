/**
 * Client tokens: the JWTs that a checkout, and a required action, start from
 * (spec/client-protocol.md 1). Only read here; nobody but the server can check them.
 */

import { type ErrorDetails, PrimerClientError } from "../api/errors.ts";
import { isObject, type JsonObject, text } from "./json.ts";

export interface ClientToken {
  /** The value of `Primer-Client-Token`. */
  readonly accessToken: string;
  readonly configurationUrl: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What a required action's token says. */
export interface ActionToken {
  /** Goes in the place of the checkout's own until the action has ended. */
  readonly accessToken: string;
  /** Tells whether the action has ended. */
  readonly statusUrl: string;
}

const RENEW = "Create a new client session and start the checkout with its clientToken.";

/**
 * Reads the token of a checkout. Throws INVALID_ARGUMENT if it is none. Whether it is still
 * good is for the server to say: a shopper's clock may be wrong by days.
 */
export function readClientToken(token: unknown): ClientToken {
  const claims = typeof token === "string" ? decode(token) : null;
  if (!claims) throw invalid(`This is not a client token. ${RENEW}`);
  const accessToken = text(claims.accessToken);
  const configurationUrl = text(claims.configurationUrl);
  const exp = claims.exp;
  if (!accessToken) throw invalid("The client token has no accessToken. Pass it on unchanged.");
  if (!configurationUrl || !isWebAddress(configurationUrl)) {
    throw invalid("The client token has no configurationUrl. Pass it on unchanged.");
  }
  if (typeof exp !== "number") throw invalid("The client token has no exp. Pass it on unchanged.");
  return { accessToken, configurationUrl, expiresAt: exp * 1000 };
}

/** The server does not take the token of a checkout. */
export function expiredToken(details: ErrorDetails): PrimerClientError {
  const message = `The client token has expired, or is none of this server's. ${RENEW}`;
  return new PrimerClientError("INVALID_ARGUMENT", { ...details, message, isFromDeveloper: true });
}

/** Reads the token of a required action; null if it names no status to wait for. */
export function readActionToken(token: string): ActionToken | null {
  const claims = decode(token);
  const accessToken = text(claims?.accessToken);
  const statusUrl = text(claims?.statusUrl);
  const usable = accessToken && statusUrl && isWebAddress(statusUrl);
  return usable ? { accessToken, statusUrl } : null;
}

function decode(token: string): JsonObject | null {
  const segments = token.trim().split(".");
  const payload = segments[1] ?? segments[0] ?? "";
  try {
    const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(claims) ? claims : null;
  } catch {
    return null;
  }
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\/[^/]/.test(address);
}

function invalid(message: string): PrimerClientError {
  return new PrimerClientError("INVALID_ARGUMENT", { message, isFromDeveloper: true });
}
