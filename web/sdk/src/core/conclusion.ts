/** What an attempt to pay comes to, for the state and for the callbacks. No IO. */

import { PrimerClientError, type TokenizationFailure } from "../api/errors.ts";
import type { Payment, PaymentMethodToken } from "../api/types.ts";
import type { ApiError } from "./client_api.ts";
import { isObject } from "./json.ts";
import type { PaymentResult } from "./payment.ts";
import type { Notice, PaidPayment, Phase, Total } from "./state.ts";

export interface Conclusion {
  readonly phase: Phase;
  readonly notice: Notice | null;
  /** For onCheckoutComplete. */
  readonly complete?: Payment;
  readonly failure?: Failure;
}

/** For onCheckoutFail. */
export interface Failure {
  readonly error: PrimerClientError;
  readonly payment?: Payment;
  /** The drop-in asks the shopper again by itself: to its merchant nothing failed. */
  readonly headlessOnly?: true;
}

const READY: Phase = { name: "ready" };
const FAILED: Notice = { kind: "failed" };

/** Statuses of the merchant API in which a payment holds the shopper's money, or holds none. */
const TAKEN = new Set(["AUTHORIZED", "SETTLING", "PARTIALLY_SETTLED", "SETTLED"]);
const NOT_TAKEN = new Set(["DECLINED", "FAILED", "CANCELLED"]);

/** Back to the form, with an error for the merchant and perhaps words for the shopper. */
export function stopped(error: PrimerClientError, notice: Notice | null = null): Conclusion {
  return { phase: READY, notice, failure: { error } };
}

/** The session keeps changing while its total stays: to ask again and again is no help. */
export function restless(): Conclusion {
  const message = "The session changed at every attempt to pay. Nothing was charged. Try again.";
  return stopped(new PrimerClientError("CLIENT_SESSION_UPDATE_ERROR", { message }), FAILED);
}

/** The session has expired before anything was sent. */
export function expired(error: PrimerClientError = sessionExpired()): Conclusion {
  return { phase: { name: "expired" }, notice: null, failure: { error } };
}

/** Another total than the one at the click: it is shown, and the shopper is asked again. */
export function totalChanged(from: Total, to: Total | null): Conclusion {
  const error = changed("The total has changed. Nothing was charged. Show it, then let them pay.");
  const notice: Notice | null = to && { kind: "total-changed", from, to, refused: true };
  return { phase: READY, notice, failure: { error, headlessOnly: true } };
}

/** The total changed so short a time ago that the click may have meant the old one. */
export function heldBack(): PrimerClientError {
  return changed("The total changed a moment ago. Nothing was charged. Let the shopper pay again.");
}

function changed(message: string): PrimerClientError {
  const data = { reason: "TOTAL_CHANGED" };
  return new PrimerClientError("CLIENT_SESSION_UPDATE_ERROR", { message, data });
}

export function sessionExpired(): PrimerClientError {
  const message = "The client session has expired. This click paid nothing. Start a new checkout.";
  const data = { reason: "SESSION_EXPIRED" };
  return new PrimerClientError("PAYMENT_FAILED", { message, data });
}

export function paymentDisabled(): PrimerClientError {
  const message = "Paying is switched off. Call setPaymentCreationEnabled(true) first.";
  return new PrimerClientError("PAYMENT_CREATION_DISABLED", { message });
}

export function withoutPrice(): PrimerClientError {
  const message = "The client session has no amount or no currency. Set both, then refresh it.";
  return new PrimerClientError("PAYMENT_FAILED", { message, isFromDeveloper: true });
}

/** The card did not become a token, so nothing was charged. */
export function notTokenized(cause: unknown): Conclusion {
  const error = PrimerClientError.fromExistingError(cause, "TOKENIZATION_ERROR");
  const failure = tokenizationFailure(error.data);
  if (failure?.reason === "network") return stopped(error, { kind: "offline" });
  if (failure?.status === 401) return expired(error);
  return stopped(error, { kind: failure?.status === 429 ? "too-many-attempts" : "failed" });
}

/** What the server made of the payment. `method` is the payment method's type, if one was used. */
export function concluded(
  result: Exclude<PaymentResult, { readonly kind: "outdated" }>,
  total: Total,
  token: PaymentMethodToken | null,
  method: string,
): Conclusion {
  switch (result.kind) {
    case "succeeded": {
      const { charged, ...made } = result.payment;
      const payment: PaidPayment = { ...made, ...shownCard(token) };
      const phase: Phase = { name: "paid", total: { ...total, ...charged }, payment };
      return { phase, notice: null, complete: publicPayment(made, token, method) };
    }
    case "failed":
      return failed(publicPayment(result.payment, token, method), result.declined);
    case "unknown":
      return outcomeUnknown(result.paymentId, result.error);
    case "refused":
      return refused(result.status, result.error);
  }
}

function failed(payment: Payment, declined: boolean): Conclusion {
  const message = declined
    ? "The payment was declined. Nothing was charged."
    : "The payment failed for a technical reason. Nothing was charged. Try again.";
  const error = new PrimerClientError("PAYMENT_FAILED", { message, data: { declined } });
  const notice: Notice = { kind: declined ? "declined" : "failed" };
  return { phase: READY, notice, failure: { error, payment } };
}

/** Neither "paid" nor "nothing was charged" would be true. */
export function outcomeUnknown(paymentId?: string, cause?: ApiError): Conclusion {
  const message = "What came of the payment is not known. Look it up before charging again.";
  const data = { reason: "OUTCOME_UNKNOWN", ...(paymentId ? { paymentId } : {}) };
  const error = new PrimerClientError("RESUME_ERROR", { message, data, ...trace(cause) });
  const phase: Phase = { name: "unknown", ...(paymentId ? { paymentId } : {}) };
  return { phase, notice: null, failure: { error } };
}

function refused(status: number, cause: ApiError): Conclusion {
  if (status === 401) return expired();
  const { paymentId, paymentStatus = "" } = cause;
  const message = cause.description ?? `The server refused the payment with status ${status}.`;
  const keyUsed = cause.errorId === "TransactionRequestIdempotencyKeyAlreadyExists";
  const code = keyUsed ? "IDEMPOTENCY_KEY_ALREADY_EXISTS" : "PAYMENT_FAILED";
  const data = { ...cause, status };
  const error = new PrimerClientError(code, { message, data, ...trace(cause) });
  if (paymentId && TAKEN.has(paymentStatus)) {
    return { phase: { name: "paid-elsewhere", paymentId }, notice: null, failure: { error } };
  }
  if (paymentId && paymentStatus === "PENDING") {
    return stopped(error, { kind: "payment-in-progress", paymentId });
  }
  if (paymentId && !NOT_TAKEN.has(paymentStatus)) return outcomeUnknown(paymentId, cause);
  return stopped(error, { kind: status === 429 ? "too-many-attempts" : "failed" });
}

function trace(cause?: ApiError): { diagnosticsId?: string } {
  return cause?.diagnosticsId ? { diagnosticsId: cause.diagnosticsId } : {};
}

function tokenizationFailure(data: unknown): { reason: unknown; status?: unknown } | null {
  const known: TokenizationFailure["reason"][] = ["network", "refused"];
  return isObject(data) && known.some((reason) => reason === data.reason)
    ? { reason: data.reason, status: data.status }
    : null;
}

function publicPayment(
  payment: { readonly id: string; readonly orderId: string },
  token: PaymentMethodToken | null,
  method: string,
): Payment {
  if (!token) return { id: payment.id, orderId: payment.orderId };
  const paymentMethodData = { paymentMethodType: method, ...shownCard(token) };
  return { id: payment.id, orderId: payment.orderId, paymentMethodData };
}

/** What may be shown of a card, and no more. */
function shownCard(token: PaymentMethodToken | null): { last4Digits?: string; network?: string } {
  const { last4Digits, network } = token?.paymentInstrumentData ?? {};
  return { ...(last4Digits ? { last4Digits } : {}), ...(network ? { network } : {}) };
}
