/** Holds a checkout's state and tells of each change. */

import type { Host } from "./host.ts";
import type { CheckoutState } from "./state.ts";

export class Store {
  readonly #listeners = new Set<(state: CheckoutState) => void>();

  constructor(
    public state: CheckoutState,
    private readonly host: Host,
  ) {}

  update(change: Partial<CheckoutState>): void {
    this.state = Object.freeze({ ...this.state, ...change });
    for (const listener of [...this.#listeners]) this.#tell(listener);
  }

  /** From now on nobody is told, and nobody kept. */
  end(): void {
    this.#listeners.clear();
  }

  subscribe(listener: (state: CheckoutState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(listener: (state: CheckoutState) => void): void {
    try {
      listener(this.state);
    } catch (error) {
      this.host.warn(`A listener of the checkout's state failed: ${String(error)}`);
    }
  }
}
