/** Calls the merchant's callbacks so that none of them can break a checkout. */

import type { CheckoutCallbacks, PaymentMethodChoice } from "../api/options.ts";
import type { Host } from "./host.ts";

/** Milliseconds until a merchant who does not answer onBeforePaymentCreate is reminded. */
const PATIENCE = 10_000;

type Name = keyof CheckoutCallbacks;
type Arguments<N extends Name> = Parameters<NonNullable<CheckoutCallbacks[N]>>;

export class Callbacks {
  constructor(
    private readonly callbacks: CheckoutCallbacks,
    private readonly host: Host,
    /** From then on nothing is told. */
    private readonly closed: AbortSignal,
  ) {}

  tell<N extends Name>(name: N, ...details: Arguments<N>): void {
    void this.#call(name, details);
  }

  /** Waits for onBeforePaymentCreate. Null if the payment must not be made. */
  permission(choice: PaymentMethodChoice): Promise<{ readonly idempotencyKey?: string } | null> {
    if (!this.callbacks.onBeforePaymentCreate) return Promise.resolve({});
    return new Promise((resolve) => {
      const cancel = this.host.setTimer(PATIENCE, () =>
        this.host.warn(
          "onBeforePaymentCreate has not answered for 10 seconds. " +
            "Call continuePaymentCreation or abortPaymentCreation.",
        ),
      );
      const answer = (permission: { readonly idempotencyKey?: string } | null) => {
        cancel();
        resolve(permission);
      };
      this.closed.addEventListener("abort", () => answer(null));
      const handler = {
        continuePaymentCreation: (granted = {}) => answer(granted),
        abortPaymentCreation: () => answer(null),
      };
      // A check that breaks has not allowed the payment.
      void this.#call("onBeforePaymentCreate", [choice, handler], () => answer(null));
    });
  }

  /** Whether a card may be turned into a token now. */
  async allowsTokenization(choice: PaymentMethodChoice): Promise<boolean> {
    const allowed = await this.#call("onTokenizeShouldStart", [choice]);
    return allowed !== false;
  }

  async #call<N extends Name>(
    name: N,
    details: Arguments<N>,
    failed: () => void = () => {},
  ): Promise<unknown> {
    if (this.closed.aborted) return undefined;
    const callback = this.callbacks[name] as ((...details: unknown[]) => unknown) | undefined;
    try {
      return await callback?.call(this.callbacks, ...details);
    } catch (error) {
      this.host.warn(`${name} failed: ${String(error)}`);
      failed();
      return undefined;
    }
  }
}
