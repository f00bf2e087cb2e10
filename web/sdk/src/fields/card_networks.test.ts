/** The networks in the session's order, which of them may be chosen, and how the page hears it. */

import { expect, test, vi } from "vitest";
import { networksEvent, tellNetworks } from "./card_networks.ts";

const VISA = { network: "VISA", displayName: "Visa", allowed: true };
const CB = { network: "CARTES_BANCAIRES", displayName: "Cartes Bancaires", allowed: true };

test("a co-badged card offers a choice, in the session's order", () => {
  const detected = { networks: ["VISA", "CARTES_BANCAIRES"], source: "REMOTE" } as const;
  const items = [CB, VISA];
  expect(networksEvent(detected, ["CARTES_BANCAIRES", "MASTERCARD", "VISA"])).toEqual({
    detectedCardNetworks: { items, preferred: CB },
    selectableCardNetworks: { items, preferred: CB },
    source: "REMOTE",
  });
});

test("what the session does not accept is shown and not offered", () => {
  const detected = { networks: ["VISA", "CARTES_BANCAIRES"], source: "LOCAL" } as const;
  const refused = { ...CB, allowed: false };
  const event = networksEvent(detected, ["VISA"]);
  expect(event).toEqual({
    detectedCardNetworks: { items: [VISA, refused], preferred: VISA },
    source: "LOCAL",
  });
  // As in the published declarations: what there is not is absent, not null.
  expect("selectableCardNetworks" in event).toBe(false);
  expect("preferred" in networksEvent(detected, []).detectedCardNetworks).toBe(false);
});

test("nothing is known of nothing", () => {
  const none = networksEvent({ networks: [], source: "LOCAL" }, ["VISA"]);
  expect(none).toEqual({ detectedCardNetworks: { items: [] }, source: "LOCAL" });
});

test("each published callback hears it in its own form", () => {
  const heard = {
    onCardNetworksChange: vi.fn(),
    onCardMetadataChange: vi.fn(),
    onBinDataAvailable: vi.fn(),
    onBinDataLoadingChange: vi.fn(),
  };
  tellNetworks({ networks: ["AMEX"], source: "LOCAL" }, ["AMEX"], heard);
  const AMEX = { network: "AMEX", displayName: "American Express", allowed: true };
  expect(heard.onCardNetworksChange).toHaveBeenCalledWith(
    expect.objectContaining({ detectedCardNetworks: { items: [AMEX], preferred: AMEX } }),
  );
  expect(heard.onCardMetadataChange).toHaveBeenCalledWith({
    type: "american-express",
    possibleTypes: ["american-express"],
    cvvLength: 4,
    cardNumberLength: 15,
  });
  expect(heard.onBinDataAvailable).toHaveBeenCalledWith({
    preferred: AMEX,
    alternatives: [],
    status: "partial",
  });
  expect(heard.onBinDataLoadingChange).not.toHaveBeenCalled();
  tellNetworks({ networks: [], source: "LOCAL_FALLBACK" }, [], heard);
  expect(heard.onCardMetadataChange).toHaveBeenLastCalledWith(
    expect.objectContaining({ type: null, possibleTypes: [], cvvLength: 3 }),
  );
  expect(heard.onBinDataLoadingChange).toHaveBeenLastCalledWith(false);
  expect(heard.onBinDataAvailable).toHaveBeenCalledTimes(1);
});
