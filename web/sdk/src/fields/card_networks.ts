/** What the page is told of the networks of the typed card. */

import type {
  CardMetadata,
  CardNetworkChangeEvent,
  CardPaymentMethodManagerOptions,
} from "../api/card.ts";
import { cvvLengths } from "../card/cvv.ts";
import { type CardNetwork, displayName, publishedName } from "../card/network.ts";
import { maxDigits } from "../card/number.ts";
import type { DetectedNetworks } from "./protocol.ts";

/**
 * The public form of what a frame detected.
 *
 * @param allowed the networks that the session accepts, most preferred first
 */
export function networksEvent(
  { networks, source }: DetectedNetworks,
  allowed: readonly string[],
): CardNetworkChangeEvent {
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
  const [first] = selectable;
  const preferred = first ? { preferred: first } : {};
  return {
    detectedCardNetworks: { items, ...preferred },
    ...(selectable.length > 1
      ? { selectableCardNetworks: { items: selectable, ...preferred } }
      : {}),
    source,
  };
}

/** Tells it, in all the ways that the published SDK has. */
export function tellNetworks(
  detected: DetectedNetworks,
  allowed: readonly string[],
  options: CardPaymentMethodManagerOptions,
): void {
  const event = networksEvent(detected, allowed);
  options.onCardNetworksChange?.(event);
  const { items, preferred } = event.detectedCardNetworks;
  const first = preferred ?? items[0];
  const { networks, source } = detected;
  options.onCardMetadataChange?.({
    type: first ? (publishedName(first.network as CardNetwork) as CardMetadata["type"]) : null,
    possibleTypes: networks.map(publishedName),
    cvvLength: cvvLengths(networks).min,
    cardNumberLength: maxDigits(networks),
  });
  // Only then the server has answered, or will not.
  if (source !== "LOCAL") options.onBinDataLoadingChange?.(false);
  if (items.length > 0) {
    options.onBinDataAvailable?.({
      ...(first ? { preferred: first } : {}),
      alternatives: items.filter((item) => item !== first),
      status: "partial",
    });
  }
}
