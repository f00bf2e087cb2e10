/** The brands beside the card number, and the choice between two. */

import { html, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { CardNetworkDetails } from "../api/card.ts";
import { brandBadge } from "./brands.ts";
import type { Texts } from "./texts/texts.ts";

/** As many fit beside the number. */
const MOST = 3;

/** The accepted brands, for the empty field: some as badges, all of them in words. */
export function acceptedBadges(networks: readonly string[], words: string): TemplateResult {
  return html`<div class="tender-brands" title=${words}>
    ${networks.slice(0, MOST).map((network) => brandBadge(network))}
    <span class="tender-hidden">${keyed(words, words)}</span>
  </div>`;
}

export interface BrandChoiceView {
  readonly texts: Texts;
  readonly disabled: boolean;
  readonly choose: (network: string) => void;
}

/** A co-badged card shows its brands as a choice (Regulation (EU) 2015/751, article 8). */
export function brandChoice(
  items: readonly CardNetworkDetails[],
  chosen: string | null,
  { texts, disabled, choose }: BrandChoiceView,
): TemplateResult {
  const tiles = items.map(
    ({ network, displayName }) =>
      html`<label class="tender-tile">
        <input
          class="tender-radio"
          type="radio"
          name="primer-checkout-network"
          value=${network}
          .checked=${network === chosen}
          ?disabled=${disabled}
          @change=${() => choose(network)}
        />
        ${brandBadge(network)}<span>${keyed(displayName, displayName)}</span>
      </label>`,
  );
  return html`<fieldset class="tender-choice">
    <legend>${texts.coBadged.label}</legend>
    <div class="tender-choice-rows">${tiles}</div>
    <small>${texts.coBadged.hint}</small>
  </fieldset>`;
}
