/** The networks in the session's order, and which of them the shopper may choose from. */

import { expect, test } from "vitest";
import { networksEvent } from "./card_networks.ts";

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
  expect(networksEvent(detected, ["VISA"])).toEqual({
    detectedCardNetworks: { items: [VISA, refused], preferred: VISA },
    selectableCardNetworks: null,
    source: "LOCAL",
  });
  expect(networksEvent(detected, []).detectedCardNetworks.preferred).toBeNull();
});

test("nothing is known of nothing", () => {
  const none = networksEvent({ networks: [], source: "LOCAL" }, ["VISA"]);
  expect(none.detectedCardNetworks).toEqual({ items: [], preferred: null });
  expect(none.selectableCardNetworks).toBeNull();
});
