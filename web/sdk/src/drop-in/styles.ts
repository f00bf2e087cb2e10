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
  #primer-checkout {
    display: block;
    position: relative;
    box-sizing: border-box;
    container-type: inline-size;
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
  #primer-checkout :not(svg, svg *) {
    all: revert;
    box-sizing: border-box;
  }
  #primer-checkout :is(p, h2, dl, dd, ul, ol, fieldset, legend, figure) {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
    list-style: none;
  }
  #primer-checkout bdi {
    font-variant-numeric: tabular-nums;
  }
  #primer-checkout .tender-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  #primer-checkout .tender-glyph {
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
  #primer-checkout .tender-stage {
    display: grid;
  }
  #primer-checkout .tender-stage > * {
    grid-area: 1 / 1;
    min-width: 0;
  }
  /* Covered, not taken away: a frame that leaves the page loses what was typed. */
  #primer-checkout .tender-entries[inert] {
    visibility: hidden;
  }
  #primer-checkout .tender-entries[inert] iframe {
    visibility: hidden !important;
  }
  #primer-checkout .tender-pay {
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
  #primer-checkout .tender-pay:hover {
    background: var(--pay-background-hover, var(--accent-hover));
  }
  #primer-checkout .tender-pay[aria-disabled="true"] {
    background: var(--sunken);
    color: var(--ink-3);
    border-color: var(--line);
    cursor: default;
  }
  #primer-checkout .tender-pay--second,
  #primer-checkout .tender-pay--second:hover {
    background: var(--surface);
    color: var(--ink);
    border-color: var(--field-line);
  }
  #primer-checkout .tender-pay s {
    font-weight: 400;
    opacity: 0.85;
  }
  #primer-checkout :is(button, input, select, [tabindex]):focus-visible {
    /* Transparent, but painted where colours are forced and shadows are not. */
    outline: 2px solid transparent;
    outline-offset: 2px;
    box-shadow: var(--ring);
  }
  #primer-checkout .tender-foot {
    display: flex;
    justify-content: center;
    gap: 6px;
    margin-top: 12px;
    font: var(--text-12);
    color: var(--ink-3);
  }
  #primer-checkout .tender-foot .tender-glyph {
    width: 14px;
    height: 14px;
    margin-top: 1px;
  }
  @media (forced-colors: active) {
    #primer-checkout .tender-pay[aria-disabled="true"] {
      color: GrayText;
      border-color: GrayText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    #primer-checkout :is(*, ::before, ::after) {
      animation: none !important;
      transition: none !important;
    }
  }
`;

/** In the order in which they outweigh each other. */
export const styles = css`${tokens}${base}${fields}${choices}${results}`;
