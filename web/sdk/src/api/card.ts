/** The public interfaces of paying by card (spec/web-sdk.md 5.1). */

import type { EventTypes } from "./constants.ts";
import type { CardNetworkName } from "./types.ts";

/** What is known of a hosted input. Never what was typed, nor its length. */
export interface InputMetadata {
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

export interface HeadlessHostedInputOptions {
  readonly placeholder?: string;
  readonly ariaLabel?: string;
  /** CSS properties of the value and its placeholder, from an allow-list. */
  readonly style?: Readonly<Record<string, unknown>>;
}

/** A field inside a frame of Tender's own origin. */
export interface IHeadlessHostedInput {
  readonly metadata: InputMetadata;
  /** Puts the frame into an element, or into the one with this id or selector. */
  render(container: string | Element | null, options?: HeadlessHostedInputOptions): Promise<void>;
  setOptions(options: HeadlessHostedInputOptions): void;
  getOptions(): HeadlessHostedInputOptions;
  addEventListener(type: EventTypes, listener: (event: InputMetadata) => void): void;
  /** The published declarations call it an event; what comes is an InputMetadata. */
  addEventListener(type: EventTypes, listener: (event?: Event) => void): void;
  focus(): void;
  blur(): void;
  setDisabled(disabled: boolean): void;
}

export interface CardNetworkDetails {
  readonly network: CardNetworkName;
  readonly displayName: string;
  /** Whether it is accepted here. */
  readonly allowed: boolean;
}

export interface CardNetworks {
  /** In the session's order. */
  readonly items: readonly CardNetworkDetails[];
  /** The first one that is accepted: what is paid through unless the shopper chooses. */
  readonly preferred?: CardNetworkDetails;
}

export interface CardNetworkChangeEvent {
  /** All networks that the number may belong to. */
  readonly detectedCardNetworks: CardNetworks;
  /** Those that are accepted, if the shopper may choose between two or more. */
  readonly selectableCardNetworks?: CardNetworks;
  readonly source: "LOCAL" | "LOCAL_FALLBACK" | "REMOTE";
}

/** A network as the published SDK spells it where it does not use the API's names. */
export type CardNetwork =
  | "american-express"
  | "cartes-bancaires"
  | "dankort"
  | "diners-club"
  | "discover"
  | "eftpos"
  | "elo"
  | "hiper"
  | "hipercard"
  | "interac"
  | "jcb"
  | "maestro"
  | "mastercard"
  | "mir"
  | "private-label"
  | "unionpay"
  | "visa";

/** Deprecated by CardNetworkChangeEvent. */
export interface CardMetadata {
  readonly type: CardNetwork | null;
  readonly possibleTypes: readonly string[];
  /** How many digits the security code has. */
  readonly cvvLength: number;
  /** The most digits that the number has. */
  readonly cardNumberLength: number;
}

/** What is known of the card's issuer; here its network alone. */
export interface BinDataAvailableEvent {
  readonly preferred?: CardNetworkDetails;
  readonly alternatives: readonly CardNetworkDetails[];
  readonly status: "complete" | "partial";
}

export interface CardPaymentMethodManagerOptions {
  readonly onCardNetworksChange?: (event: CardNetworkChangeEvent) => void;
  readonly onCardNetworksLoading?: () => void;
  readonly onBinDataAvailable?: (event: BinDataAvailableEvent) => void;
  readonly onBinDataLoadingChange?: (loading: boolean) => void;
  /** Deprecated by onCardNetworksChange. */
  readonly onCardMetadataChange?: (metadata: CardMetadata) => void;
}

export interface InputValidationError {
  /** As the published SDK names it: cardNumber-card, expiryDate-card, cvv-card, cardholderName. */
  readonly name: string;
  /** Which field: cardNumber, expiryDate, cvv or cardholderName. */
  readonly field?: string;
  /** A stable key such as "cardNumber.incomplete". */
  readonly error: string;
  readonly message: string;
}

export interface Validation {
  readonly valid: boolean;
  readonly validationErrors: readonly InputValidationError[];
  /** The first one's message. */
  readonly error?: string;
}

export interface CardPaymentMethodSubmitValues {
  /** The shopper's choice for a co-badged card. */
  readonly cardNetwork?: CardNetworkName | undefined;
}

export interface ICardPaymentMethodManager {
  createHostedInputs(): {
    readonly cardNumberInput: IHeadlessHostedInput;
    readonly expiryInput: IHeadlessHostedInput;
    readonly cvvInput: IHeadlessHostedInput;
  };
  /** The older way: one by its name, cardNumber, expiryDate or cvv. */
  createHostedInput(name: string): IHeadlessHostedInput;
  setCardholderName(name: string): void;
  validate(): Promise<Validation>;
  /**
   * Pays with the card as it is at this call, whatever happens to the fields from then on.
   * The outcome comes through the callbacks; never rejects.
   */
  submit(values?: CardPaymentMethodSubmitValues): Promise<void>;
  reset(): void;
  removeHostedInputs(): void;
}
