/**
 * The public interfaces of what this SDK cannot do yet (spec/web-sdk.md 5.1), so that pages
 * written for it compile. createPaymentMethodManager answers null for these methods.
 */

import type { InputMetadata, Validation } from "./card.ts";
import type { EventTypes } from "./constants.ts";
import type { OrString, Payment } from "./types.ts";

type Listener = (event?: Event) => void;

export interface HeadlessButtonRenderOptions {
  readonly style?: object;
}

export interface IHeadlessPaymentMethodButton {
  render(container: string | Element, options?: HeadlessButtonRenderOptions): Promise<void>;
  setDisabled(disabled: boolean): Promise<void>;
  clean(): void;
  focus(): void;
  blur(): void;
  addEventListener(event: EventTypes, listener: Listener): void;
}

/** Of PayPal, Google Pay and Apple Pay. */
export interface INativePaymentMethodManager {
  createButton(): IHeadlessPaymentMethodButton;
}

export interface IRedirectPaymentMethodManager {
  start(): Promise<void>;
  addEventListener(event: EventTypes, listener: Listener): void;
}

export interface IKlarnaPaymentMethodManager {
  renderCategory(details: {
    readonly containerId: string | Element;
    readonly paymentMethodCategoryId: string;
    readonly onHeightChange: (height: number) => void;
  }): Promise<void>;
  start(payment: {
    readonly paymentMethodCategoryId: string;
  }): Promise<{ readonly outcome: "APPROVED" | "DENIED" }>;
  addEventListener(event: EventTypes, listener: Listener): void;
  getPaymentMethod(): void;
}

export interface StripeAchCustomerDetails {
  readonly emailAddress: string;
  readonly firstName: string;
  readonly lastName: string;
}

export interface IAchPaymentMethodManager {
  start(customer: StripeAchCustomerDetails): Promise<Validation | undefined>;
  setAndValidate(customer: StripeAchCustomerDetails): Promise<Validation>;
  collectBankAccountDetails(): Promise<void>;
  confirmMandate(): Promise<Payment>;
  declineMandate(): Promise<void>;
  getPaymentMethod(): void;
}

/** A payment method that a customer has saved. */
export interface VaultedPaymentMethod {
  readonly id: string;
  readonly analyticsId: string;
  readonly paymentMethodType: string;
  readonly paymentInstrumentType: string;
  readonly paymentInstrumentData: Readonly<Record<string, unknown>>;
  readonly threeDSecureAuthentication?: Readonly<Record<string, unknown>> | null;
  readonly vaultData?: { readonly customerId: string } | null;
  readonly userDescription?: string;
  readonly isVaulted?: boolean;
}

export interface CvvInputOptions {
  readonly container: string | Element;
  readonly id?: string;
  readonly cardNetwork?: string;
  readonly name?: string;
  readonly placeholder?: string;
  readonly ariaLabel?: string;
  readonly style?: object;
}

/** A field for the security code of a saved card. */
export interface CvvInput {
  readonly frame: HTMLIFrameElement | null;
  readonly metadata: Omit<InputMetadata, "empty">;
  readonly name: string;
  readonly valueToken: string;
  focus(): void;
  blur(): void;
  addListener(event: CvvInputEvent, listener: () => void): (() => void) | undefined;
  addEventListener(event: CvvInputEvent, listener: () => void): (() => void) | undefined;
  removeListener(event: CvvInputEvent, listener: () => void): void;
  remove(): void;
}

type CvvInputEvent = OrString<"change" | "blur" | "focus">;

/** Saved payment methods. Not there yet: every call rejects. */
export interface HeadlessVaultManager {
  fetchVaultedPaymentMethods(): Promise<VaultedPaymentMethod[]>;
  deleteVaultedPaymentMethod(id: string): Promise<void>;
  startPaymentFlow(id: string, data?: { readonly cvv?: string }): Promise<void>;
  createCvvInput(options: CvvInputOptions): Promise<CvvInput | null>;
}

/** What showVaultManager will answer. */
export interface PrimerVaultManager {
  submit(): void;
  teardown(): void;
}
