/**
 * Carries a payment out on the server until what came of it is known. A payment whose
 * answer was lost is asked for again with the same bytes and the same key, which never
 * makes a second one (API.md, "Idempotency"); a new key is never used before that.
 */

import type { Answer, ApiError, ClientApi } from "./client_api.ts";
import { readActionToken } from "./client_token.ts";
import type { Host } from "./host.ts";
import { type JsonObject, object, text, whole } from "./json.ts";
import { delay, pause } from "./pause.ts";
import type { PaymentStep, Total } from "./state.ts";

/** What is to be paid with. */
export interface PaymentOrder {
  /** Null for an order that costs nothing. */
  readonly token: string | null;
  readonly idempotencyKey: string;
  /**
   * The key was made for this payment alone, so that a use of it can only be this one's:
   * browsers may send a request again by themselves. A key of the merchant's may have been
   * used before, and that is an error to tell.
   */
  readonly ownKey: boolean;
  readonly shown: Total | null;
}

export interface MadePayment {
  readonly id: string;
  readonly orderId: string;
  /** Absent if the server does not say it. */
  readonly charged?: Pick<Total, "amount" | "currency">;
}

export type PaymentResult =
  | { readonly kind: "succeeded"; readonly payment: MadePayment }
  /** Nothing was charged: the issuer said no, or else there was a technical fault. */
  | { readonly kind: "failed"; readonly payment: MadePayment; readonly declined: boolean }
  /** The server has another total than the shopper saw. Nothing was used up. */
  | { readonly kind: "outdated"; readonly error: ApiError }
  /** Nothing was charged. */
  | { readonly kind: "refused"; readonly status: number; readonly error: ApiError }
  /** What came of it cannot be learnt here. */
  | { readonly kind: "unknown"; readonly paymentId?: string; readonly error?: ApiError };

/** What a run needs. */
export interface PaymentContext {
  readonly api: ClientApi;
  readonly host: Host;
  readonly step: (step: PaymentStep) => void;
  /** The page no longer waits. Results from then on mean nothing. */
  readonly closed: AbortSignal;
}

/** Milliseconds before asking again. */
const BACKOFF = { first: 1000, most: 8000 };
/** Milliseconds between looks at a required action's status. */
const STATUS_PAUSE = 1000;
/** A resume that is not ready is repeated every so many milliseconds, so many times. */
const RESUME_PAUSE = 2000;
const RESUMES_MAX = 15;

/** Sends the payment and sees it through. */
export async function carryOut(
  context: PaymentContext,
  order: PaymentOrder,
): Promise<PaymentResult> {
  const body = bodyOf(order);
  /** A request may have made the payment without our knowing. */
  let uncertain = false;
  /** The first answer came from somebody on the way. */
  let intercepted = false;
  for (let failures = 0; ; failures++) {
    const answer = await context.api.pay({
      body,
      idempotencyKey: order.idempotencyKey,
      replay: order.ownKey || uncertain,
      shown: order.shown,
    });
    if (context.closed.aborted) return { kind: "unknown" };
    const foreign = order.ownKey && isForeign(answer);
    // Asked twice, and the server itself was not heard.
    if (foreign && intercepted) return { kind: "unknown" };
    intercepted = foreign && !uncertain;
    const result = intercepted ? null : judge(answer, uncertain);
    if (result) return result;
    if (isPayment(answer)) return await conclude(context, answer.body);
    uncertain ||= !changedNothing(answer);
    await reconnect(context, failures);
  }
}

function bodyOf({ token }: PaymentOrder): string {
  return JSON.stringify(token === null ? {} : { paymentMethodToken: token });
}

/** What a refusal means, if it settles the matter. */
function judge(answer: Answer, uncertain: boolean): PaymentResult | null {
  if (answer.kind !== "refused") return null;
  const { status, error } = answer;
  if (status === 408) return null;
  if (uncertain) {
    // Not the API's word on this payment: somebody on the way, or too many requests.
    if (!error.errorId || status === 429) return null;
    // The session ended while the answer was lost. The payment may have been made.
    if (status === 401) return { kind: "unknown", error };
  }
  const outdated = status === 409 && error.errorId === "ClientSessionOutdated";
  return outdated ? { kind: "outdated", error } : { kind: "refused", status, error };
}

/** A 4xx that is not the API's: whether the payment reached the server is not known. */
function isForeign(answer: Answer): boolean {
  return answer.kind === "refused" && answer.status !== 408 && !answer.error.errorId;
}

/** The server itself says that it did nothing. */
function changedNothing(answer: Answer): boolean {
  if (answer.kind === "ok" || !answer.error?.errorId) return false;
  return answer.kind === "refused" || answer.error.errorId === "ServiceUnavailable";
}

/** A 2xx of something else than the API, such as a hotel's login page, is no answer. */
function isPayment(answer: Answer): answer is Extract<Answer, { readonly kind: "ok" }> {
  return answer.kind === "ok" && text(answer.body.status) !== undefined;
}

/** Goes through the actions that the server requires until the payment is decided. */
async function conclude(context: PaymentContext, first: JsonObject): Promise<PaymentResult> {
  for (let body = first; ; ) {
    const payment = {
      id: text(body.id) ?? "",
      orderId: text(body.orderId) ?? "",
      ...charged(body),
    };
    const outcome = outcomeOf(body);
    if (outcome === "succeeded") return { kind: outcome, payment };
    // Servers that do not tell the two apart mean the issuer.
    if (outcome === "failed") return { kind: outcome, payment, declined: body.declined !== false };
    const resumed = await act(context, payment.id, body);
    if (resumed.kind !== "ok") return resumed;
    body = resumed.body;
  }
}

function charged({ amount, currencyCode }: JsonObject): Pick<MadePayment, "charged"> {
  const [known, currency] = [whole(amount), text(currencyCode)];
  return known !== undefined && currency ? { charged: { amount: known, currency } } : {};
}

/** The rules of spec/web-sdk.md 3.3, but what is not decided never counts as failed. */
function outcomeOf(body: JsonObject): "succeeded" | "failed" | "undecided" {
  const { status, checkoutOutcome } = body;
  if (checkoutOutcome === "CHECKOUT_COMPLETE") return "succeeded";
  if (checkoutOutcome === "CHECKOUT_FAILURE" || status === "FAILED") return "failed";
  if (status === "SUCCESS") return "succeeded";
  const settled = status === "PENDING" && body.showSuccessCheckoutOnPendingPayment === true;
  return settled ? "succeeded" : "undecided";
}

type Resumed =
  | { readonly kind: "ok"; readonly body: JsonObject }
  | Extract<PaymentResult, { readonly kind: "unknown" }>;

/** Waits for the required action's end and resumes the payment. */
async function act(context: PaymentContext, id: string, body: JsonObject): Promise<Resumed> {
  const clientToken = text(object(body.requiredAction).clientToken);
  const action = clientToken ? readActionToken(clientToken) : null;
  if (!id || !action) return unknown(id);
  context.step("confirming");
  for (let failures = 0; ; ) {
    const answer = await context.api.status(action.statusUrl, action.accessToken);
    if (context.closed.aborted) return unknown(id);
    if (answer.kind === "ok") {
      failures = 0;
      context.step("confirming");
      const resumeToken = text(answer.body.id);
      const complete = answer.body.status === "COMPLETE" && resumeToken;
      if (complete) return await resume(context, id, resumeToken, action.accessToken);
      await pause(context.host, STATUS_PAUSE, context.closed);
    } else if (isPassing(answer)) {
      await reconnect(context, failures++);
    } else {
      return unknown(id, answer.error);
    }
  }
}

/** Resuming is idempotent, so it is repeated until there is an answer. */
async function resume(
  context: PaymentContext,
  id: string,
  resumeToken: string,
  accessToken: string,
): Promise<Resumed> {
  for (let failures = 0, unready = 0; ; ) {
    const answer = await context.api.resume(id, resumeToken, accessToken);
    if (context.closed.aborted) return unknown(id);
    if (isUnready(answer)) {
      if (++unready > RESUMES_MAX) return unknown(id);
      await pause(context.host, RESUME_PAUSE, context.closed);
    } else if (isPayment(answer)) {
      return answer;
    } else if (isPassing(answer)) {
      await reconnect(context, failures++);
    } else {
      return unknown(id, errorOf(answer));
    }
  }
}

function errorOf(answer: Answer): ApiError | undefined {
  return answer.kind === "ok" ? undefined : answer.error;
}

/** The server cannot resume yet (spec/web-sdk.md 3, row 6). */
function isUnready(answer: Answer): boolean {
  if (answer.kind === "lost") return false;
  const id = answer.kind === "ok" ? object(answer.body.error).errorId : answer.error.errorId;
  return answer.status === 202 || id === "NoActionsToHandle";
}

/** Asking again can help. */
function isPassing(answer: Answer): boolean {
  return answer.kind !== "refused" || answer.status === 408 || answer.status === 429;
}

function unknown(paymentId: string, error?: ApiError): Extract<PaymentResult, { kind: "unknown" }> {
  return { kind: "unknown", ...(paymentId ? { paymentId } : {}), ...(error ? { error } : {}) };
}

async function reconnect({ host, step, closed }: PaymentContext, failures: number): Promise<void> {
  step("reconnecting");
  await pause(host, delay(BACKOFF, failures, host.random()), closed);
}
