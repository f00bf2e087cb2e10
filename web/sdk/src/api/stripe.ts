/** The options of one payment method that the published SDK has a function for. */

/** Whether the merchant words the whole mandate, and not its name alone. */
export function isStripeOptionsDropInWithFullMandateText(
  options: StripeOptionsDropIn,
): options is StripeOptionsDropInWithFullMandateText {
  return typeof options.mandateData?.fullMandateText === "string";
}

export interface StripeOptions {
  readonly publishableKey: string;
}

export interface StripeOptionsDropInWithFullMandateText extends StripeOptions {
  readonly mandateData: { readonly fullMandateText: string; readonly merchantName?: never };
}

export interface StripeOptionsDropInTextProvidedByPrimer extends StripeOptions {
  readonly mandateData: { readonly merchantName: string; readonly fullMandateText?: never };
}

export type StripeOptionsDropIn =
  | StripeOptionsDropInWithFullMandateText
  | StripeOptionsDropInTextProvidedByPrimer;
