/** The calls behind the page: the backend's as it tells them, the browser's as it sees them. */

import type { BackendCall } from "./backend.ts";

export interface Call {
  /** Counts up within the page. */
  readonly id: number;
  readonly from: "backend" | "browser";
  /** The browser does not tell which. */
  readonly method?: string;
  readonly path: string;
  /** 0 while it is not told. */
  readonly status: number;
  readonly durationMs?: number;
  readonly request?: unknown;
  readonly response?: unknown;
}

/** Oldest first, and only so many. */
export type CallLog = readonly Call[];

export const emptyLog: CallLog = [];

const CALLS_MAX = 100;

export function withBackendCalls(log: CallLog, calls: readonly BackendCall[]): CallLog {
  return calls.reduce((grown, call) => withCall(grown, { ...call, from: "backend" }), log);
}

export function withCall(log: CallLog, call: Omit<Call, "id">): CallLog {
  const id = (log.at(-1)?.id ?? 0) + 1;
  return [...log, { ...call, id }].slice(-CALLS_MAX);
}

/** Hears of every request of this page to Tender. Those of the card fields' frames stay theirs. */
export function observeCalls(tender: string, heard: (call: Omit<Call, "id">) => void): () => void {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      const url = new URL(entry.name);
      if (url.origin !== tender) continue;
      heard({
        from: "browser",
        path: url.pathname,
        status: entry.responseStatus ?? 0,
        durationMs: Math.round(entry.duration),
      });
    }
  });
  observer.observe({ type: "resource", buffered: true });
  return () => observer.disconnect();
}
