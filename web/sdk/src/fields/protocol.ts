/**
 * What the merchant's page and the frames of the card fields say to each other.
 *
 * Two messages go over `window.postMessage` and hold nothing secret: the frame's
 * `ready` and the page's `connect`, which hands over a MessagePort. Everything else
 * goes over that port. No message to the page holds a digit that was typed, or how many
 * there are.
 */

import type { PaymentMethodToken } from "../api/types.ts";
import type { FieldFault } from "../card/fault.ts";
import type { CardNetwork } from "../card/network.ts";

/** A hosted field. */
export type FieldName = "cardNumber" | "expiryDate" | "cvv";

/**
 * What a frame is for; also the last part of its address. `card` is the unseen one that keeps
 * a card from the press on Pay until it is a token, whatever happens to the fields meanwhile.
 */
export type FrameName = FieldName | "card";

/** All of them, in the order that they are filled in. */
export const FIELD_NAMES: readonly FieldName[] = ["cardNumber", "expiryDate", "cvv"];

/** The page of a frame: `<hosted>/field.html#<checkout>.<field>`. */
export function frameAddress(hostedUrl: string, checkout: string, field: FrameName): string {
  return `${hostedUrl}/field.html#${checkout}.${field}`;
}

/** Whose frame this is, by the hash of its address; null if the hash names none. */
export function frameIdentity(hash: string): FrameIdentity | null {
  const [, checkout, field] = /^#([\w-]{1,64})\.(\w+)$/.exec(hash) ?? [];
  const name = [...FIELD_NAMES, "card" as const].find((name) => name === field);
  return checkout && name ? { checkout, field: name } : null;
}

/** One frame of one checkout. */
export interface FrameIdentity {
  /** The checkout instance id. */
  readonly checkout: string;
  readonly field: FrameName;
}

/** Frame to page, over the window: the frame's script runs. */
export interface Ready extends FrameIdentity {
  readonly tender: "ready";
}

/** Page to frame, over the window, with the port that both go on with. */
export interface Connect extends FrameIdentity {
  readonly tender: "connect";
}

/** The parts of a message event that say whether it may be believed. */
export interface Incoming {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
  readonly ports: readonly unknown[];
}

/** Whether this is the `ready` of that very frame. */
export function isReady(
  event: Incoming,
  expected: FrameIdentity & { readonly window: unknown; readonly origin: string },
): boolean {
  return (
    expected.window !== null &&
    event.source === expected.window &&
    event.origin === expected.origin &&
    names(event.data, "ready", expected)
  );
}

/** Whether this is the page's `connect` to this frame; says nothing of its origin. */
export function isConnect(
  event: Incoming,
  expected: FrameIdentity & { readonly parent: unknown },
): boolean {
  return (
    event.source === expected.parent &&
    event.ports.length === 1 &&
    names(event.data, "connect", expected)
  );
}

function names(data: unknown, tender: string, { checkout, field }: FrameIdentity): boolean {
  if (typeof data !== "object" || data === null) return false;
  const message: Partial<Ready | Connect> = data;
  return message.tender === tender && message.checkout === checkout && message.field === field;
}

/** Page to frame, over the port. */
export type Command =
  | { readonly type: "options"; readonly options: FrameOptions }
  | { readonly type: "focus" }
  | { readonly type: "blur" }
  /** Empties the field, as if nobody had been at it. */
  | { readonly type: "clear" }
  /** The form was submitted: the field's fault shows from now on. Answered by `checked`. */
  | { readonly type: "submitted"; readonly id: number }
  /** The error that the page shows, for screen readers; empty if none. */
  | { readonly type: "describe"; readonly text: string }
  /** To the security code: the networks that the card may be of. */
  | { readonly type: "networks"; readonly networks: readonly CardNetwork[] }
  /** To the keeper: take the card from the fields of this form. Answered by `taken`. */
  | { readonly type: "take"; readonly id: number; readonly group: string }
  /** To the keeper: turn the card that was taken under this id into a token. */
  | { readonly type: "tokenize"; readonly request: TokenizeRequest }
  /** To the keeper: forget that card. A token of it is not waited for any more. */
  | { readonly type: "release"; readonly id: number };

/** Frame to page, over the port. */
export type Report =
  /** The page is of the frame's own origin, where it could read the card. */
  | { readonly type: "refused" }
  | { readonly type: "change"; readonly state: FieldState }
  /** All that the field holds is in the last `change`. */
  | { readonly type: "checked"; readonly id: number }
  /** Enter was pressed. */
  | { readonly type: "submit" }
  /** The height that the style gives the input, in CSS pixels. */
  | { readonly type: "height"; readonly height: number }
  | { readonly type: "networks"; readonly detected: DetectedNetworks }
  /** The server is being asked for the networks. */
  | { readonly type: "networks-loading" }
  /** With the fields that are missing or not right. */
  | { readonly type: "taken"; readonly id: number; readonly missing: readonly FieldName[] }
  | { readonly type: "tokenized"; readonly outcome: TokenizeOutcome };

/** How a field stands. */
export interface FieldState {
  /** What is wrong; null if nothing is. */
  readonly fault: FieldFault | null;
  /** Whether to show it: not while the shopper may still be getting there. */
  readonly shown: boolean;
  readonly empty: boolean;
  /** Has the focus. */
  readonly active: boolean;
  /** Was ever changed. */
  readonly dirty: boolean;
  /** Was ever left. */
  readonly touched: boolean;
  /** Was part of a submitted form. */
  readonly submitted: boolean;
}

/** Of a field that nobody has been at. */
export function pristine(field: FieldName): FieldState {
  return {
    fault: field === "expiryDate" ? "expiry.required" : `${field}.required`,
    shown: false,
    empty: true,
    active: false,
    dirty: false,
    touched: false,
    submitted: false,
  };
}

/** Which networks the typed number may be used through, and who says so. */
export interface DetectedNetworks {
  readonly networks: readonly CardNetwork[];
  /** The server, this SDK's own table, or the table because the server did not answer. */
  readonly source: "REMOTE" | "LOCAL" | "LOCAL_FALLBACK";
}

/** All that a frame needs to know of its page; each message holds the whole of it. */
export interface FrameOptions {
  /** The frames of one card manager find each other by it. */
  readonly group: string;
  readonly ariaLabel: string;
  readonly placeholder: string;
  /** BCP 47. */
  readonly locale: string;
  readonly disabled: boolean;
  readonly style: InputStyle;
  /** The networks that the session accepts. */
  readonly allowedNetworks: readonly CardNetwork[];
  /** The fields as they follow each other on the page. */
  readonly order: readonly FieldName[];
  /** Whether the focus goes on by itself when a field is complete. */
  readonly autoAdvance: boolean;
  /** How far the server's clock is ahead of the browser's, in milliseconds. */
  readonly clockOffset: number;
}

/** CSS declarations by their names in script, such as `fontSize`. */
export type Declarations = Readonly<Record<string, string>>;

/** How the input looks; properties beyond the frame's allow-list are left out there. */
export interface InputStyle {
  readonly base?: Declarations;
  readonly hover?: Declarations;
  readonly focus?: Declarations;
  readonly error?: Declarations;
  readonly placeholder?: Declarations;
  readonly selection?: Declarations;
  /** Of frame and iframe element alike, else the browser paints the frame opaque. */
  readonly colorScheme?: "light" | "dark";
}

/** What the page adds to the card. */
export interface TokenizeRequest {
  /** Of the card that was taken. */
  readonly id: number;
  readonly accessToken: string;
  readonly sdkVersion: string;
  readonly cardholderName?: string;
  /** The shopper's choice for a co-badged card. */
  readonly preferredNetwork?: string;
}

/** What came of it. */
export type TokenizeOutcome = { readonly id: number } & (
  | { readonly token: PaymentMethodToken }
  | { readonly failure: TokenizeFailure }
);

export type { PaymentMethodToken };

/** Why there is no token. Nothing was charged in any case. */
export type TokenizeFailure =
  /** A field is missing, or what it holds is not right. */
  | { readonly reason: "invalid"; readonly fields: readonly FieldName[] }
  /** The server was not reached, or did not answer in time. */
  | { readonly reason: "network" }
  /** The server said no. */
  | ({ readonly reason: "refused" } & Refusal);

/** The server's error envelope. */
export interface Refusal {
  /** HTTP. */
  readonly status: number;
  readonly errorId?: string;
  readonly description?: string;
  readonly diagnosticsId?: string;
}
