import { useRef } from "preact/hooks";
import type { Primer } from "../model/sdk.ts";
import { NotLoaded } from "./not_loaded.tsx";
import type { FormProps } from "./payment.tsx";
import { eventsFor, useCheckout } from "./use_checkout.ts";

/** Tender's whole form: the shop gives it a place. */
export function DropIn({ sdkUrl, clientToken, order, settings, onReopen }: FormProps) {
  const container = useRef<HTMLDivElement>(null);
  const opening = useCheckout(sdkUrl, order, (primer: Primer) =>
    primer.showUniversalCheckout(clientToken, {
      ...eventsFor(order),
      container: container.current as Element,
      locale: settings.locale,
      theme: settings.theme ?? "auto",
      liveUpdates: settings.live,
    }),
  );
  if (opening === "failed") return <NotLoaded onReopen={onReopen} />;
  return <div ref={container} class="drop-in" />;
}
