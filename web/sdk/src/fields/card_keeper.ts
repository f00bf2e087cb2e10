/**
 * The unseen frame that keeps the card which is being paid with. It stands outside of all
 * that a merchant's page redraws, and stays until the last card is done with.
 */

import type { PaymentMethodToken } from "../api/types.ts";
import { FieldFrame, type FrameListener } from "./field_frame.ts";
import type { Command, Report, TokenizeRequest } from "./protocol.ts";
import { refusal } from "./refusal.ts";

/** How long the frame may take to take a card from its neighbours, in milliseconds. */
const TAKEN_WITHIN = 5000;

/** It gives up on the server after 15 seconds; if it says nothing by now it is gone. In milliseconds. */
const TOKENIZED_WITHIN = 20_000;

/** A card that stays as it is, whatever becomes of the fields. */
export interface TakenCard {
  /**
   * Turns it into a token, once.
   *
   * @throws PrimerClientError TOKENIZATION_ERROR with a TokenizationFailure in `data`, or
   *   VALIDATION_ERROR if the card was not whole. Nothing was charged.
   */
  tokenize(signal?: AbortSignal): Promise<PaymentMethodToken>;
  /** Forgets it. */
  release(): void;
}

/** What goes with the card, as it was when the card was taken. */
export type CardDetails = Omit<TokenizeRequest, "id" | "accessToken">;

export interface KeeperContext {
  /** The checkout instance id. */
  readonly checkoutId: string;
  readonly hostedUrl: string;
  /** The value of `Primer-Client-Token` now. */
  accessToken(): string;
}

type Frame = Pick<FieldFrame, "post" | "remove">;
type Answer = Extract<Report, { readonly type: "taken" | "tokenized" }>;

export class CardKeeper {
  #frame: Frame | null = null;
  /** Rejects if the frame does not load. */
  #connected: Promise<void> = Promise.resolve();
  /** Not while the fields are off the page. */
  #wanted = false;
  #id = 0;
  readonly #kept = new Set<number>();
  /** What waits for an answer about a card. */
  readonly #waiting = new Map<number, (answer: Answer) => void>();

  constructor(
    private readonly context: KeeperContext,
    private readonly openFrame: (listener: FrameListener) => Frame = (listener) => {
      const { checkoutId: checkout, hostedUrl } = this.context;
      const frame = {
        checkout,
        field: "card",
        hostedUrl,
        title: "",
        colorScheme: "light",
      } as const;
      return new FieldFrame(document.documentElement, frame, listener);
    },
  ) {}

  /** Loads the frame, ahead of the first press on Pay. */
  open(): void {
    this.#wanted = true;
    if (this.#frame) return;
    this.#connected = new Promise((resolve, reject) => {
      const failed = () => {
        this.#frame?.remove();
        this.#frame = null;
        reject(refusal({ reason: "network" }));
      };
      this.#frame = this.openFrame({
        connected: resolve,
        unreachable: failed,
        reported: (report) => {
          if (report.type === "refused") failed();
          else this.#receive(report);
        },
      });
    });
    // Heard when a card is taken.
    this.#connected.catch(() => {});
  }

  /** Takes the frame off the page, as soon as no card is being paid with any more. */
  close(): void {
    this.#wanted = false;
    if (this.#kept.size > 0) return;
    this.#frame?.remove();
    this.#frame = null;
  }

  /** Takes the card from the fields of this form as it is now. Never rejects. */
  async take(group: string, details: CardDetails): Promise<TakenCard> {
    this.#id += 1;
    const id = this.#id;
    this.#kept.add(id);
    const release = () => this.#release(id);
    try {
      // Once more, if it did not load before.
      if (this.#wanted) this.open();
      await this.#connected;
      const answer = await this.#ask(id, { type: "take", id, group }, TAKEN_WITHIN);
      const fields = answer.type === "taken" ? answer.missing : [];
      if (fields.length > 0) throw refusal({ reason: "invalid", fields });
      return { tokenize: (signal) => this.#tokenize(id, details, signal), release };
    } catch (error) {
      return { tokenize: () => Promise.reject(error), release };
    }
  }

  async #tokenize(
    id: number,
    details: CardDetails,
    signal?: AbortSignal,
  ): Promise<PaymentMethodToken> {
    const request = { id, accessToken: this.context.accessToken(), ...details };
    const answer = await this.#ask(id, { type: "tokenize", request }, TOKENIZED_WITHIN, signal);
    if (answer.type === "tokenized" && "token" in answer.outcome) return answer.outcome.token;
    throw refusal(
      answer.type === "tokenized" && "failure" in answer.outcome
        ? answer.outcome.failure
        : { reason: "network" },
    );
  }

  /** Says something of a card and waits for the frame's answer. */
  #ask(id: number, command: Command, within: number, signal?: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", giveUp);
        this.#waiting.delete(id);
      };
      const giveUp = () => {
        end();
        reject(refusal({ reason: "network" }));
      };
      const timer = setTimeout(giveUp, within);
      this.#waiting.set(id, (answer) => {
        end();
        resolve(answer);
      });
      signal?.addEventListener("abort", giveUp);
      if (signal?.aborted || !this.#frame) giveUp();
      else this.#frame.post(command);
    });
  }

  #release(id: number): void {
    this.#frame?.post({ type: "release", id });
    this.#kept.delete(id);
    if (!this.#wanted) this.close();
  }

  #receive(report: Report): void {
    if (report.type === "taken") this.#waiting.get(report.id)?.(report);
    else if (report.type === "tokenized") this.#waiting.get(report.outcome.id)?.(report);
  }
}
