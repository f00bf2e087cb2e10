/** Styles of the details, which outweigh none of the others. */

import { css } from "lit";

/** The steps of a payment and its receipt. */
export const styles = css`
  tender-checkout:not(#_) .tender-steps {
    width: 100%;
    margin: 16px 0 0;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: var(--r-card);
    text-align: start;
  }
  tender-checkout:not(#_) .tender-step {
    position: relative;
    display: flex;
    align-items: center;
    gap: 12px;
    padding-inline-start: 28px;
    padding-bottom: 16px;
  }
  tender-checkout:not(#_) .tender-step:last-child {
    padding-bottom: 0;
  }
  tender-checkout:not(#_) .tender-step--open {
    color: var(--ink-2);
  }
  /* The rail: solid where it is known, dashed where it is not known yet. */
  tender-checkout:not(#_) .tender-step:not(:first-child)::before {
    content: "";
    position: absolute;
    inset-inline-start: 7px;
    top: -18px;
    height: 20px;
    border-inline-start: 2px solid var(--line);
  }
  tender-checkout:not(#_) .tender-step--open:not(:first-child)::before {
    border-inline-start: 2px dashed var(--field-line);
  }
  tender-checkout:not(#_) .tender-step > svg {
    position: absolute;
    inset-inline-start: 0;
    top: 2px;
    width: 16px;
    height: 16px;
    color: var(--pos);
  }
  tender-checkout:not(#_) .tender-step--open > svg {
    color: var(--mute);
  }
  tender-checkout:not(#_) .tender-tick {
    fill: none;
    stroke: var(--pos-bg);
    stroke-width: 1.4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  tender-checkout:not(#_) .tender-open-ring {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-dasharray: 2.2 1.7;
  }
  tender-checkout:not(#_) .tender-step span {
    flex: 1;
  }
  tender-checkout:not(#_) .tender-step small {
    font: var(--text-12);
    font-variant-numeric: tabular-nums;
    color: var(--ink-3);
  }
  tender-checkout:not(#_) .tender-receipt {
    width: 100%;
    margin: 20px 0 4px;
    border-top: 1px solid var(--line);
  }
  tender-checkout:not(#_) .tender-receipt div {
    display: flex;
    justify-content: space-between;
    gap: 16px;
    padding: 10px 0;
    border-bottom: 1px solid var(--line);
  }
  tender-checkout:not(#_) .tender-receipt dt {
    color: var(--ink-3);
  }
  tender-checkout:not(#_) .tender-receipt dd {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    text-align: end;
    overflow-wrap: anywhere;
  }
`;
