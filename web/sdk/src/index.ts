/** The ES module. Importing it does nothing. */

export type * from "./api/card.ts";
export {
  CheckoutUXFlow,
  ErrorCode,
  EventTypes,
  HeadlessManagerType,
  PaymentFlow,
  PaymentInstrumentType,
  PaymentMethodType,
  SuccessScreenType,
  ThreeDSecureStatus,
  TokenType,
} from "./api/constants.ts";
export type { ErrorDetails, TokenizationFailure } from "./api/errors.ts";
export { PrimerClientError } from "./api/errors.ts";
export type * from "./api/managers.ts";
export type * from "./api/options.ts";
export type * from "./api/stripe.ts";
export { isStripeOptionsDropInWithFullMandateText } from "./api/stripe.ts";
export type * from "./api/types.ts";
export type {
  ButtonPaymentMethodAsset,
  CardNetworkAsset,
  HeadlessSDKUtilities,
  IAssetsManager,
} from "./headless/assets.ts";
export type { PrimerHeadlessCheckout } from "./headless/headless_checkout.ts";
export { Primer } from "./primer.ts";
export type { PrimerCheckout } from "./universal_checkout.ts";
