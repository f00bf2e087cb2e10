/**
 * What a checkout knows, as one immutable value: the drop-in paints it, the headless
 * callbacks are told of its changes. No DOM here.
 */

import type { ClientSession, PaymentMethodInfo } from "../api/types.ts";

/** An amount to pay, as the server answered it. */
export interface Total {
  /** The session's revision that it belongs to. */
  readonly revision: number;
  /** Minor units, from 0 to 2^53 - 1. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** What a payment is doing while the shopper waits. */
export type PaymentStep =
  /** The card is being turned into a token. */
  | "tokenizing"
  /** The payment was sent to the server. */
  | "sent"
  /** The server has it; the bank has not answered yet. */
  | "confirming"
  /** The connection is lost; the same payment is being asked for again. */
  | "reconnecting";

/** Where the checkout stands. */
export type Phase =
  | { readonly name: "ready" }
  | { readonly name: "paying"; readonly step: PaymentStep; readonly total: Total }
  /** With what was charged: it may be less than was shown. */
  | { readonly name: "paid"; readonly total: Total; readonly payment: PaidPayment }
  /** Another checkout of the session has paid: nothing more is charged. */
  | { readonly name: "paid-elsewhere"; readonly paymentId: string }
  /**
   * A payment was sent and what came of it cannot be learnt here any more, because the
   * session expired meanwhile or the server refuses to say. Neither "paid" nor "nothing
   * was charged" would be true: the shopper asks the shop before paying again.
   */
  | { readonly name: "unknown"; readonly paymentId?: string }
  | { readonly name: "expired" }
  | { readonly name: "closed" };

/** A payment as the shopper may see it. */
export interface PaidPayment {
  readonly id: string;
  readonly orderId: string;
  readonly last4Digits?: string;
  /** As in the API, such as VISA. */
  readonly network?: string;
}

/** What the shopper must be told above the form. */
export type Notice =
  /** The bank said no. Nothing was charged. */
  | { readonly kind: "declined" }
  /** A fault. Nothing was charged. */
  | { readonly kind: "failed" }
  /** The server could not be reached before anything was sent. Nothing was charged. */
  | { readonly kind: "offline" }
  /** Too many cards were tried. */
  | { readonly kind: "too-many-attempts" }
  /** Another payment of the session is undecided. Nothing more was charged. */
  | { readonly kind: "payment-in-progress"; readonly paymentId: string }
  /** The total is another one now; `refused` if a payment of the old one was refused. */
  | {
      readonly kind: "total-changed";
      readonly from: Total;
      readonly to: Total;
      readonly refused: boolean;
    }
  /** The merchant's own words, from onCheckoutFail's showErrorMessage. */
  | { readonly kind: "message"; readonly text: string };

export interface CheckoutState {
  readonly session: ClientSession;
  /** Absent while the session has no price or no currency. */
  readonly total: Total | null;
  readonly methods: readonly PaymentMethodInfo[];
  readonly phase: Phase;
  readonly notice: Notice | null;
  /** Pay is held for half a second after a repainted total, so that no click meant for the old one pays the new one. */
  readonly payHeld: boolean;
  /** The merchant has switched payment creation off. */
  readonly paymentCreationEnabled: boolean;
}
