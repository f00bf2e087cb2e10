/** The drawn signs of the drop-in. All take the colour of the text around them. */

import { html, svg, type TemplateResult } from "lit";

/** Line glyphs of 16 by 16. */
const LINES = {
  note: svg`<circle cx="8" cy="8" r="5.75"/><path d="M8 7.3v3.7M8 5.1v.01"/>`,
  warning: svg`<path d="M8 2.5 14 13H2zM8 6.5v3M8 11.3v.01"/>`,
  clock: svg`<circle cx="8" cy="8" r="5.75"/><path d="M8 4.8V8l2.2 1.5"/>`,
  lock: svg`<rect x="3.5" y="7" width="9" height="6.5" rx="1.5"/><path d="M5.5 7V5.25a2.5 2.5 0 0 1 5 0V7"/>`,
  chevron: svg`<path d="m4 6.5 4 4 4-4"/>`,
} as const;

export type GlyphName = keyof typeof LINES;

export function glyph(name: GlyphName): TemplateResult {
  return html`<svg class="tender-glyph" viewBox="0 0 16 16" aria-hidden="true">${LINES[name]}</svg>`;
}

/** Above a result. */
export function bigMark(kind: "done" | "clock" | "note"): TemplateResult {
  const inner = {
    done: svg`<path d="m18 28.5 7 7 13.5-15" stroke-width="3"/>`,
    clock: svg`<path d="M28 16v12l8 5" stroke-width="3"/>`,
    note: svg`<path d="M28 26v13M28 17.5v.02" stroke-width="3"/>`,
  };
  return html`<svg
    class="tender-mark tender-mark--${kind}"
    viewBox="0 0 56 56"
    width="56"
    height="56"
    aria-hidden="true"
  >
    <circle cx="28" cy="28" r="27" stroke-width="2" />
    ${inner[kind]}
  </svg>`;
}
