/**
 * The client session as the server answered it last, and every way in which it changes.
 *
 * A call of `refresh` while a read is under way is not satisfied by that read: the server
 * may have answered it before the change that the caller knows of. Such calls share one
 * read that follows. Calls made at the same time share one read, too.
 */

import type { ClientSessionAction, Configuration } from "../api/types.ts";
import type { Answer } from "./client_api.ts";
import { readConfiguration, revisionOf } from "./configuration.ts";
import type { Host } from "./host.ts";
import { delay, pause } from "./pause.ts";

/** Why the session was read. */
export type Cause =
  /** The merchant asked. */
  | "asked"
  /** A revision was heard. */
  | "heard"
  /** The shopper changed it here. */
  | "action"
  /** A payment of an old total was refused. */
  | "refused";

/** What the session needs from its checkout. */
export interface SessionPort {
  read(): Promise<Answer>;
  act(actions: readonly ClientSessionAction[]): Promise<Answer>;
  /** Why it must stay as it is now; null if it may change. */
  held(): string | null;
  beforeUpdate(): void;
  updated(configuration: Configuration, cause: Cause): void;
  /** The server says that the session has expired. */
  expired(): void;
}

/** Milliseconds between reads that do not bring the revision that was heard. */
const BACKOFF = { first: 1000, most: 30_000 };

export class Session {
  #heard = 0;
  #catchingUp = false;
  #sent = 0;
  #adopted = 0;
  /** The read that has not been sent yet, which new calls join. */
  #waiting: Promise<boolean> | null = null;
  /** Ends with the last request. Never rejects. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    public configuration: Configuration,
    private readonly port: SessionPort,
    private readonly host: Host,
    private readonly closed: AbortSignal,
  ) {}

  /** Reads the session anew. False if that failed; the old one is kept then. */
  refresh(cause: Cause = "asked"): Promise<boolean> {
    if (this.#isHeld("refreshed", cause)) return Promise.resolve(false);
    this.#waiting ??= this.#afterLast(() => {
      this.#waiting = null;
      return this.#read(cause);
    });
    return this.#waiting;
  }

  /** Reads the session although a payment holds it: the payment was refused for its total. */
  reread(): Promise<boolean> {
    return this.#exchange(() => this.port.read(), "refused");
  }

  /** Changes the session; all actions or none. */
  act(actions: readonly ClientSessionAction[]): Promise<boolean> {
    if (this.#isHeld("changed", "action")) return Promise.resolve(false);
    return this.#afterLast(async () => {
      // A payment may have begun while the action waited for its turn.
      if (this.#isHeld("changed", "action")) return false;
      return await this.#exchange(() => this.port.act(actions), "action");
    });
  }

  /** Somebody says that the session has this revision. */
  hear(revision: number): void {
    this.#heard = Math.max(this.#heard, revision);
    void this.catchUp();
  }

  /** Reads until the newest revision that was heard is here, or a payment is under way. */
  async catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    for (let failures = 0; this.#isBehind() && this.port.held() === null; failures++) {
      if (failures > 0) {
        const wait = delay(BACKOFF, failures - 1, this.host.random());
        await pause(this.host, wait, this.closed);
        if (!this.#isBehind()) break;
      }
      await this.refresh("heard");
    }
    this.#catchingUp = false;
  }

  #isBehind(): boolean {
    return this.#heard > revisionOf(this.configuration.clientSession);
  }

  async #read(cause: Cause): Promise<boolean> {
    if (this.#isHeld("refreshed", cause)) return false;
    return this.#exchange(() => this.port.read(), cause);
  }

  async #exchange(send: () => Promise<Answer>, cause: Cause): Promise<boolean> {
    const order = ++this.#sent;
    this.port.beforeUpdate();
    const answer = await send();
    if (this.closed.aborted) return false;
    if (answer.kind === "refused" && answer.status === 401) this.port.expired();
    const configuration = answer.kind === "ok" ? readConfiguration(answer.body) : null;
    if (!configuration) {
      const why = answer.kind === "ok" ? "it holds no session" : (answer.error?.description ?? "");
      this.host.warn(`The client session stays as it was: no usable answer. ${why}`.trim());
      return false;
    }
    return this.#adopt(configuration, order, cause);
  }

  /** Takes the answer over, unless a newer one is here or a payment has begun meanwhile. */
  #adopt(configuration: Configuration, order: number, cause: Cause): boolean {
    const revision = revisionOf(configuration.clientSession);
    const current = revisionOf(this.configuration.clientSession);
    if (revision < current || (revision === current && order < this.#adopted)) return true;
    if (cause !== "refused" && this.#isHeld("refreshed", cause)) {
      this.#heard = Math.max(this.#heard, revision);
      return false;
    }
    this.#adopted = order;
    this.configuration = configuration;
    this.port.updated(configuration, cause);
    return true;
  }

  #afterLast(send: () => Promise<boolean>): Promise<boolean> {
    const next = this.#last.then(send);
    this.#last = next;
    return next;
  }

  #isHeld(verb: string, cause: Cause): boolean {
    const reason = this.port.held();
    if (reason !== null && cause !== "heard") {
      this.host.warn(`The client session is not ${verb} now: ${reason}.`);
    }
    return reason !== null;
  }
}
