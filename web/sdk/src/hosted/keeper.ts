/**
 * The page of the unseen frame: keeps the cards that are being paid with. The fields may be
 * emptied, typed into or taken off the page meanwhile; what was taken from them stays.
 */

import type { Command, FrameIdentity, Report, TokenizeRequest } from "../fields/protocol.ts";
import { gatherCard } from "./card.ts";
import { type Card, createToken } from "./client_api.ts";

interface Kept {
  readonly card: Card;
  /** Ends the request that turns it into a token. */
  readonly release: AbortController;
}

export class Keeper {
  readonly #kept = new Map<number, Kept>();

  constructor(
    private readonly identity: FrameIdentity,
    private readonly report: (report: Report) => void,
  ) {}

  obey(command: Command): void {
    if (command.type === "take") this.#take(command.id, command.group);
    else if (command.type === "tokenize") void this.#tokenize(command.request);
    else if (command.type === "release") this.#release(command.id);
  }

  /** Forgets every card. */
  forget(): void {
    for (const id of this.#kept.keys()) this.#release(id);
  }

  #take(id: number, group: string): void {
    const gathered = gatherCard({ checkout: this.identity.checkout, group });
    const missing = "missing" in gathered ? gathered.missing : [];
    if ("card" in gathered) this.#kept.set(id, { ...gathered, release: new AbortController() });
    this.report({ type: "taken", id, missing });
  }

  async #tokenize(request: TokenizeRequest): Promise<void> {
    const { id } = request;
    const kept = this.#kept.get(id);
    const { checkout } = this.identity;
    const outcome = kept
      ? await createToken(kept.card, request, checkout, kept.release.signal)
      : ({ failure: { reason: "invalid", fields: [] } } as const);
    this.report({ type: "tokenized", outcome: { id, ...outcome } });
  }

  #release(id: number): void {
    this.#kept.get(id)?.release.abort();
    this.#kept.delete(id);
  }
}
