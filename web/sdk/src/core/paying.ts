/** One click on Pay, from asking the merchant to what came of it. */

import { PrimerClientError } from "../api/errors.ts";
import type { OnTokenizeSuccessHandler } from "../api/options.ts";
import type { PaymentMethodToken } from "../api/types.ts";
import type { Callbacks } from "./callbacks.ts";
import {
  type Conclusion,
  concluded,
  notTokenized,
  restless,
  stopped,
  totalChanged,
} from "./conclusion.ts";
import { sameMoney } from "./money.ts";
import { carryOut, type PaymentContext, type PaymentResult } from "./payment.ts";
import type { Total } from "./state.ts";
import type { NetworkSurcharge } from "./surcharge.ts";

/** Turns what the shopper filled in into a token. Rejects with a PrimerClientError. */
export type Tokenize = (signal: AbortSignal) => Promise<PaymentMethodToken>;

export interface Click {
  readonly paymentMethodType: string;
  /** What the shopper saw. */
  readonly total: Total;
  readonly tokenize: Tokenize;
}

export interface PayingContext extends PaymentContext {
  readonly callbacks: Callbacks;
  readonly surcharge: NetworkSurcharge;
  /** From here to the result the session stays as it is. */
  charge(): void;
  /** Reads the session after a refusal; false if that failed. */
  reread(): Promise<boolean>;
  /** The session's total as it is now. */
  total(): Total | null;
}

/** Milliseconds for which a card may be on its way to become a token. */
const TOKENIZATION_MAX = 30_000;

/** How often a payment is sent when only the revision, not the total, is another. */
const SENDS_MAX = 3;

/** What the server takes for a key (API.md, "Limits"), and a header can hold. */
const KEY = /^[!-~][ -~]{0,254}$/;

/** Means nothing if the checkout was closed meanwhile. */
export async function attempt(context: PayingContext, click: Click): Promise<Conclusion> {
  await context.surcharge.settled();
  if (!sameMoney(click.total, context.total())) return totalChanged(click.total, context.total());
  context.charge();
  const granted = await prepare(context, click.paymentMethodType);
  if ("phase" in granted) return granted;
  // An order that costs nothing needs no card, and the server takes it without one.
  const token = click.total.amount === 0 ? null : await tokenized(context, click.tokenize);
  if (token && "phase" in token) return token;
  return await send(context, click, token, granted.idempotencyKey);
}

type Granted = { readonly idempotencyKey?: string };

/** Asks the merchant's callbacks. */
async function prepare(
  { callbacks }: PayingContext,
  paymentMethodType: string,
): Promise<Granted | Conclusion> {
  const choice = { paymentMethodType };
  const granted = await callbacks.permission(choice);
  if (!granted) {
    const message = "The payment was stopped by abortPaymentCreation. Nothing was charged.";
    const code = "PAYMENT_CREATION_ABORTED";
    return stopped(new PrimerClientError(code, { message, isFromDeveloper: true }));
  }
  const { idempotencyKey } = granted;
  if (idempotencyKey !== undefined && !KEY.test(idempotencyKey)) return unusable();
  if (!(await callbacks.allowsTokenization(choice))) {
    callbacks.tell("onTokenizeDidNotStart", "TOKENIZATION_SHOULD_NOT_START");
    return { phase: { name: "ready" }, notice: null };
  }
  callbacks.tell("onPaymentCreationStart");
  return granted;
}

function unusable(): Conclusion {
  const message =
    "idempotencyKey must be 1 to 255 characters of visible ASCII. Nothing was charged.";
  return stopped(new PrimerClientError("INVALID_ARGUMENT", { message, isFromDeveloper: true }));
}

async function tokenized(
  context: PayingContext,
  tokenize: Tokenize,
): Promise<PaymentMethodToken | Conclusion> {
  const { callbacks, closed } = context;
  if (closed.aborted) return stopped(new PrimerClientError("PRIMER_TEARDOWN"));
  callbacks.tell("onTokenizeStart");
  try {
    const token = await withinTime(context, tokenize);
    callbacks.tell("onTokenizeSuccess", token, unneeded(context));
    return token;
  } catch (cause) {
    const conclusion = notTokenized(cause);
    const { failure } = conclusion;
    if (failure) callbacks.tell("onTokenizeError", failure.error);
    return conclusion;
  }
}

/** For pages that are written to pay by themselves: they are told that they need not. */
function unneeded({ host }: PayingContext): OnTokenizeSuccessHandler {
  const warn = async () =>
    host.warn("The checkout pays by itself: leave the handler of onTokenizeSuccess alone.");
  return { handleSuccess: warn, handleFailure: warn, continueWithNewClientToken: warn };
}

function withinTime(
  { host, closed }: PayingContext,
  tokenize: Tokenize,
): Promise<PaymentMethodToken> {
  const abort = new AbortController();
  return new Promise<PaymentMethodToken>((resolve, reject) => {
    const end = () => {
      abort.abort();
      const message = "The server did not answer. Nothing was charged.";
      const data = { reason: "network" };
      reject(new PrimerClientError("TOKENIZATION_ERROR", { message, data }));
    };
    const cancel = host.setTimer(TOKENIZATION_MAX, end);
    closed.addEventListener("abort", end);
    // Within a promise, so that an error thrown at once is caught as well.
    const token = Promise.resolve().then(() => tokenize(abort.signal));
    token.then(resolve, reject).finally(() => {
      cancel();
      closed.removeEventListener("abort", end);
    });
  });
}

/**
 * Pays. If the server has a newer revision than was shown, but the same total, the shopper
 * has seen what is charged: the same payment is sent again with that revision.
 */
async function send(
  context: PayingContext,
  click: Click,
  token: PaymentMethodToken | null,
  chosenKey: string | undefined,
): Promise<Conclusion> {
  const idempotencyKey = chosenKey ?? context.host.uuid();
  const order = { token: token?.token ?? null, idempotencyKey, ownKey: !chosenKey };
  context.step("sent");
  let result: PaymentResult = await carryOut(context, { ...order, shown: context.total() });
  for (let sends = 1; result.kind === "outdated"; sends++) {
    const read = await context.reread();
    if (!read) return unread();
    const now = context.total();
    if (!sameMoney(click.total, now)) return totalChanged(click.total, now);
    if (sends === SENDS_MAX) return restless();
    result = await carryOut(context, { ...order, shown: now });
  }
  return concluded(result, click.total, token, click.paymentMethodType);
}

/** The total was refused and the new one cannot be had. */
function unread(): Conclusion {
  const message = "The total has changed and could not be read. Nothing was charged.";
  const error = new PrimerClientError("CLIENT_SESSION_UPDATE_ERROR", { message });
  return stopped(error, { kind: "offline" });
}
