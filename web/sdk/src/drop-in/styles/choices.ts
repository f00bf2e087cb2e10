/** Styles of what is chosen from. */

import { css } from "lit";

/** Radio buttons and tiles. */
export const choices = css`
  #primer-checkout .tender-radio {
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
  #primer-checkout .tender-radio:checked {
    border: 5.5px solid var(--accent);
  }
  #primer-checkout .tender-radio:focus-visible {
    outline: 0;
    box-shadow: none;
  }
  #primer-checkout .tender-tile {
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
  #primer-checkout .tender-tile:has(:checked) {
    border-color: var(--accent);
    background: var(--accent-soft);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  #primer-checkout .tender-tile:has(:focus-visible) {
    outline: 2px solid transparent;
    outline-offset: 2px;
    box-shadow: var(--ring);
  }
  @media (forced-colors: active) {
    #primer-checkout .tender-radio {
      appearance: auto;
    }
  }
`;
