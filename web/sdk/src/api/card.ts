/** The public interfaces of paying by card (spec/web-sdk.md 5.1). */

import type { EventTypes } from "./constants.ts";
import type { CardNetworkName } from "./types.ts";

/** What is known of a hosted input. Never what was typed, nor its length. */
export interface HostedInputMetadata {
  readonly valid: boolean;
  /** A sentence for the shopper, or null. */
  readonly error: string | null;
  /** A stable key such as "cardNumber.incomplete", or null. */
  readonly errorCode: string | null;
  readonly empty: boolean;
  readonly active: boolean;
  readonly dirty: boolean;
  readonly touched: boolean;
  readonly submitted: boolean;
}

export interface HostedInputOptions {
  readonly placeholder?: string;
  readonly ariaLabel?: string;
  /** CSS properties of the value and its placeholder, from an allow-list. */
  readonly style?: Readonly<Record<string, unknown>>;
}

/** A field inside a frame of Tender's own origin. */
export interface IHeadlessHostedInput {
  readonly metadata: HostedInputMetadata;
  /** Puts the frame into an element, or into the one with this id or selector. */
  render(container: string | Element, options?: HostedInputOptions): Promise<void>;
  setOptions(options: HostedInputOptions): void;
  getOptions(): HostedInputOptions;
  addEventListener(type: EventTypes, listener: (event: HostedInputMetadata) => void): void;
  focus(): void;
  blur(): void;
  setDisabled(disabled: boolean): void;
}

export interface CardNetwork {
  readonly network: CardNetworkName;
  readonly displayName: string;
  /** Whether the session allows it. */
  readonly allowed: boolean;
}

export interface CardNetworksEvent {
  /** All networks that the number may belong to, in the session's order. */
  readonly detectedCardNetworks: {
    readonly items: readonly CardNetwork[];
    readonly preferred: CardNetwork | null;
  };
  /** The same if the shopper may choose between two of them, else null. */
  readonly selectableCardNetworks: {
    readonly items: readonly CardNetwork[];
    readonly preferred: CardNetwork | null;
  } | null;
  readonly source: "LOCAL" | "LOCAL_FALLBACK" | "REMOTE";
}

export interface CardManagerOptions {
  readonly onCardNetworksChange?: (event: CardNetworksEvent) => void;
  readonly onCardNetworksLoading?: () => void;
  /** Deprecated by onCardNetworksChange. */
  readonly onCardMetadataChange?: (metadata: { readonly type: CardNetworkName | null }) => void;
}

export interface CardValidationError {
  /** Which input: cardNumber, expiryDate, cvv or cardholderName. */
  readonly name: string;
  readonly field?: string;
  /** A stable key such as "cardNumber.incomplete". */
  readonly error: string;
  readonly message: string;
}

export interface CardValidation {
  readonly valid: boolean;
  readonly validationErrors: readonly CardValidationError[];
  /** The first one's message. */
  readonly error?: string;
}

export interface ICardPaymentMethodManager {
  createHostedInputs(): {
    readonly cardNumberInput: IHeadlessHostedInput;
    readonly expiryInput: IHeadlessHostedInput;
    readonly cvvInput: IHeadlessHostedInput;
  };
  setCardholderName(name: string): void;
  validate(): Promise<CardValidation>;
  /** Pays with the card. The outcome comes through the callbacks; never rejects. */
  submit(choice?: { readonly cardNetwork?: CardNetworkName }): Promise<void>;
  reset(): void;
  removeHostedInputs(): void;
}
