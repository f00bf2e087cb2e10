/** A value that components follow. */

import { useEffect, useReducer } from "preact/hooks";

export class Store<State extends object> {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** The store's state, painted again whenever it changes. */
export function useStore<State extends object>(store: Store<State>): State {
  const [, paint] = useReducer((count: number, _: undefined) => count + 1, 0);
  useEffect(() => store.subscribe(() => paint(undefined)), [store]);
  return store.state;
}
