/** Styles of what is not the form. */

import { css } from "lit";

/** Notices, a payment on its way, results, and what stands there before all that. */
export const results = css`
  tender-checkout:not(#_) .tender-note {
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
  tender-checkout:not(#_) .tender-note b {
    font-weight: 600;
  }
  tender-checkout:not(#_) .tender-note > .tender-glyph {
    margin-top: 2px;
    color: var(--note-ink);
  }
  tender-checkout:not(#_) .tender-note--info {
    --note-background: var(--info-bg);
    --note-ink: var(--info);
  }
  tender-checkout:not(#_) .tender-note--warn {
    --note-background: var(--warn-bg);
    --note-ink: var(--warn);
  }
  tender-checkout:not(#_) .tender-note--neg {
    --note-background: var(--neg-bg);
    --note-ink: var(--neg);
  }
  tender-checkout:not(#_) .tender-note--fail {
    --note-background: var(--fail-bg);
    --note-ink: var(--fail);
  }
  tender-checkout:not(#_) .tender-result {
    display: grid;
    justify-items: center;
    align-content: start;
    gap: 8px;
    padding-top: 20px;
    text-align: center;
  }
  tender-checkout:not(#_) .tender-result h2 {
    margin-top: 12px;
    font: var(--title-20);
    letter-spacing: -0.01em;
    font-variant-numeric: tabular-nums;
    outline: 0;
  }
  tender-checkout:not(#_) .tender-result h2:focus-visible {
    box-shadow: none;
  }
  tender-checkout:not(#_) .tender-result > p {
    max-width: 300px;
    color: var(--ink-2);
    text-wrap: balance;
  }
  tender-checkout:not(#_) .tender-spinner {
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
  @media (prefers-reduced-motion: reduce) {
    tender-checkout:not(#_) .tender-spinner {
      display: none;
    }
  }
  tender-checkout:not(#_) .tender-mark {
    fill: none;
    stroke: currentColor;
    stroke-linecap: round;
    stroke-linejoin: round;
    color: var(--mute);
  }
  tender-checkout:not(#_) .tender-mark--done {
    color: var(--pos);
  }
  tender-checkout:not(#_) .tender-mark--clock {
    color: var(--warn);
  }
  tender-checkout:not(#_) .tender-skeleton {
    height: 56px;
    border: 1px solid var(--line);
    border-radius: var(--r-field);
    background: var(--sunken);
    animation: tender-wait 1.6s var(--ease) infinite alternate;
  }
  tender-checkout:not(#_) .tender-skeleton--pay {
    height: 52px;
    margin-top: 16px;
  }
  tender-checkout:not(#_) .tender-skeleton--foot {
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
