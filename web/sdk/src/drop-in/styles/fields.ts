/** Styles of the form. */

import { css } from "lit";

/** Fields with their seated labels, errors and brand badges. */
export const fields = css`
  tender-checkout:not(#_) .tender-fields {
    display: grid;
    gap: 8px;
  }
  tender-checkout:not(#_) .tender-fields[hidden] {
    display: none;
  }
  tender-checkout:not(#_) .tender-two {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    align-items: start;
  }
  tender-checkout:not(#_) .tender-box {
    position: relative;
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 56px;
    padding: 0 14px;
    border: 1px solid var(--input-line, var(--field-line));
    border-radius: var(--input-radius, var(--r-field));
    background: var(--input-background, var(--surface));
    cursor: text;
    transition: box-shadow var(--t-fast) var(--ease);
  }
  tender-checkout:not(#_) .tender-seat {
    flex: 1;
    min-width: 0;
  }
  tender-checkout:not(#_) .tender-label {
    display: block;
    font: 500 12px/16px var(--font);
    color: var(--label-ink, var(--ink-3));
    cursor: inherit;
  }
  tender-checkout:not(#_)[data-labels="off"] .tender-label {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  tender-checkout:not(#_) .tender-frame {
    display: block;
    height: 24px;
    overflow: hidden;
  }
  tender-checkout:not(#_) .tender-frame iframe {
    display: block;
    width: 100%;
    height: 24px;
    border: 0;
  }
  tender-checkout:not(#_) .tender-input {
    display: block;
    width: 100%;
    height: 24px;
    margin: 0;
    padding: 0;
    border: 0;
    border-radius: 0;
    outline: 0;
    background: none;
    box-shadow: none;
    appearance: none;
    font: var(--text-16);
    font-variant-numeric: tabular-nums;
    color: var(--input-ink, var(--ink));
    text-overflow: ellipsis;
  }
  tender-checkout:not(#_) .tender-input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  tender-checkout:not(#_) select.tender-input {
    padding-inline-end: 24px;
    cursor: pointer;
  }
  tender-checkout:not(#_) select.tender-input option {
    color: var(--ink);
    background: var(--surface);
  }
  tender-checkout:not(#_) .tender-box > .tender-glyph {
    position: absolute;
    inset-inline-end: 14px;
    color: var(--ink-3);
    pointer-events: none;
  }
  tender-checkout:not(#_) .tender-field--focused .tender-box,
  tender-checkout:not(#_) .tender-box:has(.tender-input:focus) {
    border-color: var(--focus);
    box-shadow: var(--ring-field);
    outline: 2px solid transparent;
  }
  tender-checkout:not(#_) .tender-input:focus-visible {
    outline: 0;
    box-shadow: none;
  }
  tender-checkout:not(#_) .tender-field--bad .tender-box {
    border-color: var(--neg);
    box-shadow: inset 0 0 0 1px var(--neg);
  }
  tender-checkout:not(#_) .tender-field--bad .tender-label {
    color: var(--neg);
  }
  tender-checkout:not(#_) .tender-field--bad.tender-field--focused .tender-box,
  tender-checkout:not(#_) .tender-field--bad .tender-box:has(.tender-input:focus) {
    box-shadow: inset 0 0 0 1px var(--neg), 0 0 0 3px color-mix(in srgb, var(--focus) 24%, transparent);
  }
  tender-checkout:not(#_) .tender-error {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    padding: 6px 2px 2px;
    font: 400 13px/18px var(--font);
    color: var(--error-ink, var(--neg));
    animation: tender-in var(--t-base) var(--ease);
  }
  tender-checkout:not(#_) .tender-error .tender-glyph {
    margin-top: 1px;
  }
  @keyframes tender-in {
    from {
      opacity: 0;
      transform: translateY(-2px);
    }
  }
  tender-checkout:not(#_) .tender-brands {
    display: flex;
    flex: none;
    gap: 4px;
  }
  tender-checkout:not(#_) .tender-brand {
    display: block;
    flex: none;
    width: 32px;
    height: 20px;
    border-radius: var(--r-label);
    background: #fff;
    box-shadow: inset 0 0 0 1px #cfd6d2;
    overflow: hidden;
    forced-color-adjust: none;
  }
  tender-checkout:not(#_) .tender-brand svg {
    display: block;
    font-family: var(--font);
  }
  /* A narrow field shows its number whole: one brand fits, and two stand in the choice below. */
  @container (max-width: 319px) {
    tender-checkout:not(#_) .tender-brands:has(.tender-brand + .tender-brand) {
      display: none;
    }
  }
  tender-checkout:not(#_) .tender-choice {
    display: grid;
    gap: 8px;
  }
  tender-checkout:not(#_) .tender-choice-rows {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 1fr));
    gap: 8px;
  }
  tender-checkout:not(#_) .tender-choice legend,
  tender-checkout:not(#_) .tender-billing legend {
    font: 600 14px/20px var(--font);
    color: var(--ink);
    padding: 8px 0 6px;
  }
  tender-checkout:not(#_) .tender-choice small {
    padding-bottom: 4px;
    font: var(--text-12);
    color: var(--ink-3);
  }
`;
