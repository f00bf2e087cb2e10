/** What the shopper has seen of the session so far. */

import type { ClientSession } from "../api/types.ts";
import { sameMoney } from "../core/money.ts";
import type { CheckoutState, Total } from "../core/state.ts";
import type { Priced } from "./details/what_changed.ts";

/** As many may explain a changed total. */
const REMEMBERED = 16;

/** The sessions as the shopper has seen them, by revision, to tell what changed a total. */
export class SeenSessions {
  readonly #sessions = new Map<number, ClientSession>();
  /** The last two that are not the same money, the older one first. */
  #totals: readonly Total[] = [];

  remember({ total, session }: CheckoutState): void {
    if (!total) return;
    const [last] = this.#totals.slice(-1);
    if (!last || !sameMoney(last, total)) this.#totals = [...this.#totals.slice(-1), total];
    this.#sessions.set(total.revision, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > REMEMBERED && oldest !== undefined) this.#sessions.delete(oldest);
  }

  /** What the shopper saw before this total; null if there was no other. */
  before(total: Total): Total | null {
    return this.#totals.findLast((seen) => !sameMoney(seen, total)) ?? null;
  }

  /** The session with this total; undefined if it was not seen, or too long ago. */
  at(total: Total): Priced | undefined {
    const session = this.#sessions.get(total.revision);
    return session && { total, session };
  }
}
