/** What a merchant can choose and be told (spec/web-sdk.md 5.1). */

import type { CardNetwork } from "./card.ts";
import type { PrimerClientError } from "./errors.ts";
import type {
  CardNetworkName,
  ClientSession,
  OrString,
  Payment,
  PaymentMethodData,
  PaymentMethodInfo,
  PaymentMethodToken,
} from "./types.ts";

/** What is about to be paid with. */
export interface PaymentMethodChoice {
  readonly paymentMethodType: string;
}

/** How onBeforePaymentCreate lets a payment happen or stops it. */
export interface PaymentCreationHandler {
  continuePaymentCreation(choice?: { readonly idempotencyKey?: string }): void;
  abortPaymentCreation(): void;
}

/** How onCheckoutFail words the failure for the shopper. Of the drop-in only. */
export interface OnCheckoutFailHandler {
  /** Shows the merchant's sentence, or ours without one. */
  showErrorMessage(message?: string): void;
}

/** How a merchant who pays by itself goes on. Here the checkout pays, so it does nothing. */
export interface OnTokenizeSuccessHandler {
  handleSuccess(): Promise<void>;
  handleFailure(message?: string): Promise<void>;
  continueWithNewClientToken(clientToken: string): Promise<void>;
}

export type OnTokenizeSuccess = (
  token: PaymentMethodToken,
  handler: OnTokenizeSuccessHandler,
) => void | Promise<void>;

/** What a payment goes on with after a required action. */
export interface ResumeToken {
  readonly resumeToken: string;
  readonly paymentId?: string;
}

export type OnResumeSuccessHandler = OnTokenizeSuccessHandler;

export type OnResumeSuccess = (data: ResumeToken, handler: OnResumeSuccessHandler) => void;

/** What happens in a checkout. An error thrown by a callback is a warning, nothing more. */
export interface CheckoutCallbacks {
  /** Once, at the start. */
  readonly onAvailablePaymentMethodsLoad?: (methods: readonly PaymentMethodInfo[]) => void;
  /** Before anything of a payment is sent. The payment waits until the handler is used. */
  readonly onBeforePaymentCreate?: (
    choice: PaymentMethodChoice,
    handler: PaymentCreationHandler,
  ) => void;
  readonly onPaymentCreationStart?: () => void;
  readonly onCheckoutComplete?: (result: { readonly payment: Payment | null }) => void;
  readonly onCheckoutFail?: (
    error: PrimerClientError,
    result: { readonly payment?: Payment },
    handler?: OnCheckoutFailHandler,
  ) => void;
  /** `false` keeps the card from being turned into a token. */
  readonly onTokenizeShouldStart?: (choice: PaymentMethodChoice) => boolean | Promise<boolean>;
  readonly onTokenizeDidNotStart?: (reason: string) => void;
  readonly onTokenizeStart?: () => void;
  readonly onTokenizeSuccess?: OnTokenizeSuccess;
  readonly onTokenizeError?: (error: PrimerClientError) => void;
  /** Only with `paymentHandling: "MANUAL"`, which is not there yet. */
  readonly onResumeSuccess?: OnResumeSuccess;
  readonly onResumePending?: (data: PaymentMethodData) => void;
  readonly onResumeError?: (error: PrimerClientError) => void;
  /** Before each change of the session that comes from here, and each refresh. */
  readonly onBeforeClientSessionUpdate?: () => void;
  /** Once at the start, and after each of those. */
  readonly onClientSessionUpdate?: (session: ClientSession) => void;
  readonly onPaymentMethodAction?: (
    action: "PAYMENT_METHOD_SELECTED" | "PAYMENT_METHOD_UNSELECTED",
    details: PaymentMethodChoice,
  ) => void;
}

export interface HeadlessOptions extends CheckoutCallbacks {
  /** Only AUTO: payments are made here, not by the merchant's server. */
  readonly paymentHandling?: OrString<"AUTO">;
  /** BCP 47. Absent: the browser's. */
  readonly locale?: string;
  readonly apiVersion?: string;
  /** Accepted; what is cached is the server's choice. */
  readonly clientSessionCachingEnabled?: boolean;
  /** Narrows the session's own list. Deprecated: set it in the session. */
  readonly allowedCardNetworks?: readonly (CardNetworkName | CardNetwork)[];
  /** Follow changes of the session as they happen. On unless `false`. Ours. */
  readonly liveUpdates?: boolean;
  readonly card?: {
    readonly cardholderName?: {
      readonly required?: boolean;
      readonly visible?: boolean;
      readonly placeholder?: string;
    };
    readonly cardNumber?: { readonly placeholder?: string };
    readonly expiryDate?: { readonly placeholder?: string };
    readonly cvv?: { readonly placeholder?: string };
    /**
     * The focus goes on to the next card field when one is complete. On unless `false`
     * (WCAG 2.2, 3.2.2). Ours.
     */
    readonly autoAdvance?: boolean;
  };
  /** Styles of the card fields and the drop-in. */
  readonly style?: CheckoutStyle;
  /** Accepted, for methods that are not there yet. */
  readonly redirect?: { readonly returnUrl?: string; readonly forceRedirect?: boolean };
  readonly merchantDomain?: string;
  readonly paypal?: MethodOptions;
  readonly googlePay?: MethodOptions;
  readonly applePay?: MethodOptions;
  readonly klarna?: MethodOptions;
  readonly adyenKlarna?: MethodOptions;
  readonly directDebit?: MethodOptions;
  readonly giftCard?: MethodOptions;
  readonly stripe?: MethodOptions;
}

/** The published name of the headless options. */
export type HeadlessUniversalCheckoutOptions = HeadlessOptions;

/** Options of a payment method other than cards. */
export type MethodOptions = object;

/** A part of the published style object; unknown keys are ignored. */
export type CheckoutStyle = Readonly<Record<string, unknown>>;

export interface UniversalCheckoutOptions extends HeadlessOptions {
  /** Where the checkout goes: an element or a selector. */
  readonly container: string | Element;
  /**
   * Light or dark. `auto`, the default, goes by the page behind the checkout: its background,
   * or its `color-scheme` if it has none. Ours.
   */
  readonly theme?: "light" | "dark" | "auto";
  readonly submitButton?: {
    /** The amount on the pay button. On unless `false`. */
    readonly amountVisible?: boolean;
    /** `false`: the merchant has a button of its own and calls `submit()`. */
    readonly useBuiltInButton?: boolean;
    readonly onVisible?: (visible: boolean, context: { readonly currentSceneId?: string }) => void;
    readonly onContentChange?: (content: string) => void;
    readonly onDisable?: (disabled: boolean) => void;
    readonly onLoading?: (loading: boolean) => void;
  };
  readonly errorMessage?: {
    /** The drop-in shows no errors of payments. */
    readonly disabled?: boolean;
    readonly onErrorMessageShow?: (message: string) => void;
    readonly onErrorMessageHide?: () => void;
  };
  /** `false`: the merchant shows what comes after a payment. */
  readonly successScreen?:
    | false
    | { readonly type: "CHECK"; readonly title?: string }
    | { readonly type: "PAYMENT_METHOD" };
  readonly form?: { readonly inputLabelsVisible?: boolean };
}
