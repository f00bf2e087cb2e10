/** What the shopper has seen of the session so far. */

import type { ClientSession } from "../api/types.ts";
import type { CheckoutState, Total } from "../core/state.ts";
import { type Change, whatChanged } from "./what_changed.ts";

/** As many may explain a changed total. */
const REMEMBERED = 16;

/** The sessions as the shopper has seen them, by revision, to tell what changed a total. */
export class SeenSessions {
  readonly #sessions = new Map<number, ClientSession>();

  remember({ total, session }: CheckoutState): void {
    if (!total) return;
    this.#sessions.set(total.revision, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > REMEMBERED && oldest !== undefined) this.#sessions.delete(oldest);
  }

  changes(from: Total, to: Total): readonly Change[] {
    const before = this.#sessions.get(from.revision);
    const after = this.#sessions.get(to.revision);
    if (!before || !after) return [];
    return whatChanged({ total: from, session: before }, { total: to, session: after });
  }
}
