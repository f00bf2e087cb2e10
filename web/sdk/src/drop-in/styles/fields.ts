/** Styles of the form. */

import { css } from "lit";

/** Fields with their seated labels, errors and brand badges. */
export const fields = css`
  #primer-checkout .tender-fields {
    display: grid;
    gap: 8px;
  }
  #primer-checkout .tender-two {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    align-items: start;
  }
  #primer-checkout .tender-box {
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
  #primer-checkout .tender-seat {
    flex: 1;
    min-width: 0;
  }
  #primer-checkout .tender-label {
    display: block;
    font: 500 12px/16px var(--font);
    color: var(--label-ink, var(--ink-3));
    cursor: inherit;
  }
  #primer-checkout[data-labels="off"] .tender-label {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  #primer-checkout .tender-frame {
    display: block;
    height: 24px;
    overflow: hidden;
  }
  #primer-checkout .tender-frame iframe {
    display: block;
    width: 100%;
    height: 24px;
    border: 0;
  }
  #primer-checkout .tender-input {
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
  #primer-checkout .tender-input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  #primer-checkout select.tender-input {
    padding-inline-end: 24px;
    cursor: pointer;
  }
  #primer-checkout select.tender-input option {
    color: var(--ink);
    background: var(--surface);
  }
  #primer-checkout .tender-box > .tender-glyph {
    position: absolute;
    inset-inline-end: 14px;
    color: var(--ink-3);
    pointer-events: none;
  }
  #primer-checkout .tender-field--focused .tender-box,
  #primer-checkout .tender-box:has(.tender-input:focus) {
    border-color: var(--focus);
    box-shadow: var(--ring-field);
    outline: 2px solid transparent;
  }
  #primer-checkout .tender-input:focus-visible {
    outline: 0;
    box-shadow: none;
  }
  #primer-checkout .tender-field--bad .tender-box {
    border-color: var(--neg);
    box-shadow: inset 0 0 0 1px var(--neg);
  }
  #primer-checkout .tender-field--bad .tender-label {
    color: var(--neg);
  }
  #primer-checkout .tender-field--bad.tender-field--focused .tender-box,
  #primer-checkout .tender-field--bad .tender-box:has(.tender-input:focus) {
    box-shadow: inset 0 0 0 1px var(--neg), 0 0 0 3px color-mix(in srgb, var(--focus) 24%, transparent);
  }
  #primer-checkout .tender-error {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    padding: 6px 2px 2px;
    font: 400 13px/18px var(--font);
    color: var(--error-ink, var(--neg));
    animation: tender-in var(--t-base) var(--ease);
  }
  #primer-checkout .tender-error .tender-glyph {
    margin-top: 1px;
  }
  @keyframes tender-in {
    from {
      opacity: 0;
      transform: translateY(-2px);
    }
  }
  #primer-checkout .tender-brands {
    display: flex;
    flex: none;
    gap: 4px;
  }
  #primer-checkout .tender-brand {
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
  #primer-checkout .tender-brand svg {
    display: block;
    font-family: var(--font);
  }
  /* A narrow field shows its number whole: one brand fits, and two stand in the choice below. */
  @container (max-width: 319px) {
    #primer-checkout .tender-brands:has(.tender-brand + .tender-brand) {
      display: none;
    }
  }
  #primer-checkout .tender-choice {
    display: grid;
    gap: 8px;
  }
  #primer-checkout .tender-choice-rows {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 1fr));
    gap: 8px;
  }
  #primer-checkout .tender-choice legend,
  #primer-checkout .tender-billing legend {
    font: 600 14px/20px var(--font);
    color: var(--ink);
    padding: 8px 0 6px;
  }
  #primer-checkout .tender-choice small {
    padding-bottom: 4px;
    font: var(--text-12);
    color: var(--ink-3);
  }
`;
