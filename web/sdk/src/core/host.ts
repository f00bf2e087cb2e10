/** What the core needs of the world. `headless/host.ts` is the browser; tests make their own. */
export interface Host {
  fetch(address: string, request: RequestInit): Promise<Response>;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to below 1. Not for secrets. */
  random(): number;
  uuid(): string;
  /** Runs once after so many milliseconds; the answer calls it off. */
  setTimer(milliseconds: number, run: () => void): () => void;
  /** Whether the shopper can see the page. */
  visible(): boolean;
  /** Tells of each change of `visible`; the answer ends it. */
  onVisibilityChange(run: () => void): () => void;
  /** Tells when the browser has its connection back; the answer ends it. */
  onOnline?(run: () => void): () => void;
  /** Absent where tabs cannot talk to each other: each follows the session by itself. */
  shareRevisions?(clientSessionId: string): RevisionShare;
  /** For the merchant's developer. */
  warn(message: string): void;
}

/** What the tabs of one browser that show the same session share. */
export interface RevisionShare {
  /** Runs `work` while no other tab runs its own; waits for its turn until `signal` aborts. */
  lead(signal: AbortSignal, work: () => Promise<void>): void;
  publish(message: RevisionMessage): void;
  /** Messages of the other tabs. */
  listen(listener: (message: RevisionMessage) => void): void;
  close(): void;
}

export type RevisionMessage =
  /** The session has this revision. */
  | { readonly revision: number }
  | { readonly expired: true }
  /** A tab has come to the front and asks whoever leads for the last revision. */
  | { readonly ask: true };
