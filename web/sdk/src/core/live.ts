/**
 * Follows the session's revisions as they happen (DESIGN, "What the shopper saw"): only
 * while the page is visible, and in one tab of the browser, which tells the others.
 */

import { EventStreamParser, type ServerEvent } from "./event_stream.ts";
import type { Host, RevisionMessage, RevisionShare } from "./host.ts";
import { object, whole } from "./json.ts";
import { delay, pause } from "./pause.ts";

/** Milliseconds before connecting again. */
const BACKOFF = { first: 1000, most: 30_000 };

/** A stream that is silent so long is dead: the server writes every 15 seconds. */
const SILENCE_MAX = 45_000;

/** What the stream tells. */
export interface LiveListener {
  revision(revision: number): void;
  expired(): void;
}

/** How a connection ended: without an event, after some, or as the last one. */
type End = "failed" | "cut" | "over";

export class LiveStream {
  #turn: AbortController | null = null;
  #share: RevisionShare | undefined;
  #leading = false;
  #last: number | null = null;
  #ignoreVisibility: (() => void) | null = null;

  constructor(
    private readonly host: Host,
    private readonly clientSessionId: string,
    private readonly connect: (signal: AbortSignal) => Promise<Response>,
    private readonly listener: LiveListener,
  ) {}

  start(): void {
    this.#share = this.host.shareRevisions?.(this.clientSessionId);
    this.#share?.listen((message) => this.#receive(message));
    this.#ignoreVisibility = this.host.onVisibilityChange(() => this.#look());
    this.#look();
  }

  stop(): void {
    this.#ignoreVisibility?.();
    this.#rest();
    this.#share?.close();
    this.#share = undefined;
  }

  #look(): void {
    if (!this.host.visible()) this.#rest();
    else if (!this.#turn) this.#begin();
  }

  #begin(): void {
    const turn = new AbortController();
    this.#turn = turn;
    // Whoever follows already tells what it knows: this page may have slept for long.
    this.#share?.publish({ ask: true });
    if (this.#share) this.#share.lead(turn.signal, () => this.#follow(turn.signal));
    else void this.#follow(turn.signal);
  }

  #rest(): void {
    this.#turn?.abort();
    this.#turn = null;
  }

  #receive(message: RevisionMessage): void {
    if ("ask" in message) {
      if (this.#leading && this.#last !== null) this.#share?.publish({ revision: this.#last });
    } else if ("expired" in message) {
      this.listener.expired();
    } else {
      // A page that nobody sees asks when it is seen again.
      const revision = this.#turn ? whole(message.revision) : undefined;
      if (revision !== undefined) this.listener.revision(revision);
    }
  }

  /** Connects, and again, until told to stop or nothing can come any more. */
  async #follow(signal: AbortSignal): Promise<void> {
    this.#leading = true;
    for (let failures = 0; !signal.aborted; failures++) {
      const end = await this.#listen(signal);
      if (end === "over") break;
      if (end === "cut") failures = 0;
      await pause(this.host, delay(BACKOFF, failures, this.host.random()), signal);
    }
    this.#leading = false;
  }

  /** One connection, ended when nothing comes for too long. */
  async #listen(signal: AbortSignal): Promise<End> {
    const connection = new AbortController();
    const end = () => connection.abort();
    signal.addEventListener("abort", end);
    // A stream of the connection that was lost may look alive for long.
    const ignoreOnline = this.host.onOnline?.(end);
    let stopWatch = this.host.setTimer(SILENCE_MAX, end);
    const alive = () => {
      stopWatch();
      stopWatch = this.host.setTimer(SILENCE_MAX, end);
    };
    try {
      const response = await this.connect(connection.signal);
      return response.ok ? await this.#read(response, alive) : this.#refused(response.status);
    } catch {
      return "failed";
    } finally {
      stopWatch();
      ignoreOnline?.();
      signal.removeEventListener("abort", end);
      end();
    }
  }

  async #read(response: Response, alive: () => void): Promise<End> {
    const parser = new EventStreamParser();
    const reader = response.body?.getReader();
    let end: End = "failed";
    try {
      for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
        alive();
        for (const event of parser.push(chunk.value)) end = this.#tell(event);
        if (end === "over") break;
      }
    } catch {
      // Cut off: what was heard counts.
    }
    return end;
  }

  #refused(status: number): "failed" | "over" {
    if (status === 401) {
      this.listener.expired();
      return "over";
    }
    if (status >= 500 || status === 408 || status === 429) return "failed";
    this.host.warn(`Live updates are off: the server answered ${status}.`);
    return "over";
  }

  #tell({ type, data }: ServerEvent): End {
    if (type === "expired") {
      this.#share?.publish({ expired: true });
      this.listener.expired();
      return "over";
    }
    const revision = type === "revision" ? revisionIn(data) : undefined;
    if (revision !== undefined) {
      this.#last = revision;
      this.#share?.publish({ revision });
      this.listener.revision(revision);
    }
    return "cut";
  }
}

function revisionIn(data: string): number | undefined {
  try {
    return whole(object(JSON.parse(data)).revision);
  } catch {
    return undefined;
  }
}
