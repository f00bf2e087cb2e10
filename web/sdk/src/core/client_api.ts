/** The calls of the client API (spec/web-sdk.md 2 and 3). Answers are values, never errors. */

import type { ClientSessionAction } from "../api/types.ts";
import type { ClientToken } from "./client_token.ts";
import type { Host } from "./host.ts";
import { isObject, type JsonObject, object, text } from "./json.ts";
import { pause } from "./pause.ts";
import type { Total } from "./state.ts";
import { SDK_VERSION } from "./version.ts";

export type Answer =
  /** A 2xx with a JSON object. */
  | { readonly kind: "ok"; readonly status: number; readonly body: JsonObject }
  /** A 4xx: as it was asked, it will not be done. */
  | { readonly kind: "refused"; readonly status: number; readonly error: ApiError }
  /** No answer, a 5xx, or something that is none of the API's. What was done is not known. */
  | { readonly kind: "lost"; readonly error?: ApiError };

/** The server's error envelope. `errorId` is absent if somebody else answered. */
export interface ApiError {
  readonly errorId?: string;
  readonly description?: string;
  readonly diagnosticsId?: string;
  /** The payment that the error is about, and its status as in the merchant API. */
  readonly paymentId?: string;
  readonly paymentStatus?: string;
}

/** Milliseconds until an answer counts as lost (spec/client-protocol.md 2.0). */
const TIMEOUT = 15_000;
const PAYMENT_TIMEOUT = 60_000;

/** Reads are tried so often, with a pause of so many milliseconds (spec/web-sdk.md 2). */
const READ_ATTEMPTS = 4;
const READ_PAUSE = 1000;

interface Call {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a required action. Absent: the checkout's own. */
  readonly accessToken?: string;
  readonly timeout?: number;
}

/** A payment to make. */
export interface PaymentRequest {
  /** Sent again byte for byte when the answer was lost. */
  readonly body: string;
  readonly idempotencyKey: string;
  /** Ask for the first answer again if the key was used by the same request. */
  readonly replay: boolean;
  /** The total that the shopper saw. */
  readonly shown: Total | null;
}

export class ClientApi {
  /** Known after the first configuration. */
  pciUrl = "";
  /** How far the server's clock is ahead of the host's, in milliseconds; null if not known. */
  clockOffset: number | null = null;

  constructor(
    private readonly host: Host,
    private readonly token: ClientToken,
    private readonly checkout: { readonly id: string; apiVersion(): string },
    /** Aborts when the checkout is closed. */
    private readonly closed: AbortSignal,
  ) {}

  /** Reads the configuration, and again when the server cannot be reached. */
  async configuration(): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#send("GET", this.token.configurationUrl);
      if (answer.kind !== "lost" || attempt === READ_ATTEMPTS || this.closed.aborted) return answer;
      await pause(this.host, READ_PAUSE, this.closed);
    }
  }

  act(actions: readonly ClientSessionAction[]): Promise<Answer> {
    const body = JSON.stringify({ actions });
    return this.#send("POST", `${this.pciUrl}/client-session/actions`, { body });
  }

  pay({ body, idempotencyKey, replay, shown }: PaymentRequest): Promise<Answer> {
    const headers: Record<string, string> = { "x-idempotency-key": idempotencyKey };
    if (replay) headers["idempotency-replay"] = "true";
    if (shown?.revision) {
      headers["tender-shown"] = `${shown.revision};${shown.amount};${shown.currency}`;
    }
    return this.#send("POST", `${this.pciUrl}/payments`, {
      body,
      headers,
      timeout: PAYMENT_TIMEOUT,
    });
  }

  /** Goes on with a payment after a required action. May be repeated. */
  resume(paymentId: string, resumeToken: string, accessToken: string): Promise<Answer> {
    const address = `${this.pciUrl}/payments/${encodeURIComponent(paymentId)}/resume`;
    const body = JSON.stringify({ resumeToken });
    return this.#send("POST", address, { body, accessToken, timeout: PAYMENT_TIMEOUT });
  }

  /** Asks whether a required action has ended. */
  status(address: string, accessToken: string): Promise<Answer> {
    return this.#send("GET", address, { accessToken });
  }

  /** Opens the live stream of the session's revisions. Rejects when it is not reached. */
  revisions(signal: AbortSignal): Promise<Response> {
    return this.host.fetch(`${this.pciUrl}/client-session/revisions`, {
      method: "GET",
      headers: { ...this.#headers, "primer-client-token": this.token.accessToken },
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal,
    });
  }

  async #send(method: "GET" | "POST", address: string, call: Call = {}): Promise<Answer> {
    const abort = new AbortController();
    const headers = this.#headersOf(call);
    // Outside of `try`: what cannot be a request is a fault here, not a lost answer.
    new Headers(headers);
    const request: RequestInit = {
      method,
      // Pages wrap `fetch` to add to what it is given, and spread the headers: of an instance
      // of Headers that would leave nothing.
      headers,
      ...(call.body === undefined ? {} : { body: call.body }),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: abort.signal,
    };
    const end = () => abort.abort();
    if (this.closed.aborted) end();
    this.closed.addEventListener("abort", end);
    const cancel = this.host.setTimer(call.timeout ?? TIMEOUT, end);
    try {
      const response = await this.host.fetch(address, request);
      this.#readClock(response);
      return judge(response.status, await json(response));
    } catch {
      return { kind: "lost" };
    } finally {
      cancel();
      this.closed.removeEventListener("abort", end);
    }
  }

  /** Absent where a proxy does not let it through, or where a page's own `fetch` leaves it out. */
  #readClock({ headers }: Partial<Response>): void {
    const time = Date.parse(headers?.get("date") ?? "");
    if (time) this.clockOffset = time - this.host.now();
  }

  get #headers(): Record<string, string> {
    return {
      "primer-sdk-client": "WEB",
      "primer-sdk-version": SDK_VERSION,
      "primer-sdk-checkout-session-id": this.checkout.id,
      "x-api-version": this.checkout.apiVersion(),
    };
  }

  #headersOf(call: Call): Record<string, string> {
    return {
      ...this.#headers,
      "content-type": "application/json",
      "primer-client-token": call.accessToken ?? this.token.accessToken,
      "x-request-id": this.host.uuid(),
      ...call.headers,
    };
  }
}

/** Whether the server says that the session has ended. */
export function isOver(answer: Answer): boolean {
  return answer.kind === "refused" && answer.status === 401;
}

function judge(status: number, body: unknown): Answer {
  if (status >= 200 && status < 300) {
    return isObject(body) ? { kind: "ok", status, body } : { kind: "lost" };
  }
  const error = apiError(body);
  return status >= 400 && status < 500
    ? { kind: "refused", status, error }
    : { kind: "lost", error };
}

async function json(response: Response): Promise<unknown> {
  const body = await response.text();
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function apiError(body: unknown): ApiError {
  const error = object(object(body).error);
  const read: Record<string, string> = {};
  for (const name of ["errorId", "description", "diagnosticsId", "paymentId", "paymentStatus"]) {
    const value = text(error[name]);
    if (value) read[name] = value;
  }
  return read;
}
