/** Which card networks a checkout accepts: what is shown, refused in the field, and sent. */

import type { HeadlessOptions } from "../api/options.ts";
import { CARD_NETWORKS, type CardNetwork, networkNamed } from "../card/network.ts";
import type { Checkout } from "../core/checkout.ts";

/**
 * The session's networks in its order, narrowed by the merchant's option in either spelling.
 * The option never leaves none: names that are unknown here, or not the session's, are no
 * reason to refuse every card. Nor is a session without a list.
 */
export function allowedNetworks(
  checkout: Checkout,
  { allowedCardNetworks }: HeadlessOptions,
): readonly CardNetwork[] {
  const { orderedAllowedCardNetworks } = checkout.configuration.clientSession.paymentMethod;
  const session = known(orderedAllowedCardNetworks);
  const all = session.length > 0 ? session : CARD_NETWORKS;
  const wanted = known(allowedCardNetworks);
  const narrowed = all.filter((network) => wanted.includes(network));
  return narrowed.length > 0 ? narrowed : all;
}

function known(names: unknown): readonly CardNetwork[] {
  return (Array.isArray(names) ? names : []).flatMap((name) => networkNamed(name) ?? []);
}
