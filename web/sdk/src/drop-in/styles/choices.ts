/** Styles of what is chosen from. */

import { css } from "lit";

/** Radio buttons and tiles. */
export const choices = css`
  tender-checkout:not(#_) .tender-radio {
    appearance: none;
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0;
    border: 1px solid var(--field-line);
    border-radius: 50%;
    background: var(--surface);
    cursor: pointer;
  }
  tender-checkout:not(#_) .tender-radio:checked {
    border: 5.5px solid var(--accent);
  }
  tender-checkout:not(#_) .tender-radio:focus-visible {
    outline: 0;
    box-shadow: none;
  }
  tender-checkout:not(#_) .tender-tile {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 48px;
    padding: 0 14px;
    border: 1px solid var(--field-line);
    border-radius: var(--r-field);
    background: var(--surface);
    font-weight: 500;
    cursor: pointer;
  }
  tender-checkout:not(#_) .tender-tile:has(:checked) {
    border-color: var(--accent);
    background: var(--accent-soft);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  tender-checkout:not(#_) .tender-tile:has(:focus-visible) {
    outline: 2px solid transparent;
    outline-offset: 2px;
    box-shadow: var(--ring);
  }
  @media (forced-colors: active) {
    tender-checkout:not(#_) .tender-radio {
      appearance: auto;
    }
  }
`;
