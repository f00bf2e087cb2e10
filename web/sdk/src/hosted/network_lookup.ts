/** The networks of the number being typed: by the table at once, then by the server's answer. */

import { DECIDING_DIGITS, detect } from "../card/detection.ts";
import type { CardNetwork } from "../card/network.ts";
import type { DetectedNetworks } from "../fields/protocol.ts";

/** How long the digits must stand before the server is asked, in milliseconds. */
const SETTLED_AFTER = 200;

/** How long its answer is waited for, in milliseconds. */
const ANSWER_WITHIN = 15_000;

export interface LookupListener {
  loading(): void;
  detected(networks: DetectedNetworks): void;
}

/** Asks the server for the networks of the first eight digits; rejects if it does not say. */
export type AskNetworks = (digits: string, signal: AbortSignal) => Promise<CardNetwork[]>;

export class NetworkLookup {
  /** By the first eight digits. */
  readonly #answers = new Map<string, readonly CardNetwork[]>();
  /** The digits that the server was asked about; null if it was not. */
  #asked: string | null = null;
  #told = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | null = null;

  constructor(
    private readonly ask: AskNetworks,
    private readonly listener: LookupListener,
  ) {}

  /** The networks of a number, as far as its digits are known. */
  networksOf(digits: string): readonly CardNetwork[] {
    return this.#answers.get(first(digits)) ?? detect(digits);
  }

  /** The digits have changed. */
  follow(digits: string): void {
    const prefix = first(digits);
    if (prefix === this.#asked) return;
    this.#stop();
    const known = this.#answers.get(prefix);
    if (known) {
      this.#tell({ networks: known, source: "REMOTE" });
      return;
    }
    this.#tell({ networks: detect(digits), source: "LOCAL" });
    if (prefix.length < DECIDING_DIGITS) return;
    this.#asked = prefix;
    this.#timer = setTimeout(() => void this.#lookUp(prefix), SETTLED_AFTER);
  }

  /** Forgets every digit. */
  forget(): void {
    this.#stop();
    this.#answers.clear();
  }

  async #lookUp(prefix: string): Promise<void> {
    const request = new AbortController();
    this.#request = request;
    const timer = setTimeout(() => request.abort(), ANSWER_WITHIN);
    this.listener.loading();
    const answer = await this.ask(prefix, request.signal).catch(() => null);
    clearTimeout(timer);
    if (this.#request !== request) return;
    this.#request = null;
    if (answer) this.#answers.set(prefix, answer);
    const source = answer ? "REMOTE" : "LOCAL_FALLBACK";
    this.#tell({ networks: answer ?? detect(prefix), source });
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = null;
    this.#asked = null;
  }

  #tell(detected: DetectedNetworks): void {
    const told = `${detected.source} ${detected.networks.join()}`;
    if (told === this.#told) return;
    this.#told = told;
    this.listener.detected(detected);
  }
}

function first(digits: string): string {
  return digits.slice(0, DECIDING_DIGITS);
}
