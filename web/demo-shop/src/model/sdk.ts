/** Tender's checkout as a script tag: the part of `window.Primer` that the shop uses. */

import type { CheckoutError } from "./failure.ts";

export interface Primer {
  showUniversalCheckout(clientToken: string, options: DropInOptions): Promise<DropInCheckout>;
  createHeadless(clientToken: string, options: HeadlessOptions): Promise<HeadlessCheckout>;
}

/** What a checkout tells the page that opened it. */
export interface CheckoutEvents {
  onClientSessionUpdate(): void;
  /** The card is at Tender, and the payment is sent next. */
  onTokenizeSuccess(): void;
  onCheckoutComplete(result: { readonly payment: Payment | null }): void;
  /** With a payment if there was one and it took nothing. */
  onCheckoutFail(error: CheckoutError, result: { readonly payment?: Payment }): void;
}

export interface HeadlessOptions extends CheckoutEvents {
  /** BCP 47. */
  readonly locale: string;
  /** Tender's own: whether to follow changes of the session at once. */
  readonly liveUpdates: boolean;
  onAvailablePaymentMethodsLoad?(methods: readonly { readonly type: string }[]): void;
}

export interface DropInOptions extends HeadlessOptions {
  readonly container: Element;
  readonly theme: "light" | "dark" | "auto";
}

export interface Payment {
  readonly id: string;
  readonly orderId: string;
}

export interface DropInCheckout {
  refreshClientSession(): Promise<boolean>;
  teardown(): void;
}

export interface HeadlessCheckout extends DropInCheckout {
  start(): Promise<void>;
  getSDKUtilities(): {
    /** The total as the shopper reads it; null while there is none. */
    getUIOrderAmount(): string | null;
  };
  createPaymentMethodManager(
    type: "PAYMENT_CARD",
    options: { onCardNetworksChange?(networks: CardNetworks): void },
  ): Promise<CardManager | null>;
}

export interface CardNetworks {
  readonly detectedCardNetworks: {
    readonly items: readonly { readonly displayName: string }[];
  };
}

export interface CardManager {
  createHostedInputs(): Record<"cardNumberInput" | "expiryInput" | "cvvInput", HostedInput>;
  setCardholderName(name: string): void;
  validate(): Promise<{ valid: boolean; validationErrors: readonly ValidationError[] }>;
  /** Pays. The outcome comes through the checkout's callbacks. */
  submit(): Promise<void>;
  removeHostedInputs(): void;
}

export interface ValidationError {
  /** cardNumber, expiryDate, cvv or cardholderName. */
  readonly field: string;
  readonly message: string;
}

export interface HostedInput {
  render(container: Element, options: InputOptions): Promise<void>;
  setOptions(options: Partial<InputOptions>): void;
  addEventListener(type: string, heard: (event: InputEvent) => void): void;
  focus(): void;
}

export interface InputOptions {
  readonly placeholder: string;
  readonly ariaLabel: string;
  readonly style: object;
}

/** Never says what was typed. */
export interface InputEvent {
  /** A sentence for the shopper while something is wrong. */
  readonly error?: string | null;
  readonly active?: boolean;
}

declare global {
  interface Window {
    Primer?: Primer;
  }
}

let loading: Promise<Primer> | null = null;

/** Loads the script once. A failure is forgotten, so that the next call tries again. */
export function loadPrimer(url: string): Promise<Primer> {
  loading ??= inject(url).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

function inject(url: string): Promise<Primer> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.crossOrigin = "anonymous";
    script.onload = () =>
      window.Primer ? resolve(window.Primer) : reject(new Error("The script has no Primer."));
    script.onerror = () => {
      script.remove();
      reject(new Error("The script did not load."));
    };
    document.head.append(script);
  });
}
