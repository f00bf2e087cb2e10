import { useEffect, useState } from "preact/hooks";
import { type CheckoutError, isExpired, isUndecided, paidBy } from "../model/failure.ts";
import type { Order } from "../model/order.ts";
import { type CheckoutEvents, type DropInCheckout, loadPrimer, type Primer } from "../model/sdk.ts";

/** Whether the checkout is there. */
export type Opening = "loading" | "open" | "failed";

/**
 * Opens a checkout for as long as the component is on the page. Everything it depends on is
 * in the component's key, so it runs once.
 */
export function useCheckout<Checkout extends DropInCheckout>(
  sdkUrl: string,
  order: Order,
  open: (primer: Primer) => Promise<Checkout>,
  ready?: (checkout: Checkout) => Promise<void>,
): Opening {
  const [opening, setOpening] = useState<Opening>("loading");
  useEffect(() => {
    let gone = false;
    let checkout: Checkout | null = null;
    const run = async () => {
      checkout = await open(await loadPrimer(sdkUrl));
      if (gone) return checkout.teardown();
      order.checkout = checkout;
      await ready?.(checkout);
      if (!gone) setOpening("open");
    };
    run().catch((error: CheckoutError) => {
      if (gone) return;
      if (isExpired(error)) order.expire();
      else setOpening("failed");
    });
    return () => {
      gone = true;
      if (order.checkout === checkout) order.checkout = null;
      checkout?.teardown();
    };
  }, []);
  return opening;
}

/** What both forms tell the order. */
export function eventsFor(order: Order): CheckoutEvents {
  return {
    onClientSessionUpdate: () => void order.follow(),
    onTokenizeSuccess: () => order.setCharging(true),
    onCheckoutComplete: ({ payment }) => {
      if (payment) order.complete({ paymentId: payment.id, orderId: payment.orderId });
    },
    onCheckoutFail: (error) => {
      order.setCharging(isUndecided(error));
      const paymentId = paidBy(error);
      if (paymentId) order.complete({ paymentId, orderId: order.state.session?.orderId ?? "" });
      else if (isExpired(error)) order.expire();
    },
  };
}
