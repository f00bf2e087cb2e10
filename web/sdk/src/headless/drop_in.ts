/** What the headless part hands to the drop-in, and what it gets back. */

import type { CardPaymentMethodManagerOptions } from "../api/card.ts";
import type { UniversalCheckoutOptions } from "../api/options.ts";
import type { Checkout } from "../core/checkout.ts";
import type { CardManager } from "../fields/card_manager.ts";

export interface DropInContext {
  readonly checkout: Checkout;
  readonly options: UniversalCheckoutOptions;
  /** BCP 47: the merchant's choice or the browser's, where the drop-in speaks its language. */
  readonly locale: string;
  createCardManager(options: CardPaymentMethodManagerOptions): CardManager;
}

/** A drop-in on the page. */
export interface DropIn {
  /** As if the shopper had pressed Pay. */
  submit(): Promise<void>;
  /** Takes everything off the page. The checkout itself is closed by whoever opened it. */
  teardown(): void;
}

/** The outline of a drop-in, which stands on the page while the checkout is being opened. */
export interface Loading {
  /** The locale in which the drop-in writes words and numbers alike, once its texts are here. */
  readonly locale: Promise<string>;
  /** Shows the checkout instead. Rejects with PRIMER_TEARDOWN if a later call has the place. */
  show(context: DropInContext): Promise<DropIn>;
  /** It could not be opened: says so, and what to do. */
  failed(error: unknown): Promise<void>;
}
