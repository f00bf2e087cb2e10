/** A world for tests whose clock stands still until told. */

import type { Host, RevisionMessage, RevisionShare } from "../host.ts";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export class FakeHost implements Host {
  readonly warnings: string[] = [];
  readonly timers = new Set<Timer>();
  time = Date.UTC(2026, 10, 21);
  #visible = true;
  #ids = 0;
  readonly #visibilityListeners = new Set<() => void>();
  readonly onlineListeners = new Set<() => void>();

  constructor(
    readonly fetch: Host["fetch"],
    /** The browser whose tabs share a stream. */
    browser?: FakeBrowser,
  ) {
    if (browser) this.shareRevisions = (session) => browser.join(session);
  }

  shareRevisions?: (clientSessionId: string) => RevisionShare;

  now(): number {
    return this.time;
  }

  random(): number {
    return 1;
  }

  uuid(): string {
    this.#ids += 1;
    return `uuid-${this.#ids}`;
  }

  setTimer(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.time + milliseconds, run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  visible(): boolean {
    return this.#visible;
  }

  onVisibilityChange(run: () => void): () => void {
    this.#visibilityListeners.add(run);
    return () => this.#visibilityListeners.delete(run);
  }

  onOnline(run: () => void): () => void {
    this.onlineListeners.add(run);
    return () => this.onlineListeners.delete(run);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  async show(visible: boolean): Promise<void> {
    this.#visible = visible;
    for (const listener of this.#visibilityListeners) listener();
    await settle();
  }

  /** The connection is back. */
  async goOnline(): Promise<void> {
    for (const listener of [...this.onlineListeners]) listener();
    await settle();
  }

  /** Lets time pass, with everything that happens in it. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settle();
    for (let due = this.#due(end); due; due = this.#due(end)) {
      this.timers.delete(due);
      this.time = Math.max(this.time, due.at);
      due.run();
      await settle();
    }
    this.time = end;
  }

  #due(end: number): Timer | undefined {
    return [...this.timers]
      .filter((timer) => timer.at <= end)
      .sort((one, other) => one.at - other.at)[0];
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** What the tabs of a browser share: one lock and one channel for each session. */
export class FakeBrowser {
  readonly #tabs: { listener: (message: RevisionMessage) => void }[] = [];
  #lock: Promise<void> = Promise.resolve();

  join(_session: string): RevisionShare {
    const tab = { listener: (_message: RevisionMessage) => {} };
    this.#tabs.push(tab);
    return {
      lead: (signal, work) => {
        this.#lock = this.#lock.then(() => (signal.aborted ? undefined : work()));
      },
      publish: (message) => {
        for (const other of this.#tabs) if (other !== tab) other.listener(message);
      },
      listen: (listener) => {
        tab.listener = listener;
      },
      close: () => {
        this.#tabs.splice(this.#tabs.indexOf(tab), 1);
      },
    };
  }
}
