/** Waiting, and how long before trying again. */

import type { Host } from "./host.ts";

/** Milliseconds between tries: doubled from `first` up to `most`. */
export interface Backoff {
  readonly first: number;
  readonly most: number;
}

/**
 * Waits before another try. Ends early, without an error, when `signal` aborts, and when the
 * browser has its connection back: what failed for want of one may work now.
 */
export function pause(host: Host, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      cancel();
      ignoreOnline?.();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = host.setTimer(milliseconds, end);
    const ignoreOnline = host.onOnline?.(end);
    signal.addEventListener("abort", end);
  });
}

/**
 * How long to wait after so many failures in a row (0 for the first). Between half and all
 * of the step, by chance, so that checkouts that lost the same server do not return at once.
 */
export function delay(backoff: Backoff, failures: number, random: number): number {
  const step = Math.min(backoff.most, backoff.first * 2 ** Math.min(failures, 30));
  return step * (0.5 + random / 2);
}
