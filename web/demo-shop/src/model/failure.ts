/** What the checkout's errors mean for the shop. */

/** The part of the checkout's PrimerClientError that the shop reads. */
export interface CheckoutError {
  readonly code?: string;
  readonly message: string;
  readonly data?: unknown;
}

/** Nothing more can be paid with this client token. */
export function isExpired({ code, data }: CheckoutError): boolean {
  const { reason, errorId } = detailsOf(data);
  return reason === "SESSION_EXPIRED" || errorId === "Unauthorized" || code === "INVALID_ARGUMENT";
}

/** A payment of this session was sent, and may still take the shopper's money. */
export function isUndecided({ data }: CheckoutError): boolean {
  const { reason, paymentStatus } = detailsOf(data);
  return reason === "OUTCOME_UNKNOWN" || paymentStatus === "PENDING";
}

/** The payment that has paid for this session already, perhaps in another tab. */
export function paidBy({ data }: CheckoutError): string | null {
  const { paymentId, paymentStatus = "" } = detailsOf(data);
  return paymentId !== undefined && TAKEN.has(paymentStatus) ? paymentId : null;
}

/** What to tell the shopper: what happened, whether money moved, what to do. */
export function wordsFor(error: CheckoutError, declined: boolean): string {
  if (declined) {
    return "Your bank declined this card. Nothing was charged. Try another card, or ask your bank to allow the payment.";
  }
  switch (detailsOf(error.data).reason) {
    case "TOTAL_CHANGED":
      return "The total has changed. Nothing was charged. Check it, then pay.";
    case "OUTCOME_UNKNOWN":
      return "Your bank has not answered yet. You will not be charged twice. Ask the shop before you order again.";
    case "network":
      return "There is no connection. Nothing was charged. Try again when you are online.";
    default:
      return error.message;
  }
}

/** A changed total is no fault of anyone's. */
export function toneOf({ data }: CheckoutError): "info" | "neg" {
  return detailsOf(data).reason === "TOTAL_CHANGED" ? "info" : "neg";
}

/** Statuses of a payment that holds the shopper's money. */
const TAKEN = new Set(["AUTHORIZED", "SETTLING", "PARTIALLY_SETTLED", "SETTLED"]);

interface Details {
  readonly reason?: string;
  readonly errorId?: string;
  readonly paymentId?: string;
  readonly paymentStatus?: string;
}

function detailsOf(data: unknown): Details {
  return typeof data === "object" && data !== null ? data : {};
}
