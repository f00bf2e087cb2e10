/**
 * How the drop-in looks. It is drawn into the shop's own tree, so every rule starts with
 * the id of the checkout: it outweighs what the shop's style sheets say of elements and
 * classes, and reaches nothing outside.
 */

import { css } from "lit";
import { choices } from "./styles/choices.ts";
import { fields } from "./styles/fields.ts";
import { results } from "./styles/results.ts";
import { tokens } from "./tokens.ts";

const base = css`
  tender-checkout:not(#_) {
    display: block;
    position: relative;
    box-sizing: border-box;
    width: 100%;
    font: var(--text-14);
    letter-spacing: normal;
    word-spacing: normal;
    text-align: start;
    text-transform: none;
    text-indent: 0;
    white-space: normal;
    color: var(--ink);
    -webkit-font-smoothing: antialiased;
    -webkit-text-size-adjust: 100%;
  }
  /* What the shop's style sheets say of elements ends here. */
  tender-checkout:not(#_) :not(svg, svg *) {
    all: revert;
    box-sizing: border-box;
  }
  /*
   * How wide it is where the shop leaves that to it: 400 pixels, or 256 if there is no room.
   * Not by its contents, so that nothing becomes wider with what is said.
   */
  tender-checkout:not(#_)::before {
    content: "";
    display: block;
    width: 256px;
    max-width: 100%;
  }
  tender-checkout:not(#_)::after {
    content: "- -";
    display: block;
    height: 0;
    overflow: hidden;
    visibility: hidden;
    font: 4px/0 monospace;
    /* Between the two, where it may break. */
    word-spacing: 392px;
  }
  tender-checkout:not(#_) > :is(div, form) {
    container-type: inline-size;
  }
  tender-checkout:not(#_) :is(p, h2, dl, dd, ul, ol, fieldset, legend, figure) {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
    list-style: none;
  }
  tender-checkout:not(#_) bdi {
    font-variant-numeric: tabular-nums;
  }
  tender-checkout:not(#_) .tender-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  tender-checkout:not(#_) .tender-glyph {
    display: block;
    flex: none;
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  tender-checkout:not(#_) .tender-stage {
    display: grid;
  }
  tender-checkout:not(#_) .tender-stage > * {
    grid-area: 1 / 1;
    min-width: 0;
  }
  /* Covered, not taken away: a frame that leaves the page loses what was typed. */
  tender-checkout:not(#_) .tender-entries[inert] {
    visibility: hidden;
  }
  tender-checkout:not(#_) .tender-entries[inert] iframe {
    visibility: hidden !important;
  }
  tender-checkout:not(#_) .tender-pay {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    width: 100%;
    min-height: 52px;
    margin: 16px 0 0;
    padding: 4px 16px;
    border: 1px solid var(--pay-line, var(--accent));
    border-radius: var(--pay-radius, var(--r-field));
    background: var(--pay-background, var(--accent));
    color: var(--pay-ink, var(--on-accent));
    font: 600 16px/24px var(--font);
    font-variant-numeric: tabular-nums;
    cursor: pointer;
    transition: background var(--t-fast) var(--ease);
  }
  /* What is pressed is the button: text that is drawn anew meanwhile would take the click along. */
  tender-checkout:not(#_) .tender-pay > * {
    pointer-events: none;
  }
  tender-checkout:not(#_) .tender-pay:hover {
    background: var(--pay-background-hover, var(--accent-hover));
  }
  tender-checkout:not(#_) .tender-pay[aria-disabled="true"] {
    background: var(--sunken);
    color: var(--ink-3);
    border-color: var(--line);
    cursor: default;
  }
  tender-checkout:not(#_) .tender-pay--second,
  tender-checkout:not(#_) .tender-pay--second:hover {
    background: var(--surface);
    color: var(--ink);
    border-color: var(--field-line);
  }
  tender-checkout:not(#_) .tender-pay s {
    font-weight: 400;
    opacity: 0.85;
  }
  tender-checkout:not(#_) :is(button, input, select, [tabindex]):focus-visible {
    /* Transparent, but painted where colours are forced and shadows are not. */
    outline: 2px solid transparent;
    outline-offset: 2px;
    box-shadow: var(--ring);
  }
  tender-checkout:not(#_) .tender-foot {
    display: flex;
    justify-content: center;
    gap: 6px;
    margin-top: 12px;
    font: var(--text-12);
    color: var(--ink-3);
  }
  tender-checkout:not(#_) .tender-foot .tender-glyph {
    width: 14px;
    height: 14px;
    margin-top: 1px;
  }
  @media (forced-colors: active) {
    tender-checkout:not(#_) .tender-pay[aria-disabled="true"] {
      color: GrayText;
      border-color: GrayText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    tender-checkout:not(#_) :is(*, ::before, ::after) {
      animation: none !important;
      transition: none !important;
    }
  }
`;

/** In the order in which they outweigh each other. */
export const styles = css`${tokens}${base}${fields}${choices}${results}`;
