/** Styles of what is not the form. */

import { css } from "lit";

/** Notices, the rail of a payment, results, and what stands there before all that. */
export const results = css`
  #primer-checkout .tender-note {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    margin-bottom: 12px;
    padding: 12px 16px;
    border: 1px solid transparent;
    border-radius: var(--r-field);
    background: var(--note-background);
    color: var(--ink);
    overflow-wrap: anywhere;
    animation: tender-in var(--t-base) var(--ease);
  }
  #primer-checkout .tender-note b {
    font-weight: 600;
  }
  #primer-checkout .tender-note > .tender-glyph {
    margin-top: 2px;
    color: var(--note-ink);
  }
  #primer-checkout .tender-note--info {
    --note-background: var(--info-bg);
    --note-ink: var(--info);
  }
  #primer-checkout .tender-note--warn {
    --note-background: var(--warn-bg);
    --note-ink: var(--warn);
  }
  #primer-checkout .tender-note--neg {
    --note-background: var(--neg-bg);
    --note-ink: var(--neg);
  }
  #primer-checkout .tender-note--fail {
    --note-background: var(--fail-bg);
    --note-ink: var(--fail);
  }
  #primer-checkout .tender-result {
    display: grid;
    justify-items: center;
    align-content: start;
    gap: 8px;
    padding-top: 20px;
    text-align: center;
  }
  #primer-checkout .tender-result h2 {
    margin-top: 12px;
    font: var(--title-20);
    letter-spacing: -0.01em;
    font-variant-numeric: tabular-nums;
    outline: 0;
  }
  #primer-checkout .tender-result h2:focus-visible {
    box-shadow: none;
  }
  #primer-checkout .tender-result > p {
    max-width: 300px;
    color: var(--ink-2);
    text-wrap: balance;
  }
  #primer-checkout .tender-spinner {
    width: 40px;
    height: 40px;
    border: 3px solid var(--line);
    border-top-color: var(--accent);
    border-radius: 50%;
    animation: tender-turn 900ms linear infinite;
  }
  @keyframes tender-turn {
    to {
      transform: rotate(1turn);
    }
  }
  #primer-checkout .tender-steps {
    width: 100%;
    margin: 16px 0 0;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: var(--r-card);
    text-align: start;
  }
  #primer-checkout .tender-step {
    position: relative;
    display: flex;
    align-items: center;
    gap: 12px;
    padding-inline-start: 28px;
    padding-bottom: 16px;
  }
  #primer-checkout .tender-step:last-child {
    padding-bottom: 0;
  }
  #primer-checkout .tender-step--open {
    color: var(--ink-2);
  }
  /* The rail: solid where it is known, dashed where it is not known yet. */
  #primer-checkout .tender-step:not(:first-child)::before {
    content: "";
    position: absolute;
    inset-inline-start: 7px;
    top: -18px;
    height: 20px;
    border-inline-start: 2px solid var(--line);
  }
  #primer-checkout .tender-step--open:not(:first-child)::before {
    border-inline-start: 2px dashed var(--field-line);
  }
  #primer-checkout .tender-step > svg {
    position: absolute;
    inset-inline-start: 0;
    top: 2px;
    width: 16px;
    height: 16px;
    color: var(--pos);
  }
  #primer-checkout .tender-step--open > svg {
    color: var(--mute);
  }
  #primer-checkout .tender-tick {
    fill: none;
    stroke: var(--pos-bg);
    stroke-width: 1.4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  #primer-checkout .tender-open-ring {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-dasharray: 2.2 1.7;
  }
  #primer-checkout .tender-step span {
    flex: 1;
  }
  #primer-checkout .tender-step small {
    font: var(--text-12);
    font-variant-numeric: tabular-nums;
    color: var(--ink-3);
  }
  @media (prefers-reduced-motion: reduce) {
    #primer-checkout .tender-spinner {
      display: none;
    }
  }
  #primer-checkout .tender-mark {
    fill: none;
    stroke: currentColor;
    stroke-linecap: round;
    stroke-linejoin: round;
    color: var(--mute);
  }
  #primer-checkout .tender-mark--done {
    color: var(--pos);
  }
  #primer-checkout .tender-mark--clock {
    color: var(--warn);
  }
  #primer-checkout .tender-receipt {
    width: 100%;
    margin: 20px 0 4px;
    border-top: 1px solid var(--line);
  }
  #primer-checkout .tender-receipt div {
    display: flex;
    justify-content: space-between;
    gap: 16px;
    padding: 10px 0;
    border-bottom: 1px solid var(--line);
  }
  #primer-checkout .tender-receipt dt {
    color: var(--ink-3);
  }
  #primer-checkout .tender-receipt dd {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    text-align: end;
    overflow-wrap: anywhere;
  }
  #primer-checkout .tender-skeleton {
    height: 56px;
    border: 1px solid var(--line);
    border-radius: var(--r-field);
    background: var(--sunken);
    animation: tender-wait 1.6s var(--ease) infinite alternate;
  }
  #primer-checkout .tender-skeleton--pay {
    height: 52px;
    margin-top: 16px;
  }
  #primer-checkout .tender-skeleton--foot {
    width: 60%;
    height: 16px;
    margin: 12px auto 0;
    border: 0;
    border-radius: var(--r-label);
  }
  @keyframes tender-wait {
    from {
      opacity: 0.55;
    }
  }
`;
