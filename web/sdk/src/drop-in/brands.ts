/**
 * Card brands on their plates of 32 by 20, always light. Simple drawings that shoppers
 * recognise; the schemes' official artwork is theirs to license, and the merchant's to
 * put in place of these.
 */

import { html, nothing, svg, type TemplateResult } from "lit";

const PLATE = "0 0 32 20";

/** Drawn marks. */
const MARKS: Readonly<Record<string, TemplateResult>> = {
  VISA: svg`<path fill="#1434cb" d="M4.4 6.2h2.3l1.1 4.9 2.4-4.9h2.3l-4.1 7.8H6.2zM13.4 6.2h2.1L14.1 14H12zM20.7 6.4l-.3 1.7c-1.3-.6-2.7-.5-2.7.2 0 .9 2.6.9 2.6 2.9 0 2.4-2.8 3.5-5.5 2.6l.3-1.8c1.4.7 3 .6 3-.2 0-1-2.5-.9-2.5-2.9 0-2.4 2.9-3.4 5.1-2.5zM24.4 6.2h1.9L28 14h-2l-.2-1.1h-2.7L22.6 14h-2.2l3.1-7.2c.2-.4.5-.6.9-.6zm.3 2.2-1.1 2.9h1.7z"/>`,
  MASTERCARD: svg`<circle cx="12.4" cy="10" r="6" fill="#eb001b"/><circle cx="19.6" cy="10" r="6" fill="#f79e1b"/><path fill="#ff5f00" d="M16 5.2a6 6 0 0 1 0 9.6 6 6 0 0 1 0-9.6z"/>`,
  AMEX: svg`<rect x="3" y="3" width="26" height="14" rx="2" fill="#006fcf"/><text x="16" y="12.9" text-anchor="middle" font-size="8" font-weight="700" fill="#fff">AMEX</text>`,
  MAESTRO: svg`<circle cx="12.4" cy="10" r="6" fill="#eb001b"/><circle cx="19.6" cy="10" r="6" fill="#00a2e5"/><path fill="#7375cf" d="M16 5.2a6 6 0 0 1 0 9.6 6 6 0 0 1 0-9.6z"/>`,
};

/** Lettering for the others: what it says, and its colour on the light plate. */
const LETTERS: Readonly<Record<string, readonly [text: string, colour: string]>> = {
  CARTES_BANCAIRES: ["CB", "#0b5a4f"],
  DANKORT: ["DK", "#b3122b"],
  DINERS_CLUB: ["DINERS", "#004a97"],
  DISCOVER: ["DISC", "#8a3c00"],
  EFTPOS: ["EFT", "#22306e"],
  ELO: ["elo", "#13201d"],
  HIPER: ["HIPER", "#9a3d00"],
  HIPERCARD: ["HIPER", "#a4161c"],
  JCB: ["JCB", "#14532d"],
  MIR: ["MIR", "#14662f"],
  UNIONPAY: ["UP", "#00565c"],
};

/** The badge of a network as the API spells it. Silent without a name for screen readers. */
export function brandBadge(network: string, name?: string): TemplateResult {
  return html`<span
    class="tender-brand notranslate"
    translate="no"
    role=${name ? "img" : nothing}
    aria-label=${name ?? nothing}
    aria-hidden=${name ? nothing : "true"}
    ><svg viewBox=${PLATE} width="32" height="20" aria-hidden="true">${mark(network)}</svg></span
  >`;
}

function mark(network: string): TemplateResult {
  const drawn = MARKS[network];
  if (drawn) return drawn;
  const [text, colour] = LETTERS[network] ?? ["?", "#44524e"];
  const size = text.length > 4 ? 6.5 : 9;
  return svg`<text x="16" y=${10 + size * 0.36} text-anchor="middle" font-size=${size} font-weight="700" fill=${colour}>${text}</text>`;
}
