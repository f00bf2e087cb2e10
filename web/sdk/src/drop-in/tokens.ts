/**
 * The values that everything is drawn with. They hang on the checkout's own element, so
 * that nothing of the shop's page is touched, and a shop can set them there.
 */

import { css } from "lit";

export const tokens = css`
  tender-checkout:not(#_) {
    color-scheme: light;
    --surface: #fff;
    --sunken: #edf0ed;
    --line: #dde2de;
    --field-line: #84908b;
    --ink: #13201d;
    --ink-2: #44524e;
    --ink-3: #5c6965;
    --accent: #0b5a63;
    --accent-soft: #e0eeee;
    --accent-hover: #084850;
    --on-accent: #fff;
    --focus: #0f7f8c;
    --pos: #1c6b3a;
    --pos-bg: #e3f2e6;
    --info: #2a55a5;
    --info-bg: #e5ecf9;
    --warn: #85500b;
    --warn-bg: #fbefd9;
    --neg: #a92a2b;
    --neg-bg: #fbe7e5;
    --fail: #8e2350;
    --fail-bg: #f8e6ee;
    --mute: #4f5c58;
    --font: -apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Inter, Roboto,
      "Helvetica Neue", "Noto Sans Arabic", "Noto Sans", Arial, sans-serif;
    --text-12: 400 12px/16px var(--font);
    --text-14: 400 14px/20px var(--font);
    --text-16: 400 16px/24px var(--font);
    --title-20: 600 20px/28px var(--font);
    --r-label: 4px;
    --r-field: 8px;
    --r-card: 12px;
    --t-fast: 120ms;
    --t-base: 180ms;
    --ease: cubic-bezier(0.2, 0, 0, 1);
    --ring: 0 0 0 2px var(--surface), 0 0 0 4px var(--focus);
    --ring-field: inset 0 0 0 1px var(--focus),
      0 0 0 3px color-mix(in srgb, var(--focus) 24%, transparent);
  }
  tender-checkout:not(#_)[data-theme="dark"] {
    color-scheme: dark;
    --surface: #141b1a;
    --sunken: #1e2725;
    --line: #27312e;
    --field-line: #6b7874;
    --ink: #e8eeeb;
    --ink-2: #b4c0bb;
    --ink-3: #8f9b97;
    --accent: #79cbd0;
    --accent-soft: #143538;
    --accent-hover: #98dce0;
    --on-accent: #04201f;
    --focus: #5fc3cc;
    --pos: #7fd199;
    --pos-bg: #14301f;
    --info: #9dbcf5;
    --info-bg: #182845;
    --warn: #ebbb6c;
    --warn-bg: #34270f;
    --neg: #f59a92;
    --neg-bg: #3c1a1a;
    --fail: #f09bbe;
    --fail-bg: #391a29;
    --mute: #a9b5b0;
  }
  @media (prefers-reduced-motion: reduce) {
    tender-checkout:not(#_) {
      --t-fast: 0ms;
      --t-base: 0ms;
    }
  }
`;
