/** One checkout of one client session, without any user interface. */

import { PrimerClientError } from "../api/errors.ts";
import type { HeadlessOptions } from "../api/options.ts";
import type { ClientSessionAction, Configuration } from "../api/types.ts";
import { Callbacks } from "./callbacks.ts";
import { ClientApi, isOver } from "./client_api.ts";
import { type ClientToken, readClientToken } from "./client_token.ts";
import {
  type Conclusion,
  type Failure,
  heldBack,
  outcomeUnknown,
  paymentDisabled,
  sessionExpired,
  withoutPrice,
} from "./conclusion.ts";
import { publicSession, totalOf } from "./configuration.ts";
import type { Host } from "./host.ts";
import { LiveStream } from "./live.ts";
import { sameMoney } from "./money.ts";
import { checkOptions, firstConfiguration, firstState } from "./opening.ts";
import { attempt, type Tokenize } from "./paying.ts";
import { type Cause, Session } from "./session.ts";
import { SessionEnd } from "./session_end.ts";
import type { CheckoutState, Notice, PaymentStep, Total } from "./state.ts";
import { Store } from "./store.ts";
import { NetworkSurcharge } from "./surcharge.ts";

export type CheckoutOptions = HeadlessOptions;

export type { Tokenize } from "./paying.ts";

/** Milliseconds for which Pay is held after a repainted total (DESIGN). */
const HOLD = 500;

export class Checkout {
  readonly #store: Store;
  readonly #session: Session;
  readonly #callbacks: Callbacks;
  readonly #surcharge: NetworkSurcharge;
  readonly #live: LiveStream;
  readonly #end: SessionEnd;
  /** The total that the shopper sees. */
  #painted: Total | null;
  /** A user interface of ours says what is painted; else it is what the callbacks delivered. */
  #hasPainter = false;
  /** Between click and result: nothing may change what is shown. */
  #charging = false;
  /** The session has expired, although a payment may still be under way. */
  #expired = false;
  /** Another payment of the session, whose end is not known here. */
  #undecided: string | undefined;
  #started = false;
  #cancelHold = () => {};

  /** Reads the configuration. Rejects with a PrimerClientError if there is nothing to check out. */
  static async open(clientToken: string, options: CheckoutOptions, host: Host): Promise<Checkout> {
    checkOptions(options);
    const token = readClientToken(clientToken);
    const id = host.uuid();
    const closing = new AbortController();
    const apiVersion = () => options.apiVersion ?? "2.4";
    const api = new ClientApi(host, token, { id, apiVersion }, closing.signal);
    const configuration = await firstConfiguration(api);
    api.pciUrl = configuration.pciUrl;
    return new Checkout(id, token, configuration, options, { api, host, closing });
  }

  private constructor(
    /** The checkout instance id: `Primer-SDK-Checkout-Session-ID`. */
    readonly id: string,
    private readonly token: ClientToken,
    configuration: Configuration,
    private readonly options: CheckoutOptions,
    private readonly core: Core,
  ) {
    const { api, host, closing } = core;
    this.#callbacks = new Callbacks(options, host, closing.signal);
    this.#painted = totalOf(configuration);
    this.#store = new Store(firstState(configuration), host);
    const port = {
      read: () => api.configuration(),
      act: (actions: readonly ClientSessionAction[]) => api.act(actions),
      held: () => this.#heldBy(),
      beforeUpdate: () => this.#callbacks.tell("onBeforeClientSessionUpdate"),
      updated: (updated: Configuration, cause: Cause) => this.#updated(updated, cause),
      expired: () => this.#expire(),
    };
    this.#session = new Session(configuration, port, host, closing.signal);
    this.#surcharge = new NetworkSurcharge({
      configuration: () => this.configuration,
      act: (actions) => this.act(actions),
    });
    const { clientSessionId } = configuration.clientSession;
    const connect = (signal: AbortSignal) => api.revisions(signal);
    const listener = {
      revision: (revision: number) => this.#session.hear(revision),
      expired: () => this.#expire(),
    };
    this.#live = new LiveStream(host, clientSessionId, connect, listener);
    const ended = async () => isOver(await api.configuration());
    this.#end = new SessionEnd(host, ended, () => this.#expire());
    if (api.clockOffset !== null) this.#end.watch(token.expiresAt - host.now() - api.clockOffset);
  }

  /** As the server answered it last. */
  get configuration(): Configuration {
    return this.#session.configuration;
  }

  get state(): CheckoutState {
    return this.#store.state;
  }

  /** The value of `Primer-Client-Token`. */
  get accessToken(): string {
    return this.token.accessToken;
  }

  /** How far the server's clock is ahead of the browser's, in milliseconds; 0 if not known. */
  get clockOffset(): number {
    return this.core.api.clockOffset ?? 0;
  }

  get isStarted(): boolean {
    return this.#started;
  }

  /** Tells which methods there are and what is to be paid, and follows the session from now on. */
  start(): void {
    if (this.#started || this.#isClosed) return;
    this.#started = true;
    this.#callbacks.tell("onAvailablePaymentMethodsLoad", this.state.methods);
    this.#callbacks.tell("onClientSessionUpdate", this.state.session);
    if (!this.#expired && this.options.liveUpdates !== false) this.#live.start();
  }

  subscribe(listener: (state: CheckoutState) => void): () => void {
    return this.#store.subscribe(listener);
  }

  /** The total that Pay claims to have shown. */
  get claim(): Total | null {
    return this.#painted ?? this.state.total;
  }

  /** A user interface says which total is on the screen now. */
  painted(total: Total): void {
    const repainted = this.#hasPainter && !sameMoney(total, this.#painted);
    this.#hasPainter = true;
    this.#painted = total;
    if (repainted) this.#hold();
  }

  /**
   * A click met another text than the total, so it pays nothing. The total is told as one that
   * changed, and Pay is held as after one.
   *
   * @param seen what the shopper may have taken it for
   */
  notShown(seen: Total): void {
    const to = this.state.total;
    if (!to || this.state.phase.name !== "ready") return;
    this.#store.update({ notice: { kind: "total-changed", from: seen, to, refused: true } });
    this.#hold();
    this.core.host.warn("Nothing is paid: the page had put another text in place of the total.");
  }

  /** Reads the session anew; false if that failed or a payment is under way. Never rejects. */
  async refreshClientSession(): Promise<boolean> {
    return await this.#session.refresh();
  }

  /** Changes the session for the shopper; false if that failed. Never rejects. */
  async act(actions: readonly ClientSessionAction[]): Promise<boolean> {
    const done = await this.#session.act(actions);
    if (done) this.#tellSelection(actions);
    return done;
  }

  /** The card form knows the card's network: its surcharge is shown before Pay. */
  cardNetworkChanged(network: string | null): void {
    this.#surcharge.networkChanged(network);
  }

  /**
   * Pays; an order that costs nothing without a token. Never rejects: the outcome is in
   * `state` and told by the callbacks.
   */
  async pay(paymentMethodType: string, tokenize: Tokenize): Promise<void> {
    const total = this.claim;
    const refusal = this.#refusal(total);
    if (refusal instanceof PrimerClientError) this.#fail({ error: refusal });
    if (refusal || !total) return;
    this.#store.update({ phase: { name: "paying", step: "tokenizing", total }, notice: null });
    const { host } = this.core;
    const conclusion = await attempt(
      {
        ...this.core,
        closed: this.core.closing.signal,
        callbacks: this.#callbacks,
        surcharge: this.#surcharge,
        charge: () => {
          this.#charging = true;
        },
        reread: () => this.#session.reread(),
        total: () => this.state.total,
        step: (step) => this.#step(step, total),
      },
      { paymentMethodType, total, tokenize },
    ).catch((fault) => {
      host.warn(`A payment broke off: ${String(fault)}`);
      return outcomeUnknown();
    });
    this.#charging = false;
    if (!this.#isClosed) this.#conclude(conclusion);
  }

  /** A payment that ends before it begins, such as with an incomplete form. */
  refuse(error: PrimerClientError): void {
    if (this.#isReady()) this.#fail({ error });
  }

  /** Words of the merchant for the shopper. */
  showMessage(text: string): void {
    this.#store.update({ notice: { kind: "message", text } });
  }

  clearNotice(): void {
    if (this.state.notice) this.#store.update({ notice: null });
  }

  setPaymentCreationEnabled(enabled: boolean): void {
    this.#store.update({ paymentCreationEnabled: enabled });
  }

  /** Ends everything but a payment that the server is already making. */
  teardown(): void {
    if (this.#isClosed) return;
    this.core.closing.abort();
    this.#live.stop();
    this.#end.stop();
    this.#cancelHold();
    this.#store.update({ phase: { name: "closed" }, notice: null });
    this.#store.end();
  }

  get #isClosed(): boolean {
    return this.core.closing.signal.aborted;
  }

  /** What a click on Pay meets other than a payment; null if it may pay. */
  #refusal(total: Total | null): PrimerClientError | "ignored" | null {
    const { phase, payHeld, paymentCreationEnabled } = this.state;
    if (phase.name === "expired") return sessionExpired();
    if (!this.#isReady()) return "ignored";
    if (!paymentCreationEnabled) return paymentDisabled();
    if (!total) return withoutPrice();
    if (!payHeld) return null;
    this.core.host.warn("Nothing is paid: the total changed a moment ago.");
    return this.#hasPainter ? "ignored" : heldBack();
  }

  /** Warns if not. */
  #isReady(): boolean {
    const { name } = this.state.phase;
    if (name !== "ready") this.core.host.warn(`Nothing is paid: the checkout is "${name}".`);
    return name === "ready";
  }

  #step(step: PaymentStep, total: Total): void {
    const { phase } = this.state;
    if (phase.name !== "paying" || phase.step === step) return;
    this.#store.update({ phase: { name: "paying", step, total } });
  }

  #conclude({ phase, notice, complete, failure }: Conclusion): void {
    this.#expired ||= phase.name === "expired";
    if (notice?.kind === "payment-in-progress") this.#undecided = notice.paymentId;
    // A payment was made, so the other one has ended without money.
    else if (failure?.payment) this.#undecided = undefined;
    const ended = this.#expired && (phase.name === "ready" || phase.name === "expired");
    this.#store.update(ended ? this.#closing() : { phase, notice });
    if (this.state.phase.name === "ready") {
      if (notice?.kind === "total-changed") this.#hold();
      void this.#session.catchUp();
      this.#surcharge.lookAgain();
    } else {
      this.#live.stop();
    }
    if (complete) this.#callbacks.tell("onCheckoutComplete", { payment: complete });
    if (failure) this.#fail(failure);
  }

  #fail({ error, payment, headlessOnly }: Failure): void {
    const result = payment ? { payment } : {};
    const showErrorMessage = (message?: string) => {
      if (message && this.state.phase.name === "ready") this.showMessage(message);
    };
    if (!this.#hasPainter) {
      this.#callbacks.tell("onCheckoutFail", error, result);
    } else if (!headlessOnly) {
      this.#callbacks.tell("onCheckoutFail", error, result, { showErrorMessage });
    }
  }

  #heldBy(): string | null {
    const { name } = this.state.phase;
    if (this.#charging) return "a payment is under way";
    if (name === "closed") return "the checkout is closed";
    return this.#expired ? "the session has expired" : null;
  }

  /** A newer session is here: paints it, holds Pay if the total is another, tells the merchant. */
  #updated(configuration: Configuration, cause: Cause): void {
    this.core.api.pciUrl = configuration.pciUrl;
    const session = publicSession(configuration);
    const total = totalOf(configuration);
    const change = this.#changeOf(total);
    this.#store.update({ session, total, notice: change ?? this.#noticeAt(total) });
    // The same money on the screen is the newer revision's, too.
    if (!this.#hasPainter || sameMoney(this.#painted, this.state.total)) {
      this.#painted = this.state.total;
    }
    // A merchant with a page of its own who asked has the answer: it may pay at once.
    if (change && !this.#hasPainter && cause === "asked") this.#release();
    else if (change || (this.#hasPainter && this.state.payHeld)) this.#hold();
    this.#callbacks.tell("onClientSessionUpdate", session);
  }

  /** What to tell of a new total. A payment that is under way tells it itself. */
  #changeOf(to: Total | null): Notice | null {
    const from = this.#painted;
    const tells = from && to && !sameMoney(from, to) && this.state.phase.name === "ready";
    return tells ? { kind: "total-changed", from, to, refused: false } : null;
  }

  /** The words on the page, unless they tell of a total that is no longer the session's. */
  #noticeAt(total: Total | null): Notice | null {
    const { notice } = this.state;
    return notice?.kind === "total-changed" && !sameMoney(notice.to, total) ? null : notice;
  }

  /** Until half a second after the total is on the screen, however late it gets there. */
  #hold(): void {
    this.#cancelHold();
    const isShown = !this.#hasPainter || sameMoney(this.#painted, this.state.total);
    this.#cancelHold = isShown ? this.core.host.setTimer(HOLD, () => this.#release()) : () => {};
    if (!this.state.payHeld) this.#store.update({ payHeld: true });
  }

  #release(): void {
    this.#cancelHold();
    if (this.state.payHeld) this.#store.update({ payHeld: false });
  }

  /** What was begun is finished first: a payment's answer may still come. */
  #expire(): void {
    if (this.#expired || this.#isClosed) return;
    this.#expired = true;
    this.#end.stop();
    this.#live.stop();
    if (this.state.phase.name === "ready") this.#store.update(this.#closing());
  }

  /** What an expired session shows: never "expired" while a payment of it is undecided. */
  #closing(): Pick<CheckoutState, "phase" | "notice"> {
    const paymentId = this.#undecided;
    return {
      phase: paymentId ? { name: "unknown", paymentId } : { name: "expired" },
      notice: null,
    };
  }

  #tellSelection(actions: readonly ClientSessionAction[]): void {
    for (const { type, params } of actions) {
      const details = { paymentMethodType: String(params?.paymentMethodType ?? "") };
      if (type === "SELECT_PAYMENT_METHOD") {
        this.#callbacks.tell("onPaymentMethodAction", "PAYMENT_METHOD_SELECTED", details);
      } else if (type === "UNSELECT_PAYMENT_METHOD") {
        this.#callbacks.tell("onPaymentMethodAction", "PAYMENT_METHOD_UNSELECTED", details);
      }
    }
  }
}

interface Core {
  readonly api: ClientApi;
  readonly host: Host;
  readonly closing: AbortController;
}
