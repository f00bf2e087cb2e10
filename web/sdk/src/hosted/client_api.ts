/**
 * The two calls that a frame makes: to its own origin, whatever the page says. Its
 * address is `…/hosted/v1/field.html`, that of the client API `…/client/`.
 */

import { type CardNetwork, isCardNetwork } from "../card/network.ts";
import type {
  PaymentMethodToken,
  Refusal,
  TokenizeFailure,
  TokenizeRequest,
} from "../fields/protocol.ts";

/** How long the server may take for a token, in milliseconds (spec/client-protocol.md 2.0). */
const TOKEN_WITHIN = 15_000;

const API_VERSION = "2.4";

/** A card as the server takes it (spec/client-protocol.md 2.3). */
export interface Card {
  readonly number: string;
  readonly cvv: string;
  /** `01` to `12`. */
  readonly expirationMonth: string;
  /** Four digits. */
  readonly expirationYear: string;
}

/** Asks which networks a card has; rejects if the server does not say. */
export async function askNetworks(digits: string, signal: AbortSignal): Promise<CardNetwork[]> {
  const response = await fetch(address(`v1/bin-data/${digits}/networks`), {
    signal,
    credentials: "omit",
    redirect: "error",
  });
  const networks = response.ok ? readNetworks(await response.json()) : null;
  if (!networks) throw new Error("no networks");
  return networks;
}

/** Sends the card once and answers what the server made of it. Never rejects. */
export async function createToken(
  card: Card,
  request: TokenizeRequest,
  checkout: string,
  signal: AbortSignal,
): Promise<{ token: PaymentMethodToken } | { failure: TokenizeFailure }> {
  const { cardholderName, preferredNetwork } = request;
  const paymentInstrument = {
    ...card,
    ...(cardholderName ? { cardholderName } : {}),
    ...(preferredNetwork ? { preferredNetwork } : {}),
  };
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TOKEN_WITHIN);
  signal.addEventListener("abort", () => limit.abort());
  try {
    const response = await fetch(address("payment-instruments"), {
      method: "POST",
      headers: headers(request, checkout),
      body: JSON.stringify({ paymentInstrument }),
      signal: limit.signal,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
    });
    return await readToken(response);
  } catch {
    return { failure: { reason: "network" } };
  } finally {
    clearTimeout(timer);
  }
}

/** Reads the server's `{ networks: [{ value }] }`; null if it is something else. */
function readNetworks(answer: unknown): CardNetwork[] | null {
  const networks = (answer as { networks?: unknown } | null)?.networks;
  if (!Array.isArray(networks)) return null;
  return networks
    .map((network: { value?: unknown } | null) => network?.value)
    .filter(isCardNetwork);
}

function address(path: string): string {
  return new URL(`../../client/${path}`, window.location.href).href;
}

function headers({ accessToken, sdkVersion }: TokenizeRequest, checkout: string) {
  return {
    "content-type": "application/json",
    "primer-client-token": accessToken,
    "primer-sdk-client": "WEB",
    "primer-sdk-version": sdkVersion,
    "primer-sdk-checkout-session-id": checkout,
    "x-api-version": API_VERSION,
    "x-request-id": requestId(),
  };
}

/** Not `randomUUID`, which plain HTTP has only on this machine. */
function requestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function readToken(response: Response) {
  const { status } = response;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && isToken(body)) return { token: body };
  return { failure: { reason: "refused", ...refusal(status, body) } as const };
}

function isToken(body: unknown): body is PaymentMethodToken {
  return typeof (body as { token?: unknown } | null)?.token === "string";
}

/** The envelope's own texts, and nothing else of the answer. */
function refusal(status: number, body: unknown): Refusal {
  const error = (body as { error?: Record<string, unknown> } | null)?.error ?? {};
  const texts = ["errorId", "description", "diagnosticsId"].flatMap((key) =>
    typeof error[key] === "string" ? [[key, error[key]]] : [],
  );
  return { status, ...Object.fromEntries(texts) };
}
