/** What the page is told of the networks of the typed card. */

import type { CardNetworksEvent } from "../api/card.ts";
import { displayName } from "../card/network.ts";
import type { DetectedNetworks } from "./protocol.ts";

/**
 * The public form of what a frame detected.
 *
 * @param allowed the networks that the session accepts, most preferred first
 */
export function networksEvent(
  { networks, source }: DetectedNetworks,
  allowed: readonly string[],
): CardNetworksEvent {
  const rank = (network: string) => {
    const place = allowed.indexOf(network);
    return place < 0 ? allowed.length : place;
  };
  const items = networks
    .map((network) => ({
      network,
      displayName: displayName(network),
      allowed: allowed.includes(network),
    }))
    .sort((one, other) => rank(one.network) - rank(other.network));
  const selectable = items.filter((item) => item.allowed);
  const preferred = selectable[0] ?? null;
  return {
    detectedCardNetworks: { items, preferred },
    selectableCardNetworks: selectable.length > 1 ? { items: selectable, preferred } : null,
    source,
  };
}
