/** The shopper's order: what they want, what Tender has of it, and how it came to be. */

import { type Backend, type CheckoutAnswer, Refused, type Wish } from "./backend.ts";
import { type CallLog, emptyLog, withBackendCalls } from "./calls.ts";
import { type Revision, withRevision } from "./revision.ts";
import type { Session } from "./session.ts";
import { Store } from "./store.ts";

export interface OrderState {
  readonly wish: Wish;
  /** Opens the session at Tender; null before the first product. */
  readonly clientToken: string | null;
  /** The session as the shopper sees it, which an unannounced change leaves behind. */
  readonly session: Session | null;
  /** Of `session`; 0 before the first. */
  readonly revision: number;
  /** Oldest first, as far as the shop knows. */
  readonly revisions: readonly Revision[];
  readonly calls: CallLog;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Why the discount code was not taken. */
  readonly codeError: string;
  /** Whether a payment was sent whose outcome nobody knows yet. */
  readonly charging: boolean;
  readonly paid: Paid | null;
}

/** Whether nothing more can be paid here, and nothing was. */
export function isOver({ problem, charging, paid }: OrderState): boolean {
  return problem?.kind === "expired" && !charging && paid === null;
}

export type Problem =
  | { readonly kind: "unreachable" }
  | { readonly kind: "expired" }
  | { readonly kind: "refused"; readonly text: string };

export interface Paid {
  readonly paymentId: string;
  readonly orderId: string;
}

/** An open checkout, which shows the session and must hear of its changes. */
export interface OpenCheckout {
  refreshClientSession(): Promise<boolean>;
}

export class Order extends Store<OrderState> {
  /** Told after every change of the session that the shop itself asked for. */
  checkout: OpenCheckout | null = null;
  readonly #backend: Backend;
  /** What Tender has; a refused wish goes back to it. */
  #accepted: Wish;
  #sending = false;

  constructor(backend: Backend, wish: Wish) {
    super(fresh(wish));
    this.#backend = backend;
    this.#accepted = wish;
  }

  /** Changes the order, at Tender too. Quick changes join: the last one wins. */
  async change(change: Partial<Wish>): Promise<void> {
    if (this.state.paid) return;
    this.set({ wish: { ...this.state.wish, ...change }, codeError: "" });
    await this.#send();
  }

  /** After a failure: sends what is wanted again. */
  retry(): Promise<void> {
    this.set({ problem: null });
    return this.#send();
  }

  /** Lets the backend change the order without a word to the checkout or the page. */
  async surprise(): Promise<void> {
    const { clientToken } = this.state;
    if (clientToken === null) return;
    await this.#attempt(async () => {
      const answer = await this.#backend.surprise(clientToken);
      this.#note(answer, "Behind the checkout's back");
    });
  }

  /** The checkout shows a newer session than the page: the page catches up. */
  async follow(): Promise<void> {
    const { clientToken } = this.state;
    if (clientToken === null || this.#sending) return;
    await this.#attempt(async () => {
      const answer = await this.#backend.read(clientToken);
      this.#note(answer, "Changed elsewhere");
      this.#show(answer);
    });
  }

  /** Takes over a session that another page or an earlier visit has opened. */
  async join(clientToken: string, wishOf: (session: Session) => Wish): Promise<void> {
    await this.#attempt(async () => {
      const answer = await this.#backend.read(clientToken);
      this.#accepted = wishOf(answer.session);
      this.set({ ...fresh(this.#accepted), calls: this.state.calls });
      this.#note(answer, "The page joined the session");
      this.#show(answer);
    });
  }

  /** A payment has been sent, or has come to nothing. */
  setCharging(charging: boolean): void {
    this.set({ charging });
  }

  complete(paid: Paid): void {
    this.set({ paid, charging: false });
  }

  expire(): void {
    this.set({ problem: { kind: "expired" } });
  }

  dismiss(): void {
    this.set({ problem: null });
  }

  /** A new session. The basket stays unless it was paid. */
  async startAgain(): Promise<void> {
    const { wish, paid, calls } = this.state;
    const next = paid ? { ...wish, basket: [], discountCode: "" } : wish;
    this.#accepted = next;
    this.set({ ...fresh(next), calls });
    await this.#send();
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    this.set({ busy: true });
    let sent: Wish | null = null;
    while (sent !== this.state.wish && this.state.wish.basket.length > 0) {
      const wish: Wish = this.state.wish;
      sent = wish;
      const done = await this.#attempt(() => this.#submit(wish), wish);
      if (!done) break;
    }
    this.#sending = false;
    this.set({ busy: false });
  }

  async #submit(wish: Wish): Promise<void> {
    const { clientToken } = this.state;
    const answer = clientToken
      ? await this.#backend.change(clientToken, wish)
      : await this.#backend.open(wish);
    this.#accepted = wish;
    this.#note(answer, clientToken ? "The shop changed the order" : "The shop opened the session");
    // The checkout first, so that the page's total is never ahead of the one on its button.
    if (clientToken) await this.checkout?.refreshClientSession();
    this.#show(answer);
  }

  /** Answers whether it worked; if not, the state says why. */
  async #attempt(work: () => Promise<void>, wish?: Wish): Promise<boolean> {
    try {
      await work();
      this.set({ problem: null });
      return true;
    } catch (error) {
      this.#fail(error, wish);
      return false;
    }
  }

  #fail(error: unknown, wish: Wish | undefined): void {
    const known = error instanceof Refused ? error : null;
    const codeIsNew = wish !== undefined && wish.discountCode !== this.#accepted.discountCode;
    if (known === null) {
      this.set({ problem: { kind: "unreachable" } });
    } else if (known.errorId === "ClientSessionValidationError") {
      this.expire();
    } else if (codeIsNew) {
      this.set({ codeError: known.message, wish: this.#accepted });
    } else {
      this.set({ problem: { kind: "refused", text: known.message }, wish: this.#accepted });
    }
  }

  #show({ clientToken, session, revision }: CheckoutAnswer): void {
    this.set({ clientToken, session, revision });
  }

  #note({ session, revision, calls }: CheckoutAnswer, cause: string): void {
    this.set({
      revisions: withRevision(this.state.revisions, { revision, session, cause }),
      calls: withBackendCalls(this.state.calls, calls),
    });
  }
}

function fresh(wish: Wish): OrderState {
  return {
    wish,
    clientToken: null,
    session: null,
    revision: 0,
    revisions: [],
    calls: emptyLog,
    busy: false,
    problem: null,
    codeError: "",
    charging: false,
    paid: null,
  };
}
