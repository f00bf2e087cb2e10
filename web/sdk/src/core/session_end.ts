/**
 * Asks the server whether a session has ended when it should have, by the server's own clock:
 * so that nobody presses Pay in vain. What the browser's clock says does not count.
 */

import type { Host } from "./host.ts";

/** The longest that browsers' timers can wait, in milliseconds. */
const TIMER_MAX = 2 ** 31 - 1;

/** Milliseconds until a server that did not end it in time is asked again. */
const ASK_AGAIN = 60_000;

export class SessionEnd {
  #cancel = () => {};
  #stopped = false;

  constructor(
    private readonly host: Host,
    /** Whether the server says that the session has ended. */
    private readonly ask: () => Promise<boolean>,
    private readonly ended: () => void,
  ) {}

  /** @param left milliseconds until the end */
  watch(left: number): void {
    const wait = Math.min(Math.max(left, 0), TIMER_MAX);
    const look = () => (wait < left ? this.watch(left - wait) : void this.#look());
    this.#cancel = this.host.setTimer(wait, look);
  }

  stop(): void {
    this.#cancel();
    this.#stopped = true;
  }

  async #look(): Promise<void> {
    const ended = await this.ask();
    if (this.#stopped) return;
    if (ended) this.ended();
    else this.watch(ASK_AGAIN);
  }
}
