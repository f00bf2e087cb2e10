/**
 * A server for tests that keeps the rules of the client API: revisions, `Tender-Shown`,
 * idempotency keys, one payment that takes money. Faults are put in its way by `meddle`.
 */

export interface Received {
  readonly method: string;
  /** Without the server's address. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** What happens to a request on its way; undefined: nothing. */
export type Fault =
  /** It never arrives. */
  | "lost"
  /** It is carried out, but the answer does not come back. */
  | "answer-lost"
  /** Nothing comes back until the client gives up. */
  | "silent"
  /** Somebody else answers. */
  | Response
  /** It arrives, and its answer leaves, when this resolves. */
  | Promise<void>;

const BASE = "https://tender.test/client";

export class FakeServer {
  revision = 1;
  amount: number | undefined = 6400;
  currency = "EUR";
  expired = false;
  /** The status of the payments to come: SUCCESS, FAILED, or PENDING until `decide`. */
  outcome: "SUCCESS" | "FAILED" | "PENDING" = "SUCCESS";
  /** Added to every configuration's session. */
  session: Record<string, unknown> = {};
  configuration: Record<string, unknown> = {};
  surcharges: Record<string, number> = {};
  selected: string | null = null;
  /** The server's clock, in milliseconds since 1970; null if it does not tell. */
  now: (() => number) | null = null;
  meddle: (request: Received) => Fault | undefined = () => undefined;

  readonly requests: Received[] = [];
  readonly payments: { id: string; status: string; amount: number }[] = [];
  readonly actions: unknown[] = [];
  readonly streams: FakeStream[] = [];
  readonly #keys = new Map<string, { body: string; payment: number }>();

  /** When the session ends, by this server's clock. */
  expiresAt = Date.UTC(2026, 10, 22);

  /** What to start a checkout with. */
  get clientToken(): string {
    return clientToken(this.expiresAt);
  }

  readonly fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const { method = "GET", body } = init;
    const headers = new Headers(init.headers);
    const request = { method, path: address.replace(BASE, ""), headers, body: String(body ?? "") };
    this.requests.push(request);
    const fault = this.meddle(request);
    if (fault === "lost") throw new TypeError("Failed to fetch");
    if (fault === "silent") return await aborted(init.signal);
    if (fault instanceof Response) return fault;
    const answer = this.#answer(request, init.signal ?? null);
    if (this.now) answer.headers.set("date", new Date(this.now()).toUTCString());
    if (fault === "answer-lost") throw new TypeError("Failed to fetch");
    // Made before it waits: a late answer is an old one.
    if (fault) await Promise.race([fault, aborted(init.signal)]);
    return answer;
  };

  /** The merchant changes the session. */
  patch(change: { amount?: number; currency?: string; session?: Record<string, unknown> }): void {
    this.amount = change.amount ?? this.amount;
    this.currency = change.currency ?? this.currency;
    this.session = { ...this.session, ...change.session };
    this.revision += 1;
    for (const stream of this.streams)
      stream.send(
        `id: ${this.revision}\nevent: revision\n` + `data: {"revision":${this.revision}}\n\n`,
      );
  }

  /** Decides the payments that are undecided. */
  decide(status: "SUCCESS" | "FAILED"): void {
    for (const payment of this.payments) if (payment.status === "PENDING") payment.status = status;
  }

  sent(path: string): Received[] {
    return this.requests.filter((request) => request.path === path);
  }

  /** Of the session, with the surcharge of the selected network. */
  get total(): number {
    return (this.amount ?? 0) + (this.surcharges[this.selected ?? ""] ?? 0);
  }

  #answer(request: Received, signal: AbortSignal | null): Response {
    const { path, body, headers } = request;
    if (/^\/payments\/[^/]+\/status$/.test(path)) return this.#status(path.split("/")[2] ?? "");
    if (/\/resume$/.test(path)) return this.#payment(this.#index(path.split("/")[2] ?? ""));
    const isOver = this.expired || (this.now?.() ?? 0) >= this.expiresAt;
    if (isOver || headers.get("primer-client-token") !== "access")
      return refusal(401, "Unauthorized");
    if (path === "/client-session/revisions") return this.#stream(signal);
    if (path === "/client-session/actions") this.#act(JSON.parse(body).actions);
    else if (path === "/payments") return this.#pay(request);
    return Response.json(this.#configuration());
  }

  #configuration() {
    const networks = Object.entries(this.surcharges).map(([type, surcharge]) => ({
      type,
      surcharge,
    }));
    const fee = this.surcharges[this.selected ?? ""];
    return {
      pciUrl: BASE,
      coreUrl: BASE,
      binDataUrl: BASE,
      hostedUrl: "https://tender.test/hosted/v1",
      paymentMethods: [{ type: "PAYMENT_CARD", name: "Card" }, { type: "PAYPAL" }],
      checkoutModules: [],
      clientSession: {
        clientSessionId: "session-1",
        revision: this.revision,
        ...(this.amount === undefined ? {} : { amount: this.total }),
        currencyCode: this.currency,
        order: {
          orderId: "order-1",
          currencyCode: this.currency,
          totalOrderAmount: this.total,
          lineItems: [{ itemId: "shoes", amount: this.amount ?? 0, quantity: 1 }],
          fees: fee ? [{ type: "SURCHARGE", amount: fee }] : [],
        },
        paymentMethod: {
          orderedAllowedCardNetworks: ["VISA", "MASTERCARD"],
          options: networks.length > 0 ? [{ type: "PAYMENT_CARD", networks }] : [],
        },
        ...this.session,
      },
      ...this.configuration,
    };
  }

  #act(actions: { type: string; params?: { binData?: { network?: string } } }[]): void {
    this.actions.push(...actions);
    for (const { type, params } of actions) {
      if (type === "SELECT_PAYMENT_METHOD") this.selected = params?.binData?.network ?? null;
    }
    this.revision += 1;
  }

  #pay({ headers, body }: Received): Response {
    const key = headers.get("x-idempotency-key") ?? "";
    const first = this.#keys.get(key);
    if (first) {
      const same = first.body === body && headers.get("idempotency-replay") === "true";
      return same
        ? this.#payment(first.payment)
        : refusal(
            409,
            "TransactionRequestIdempotencyKeyAlreadyExists",
            this.payments[first.payment],
          );
    }
    const shown = headers.get("tender-shown");
    if (shown !== null && shown !== `${this.revision};${this.total};${this.currency}`) {
      return refusal(409, "ClientSessionOutdated");
    }
    const rival = this.payments.find(({ status }) => status === "SUCCESS" || status === "PENDING");
    if (rival) return refusal(400, "PaymentError", rival);
    this.payments.push({
      id: `payment-${this.payments.length + 1}`,
      status: this.outcome,
      amount: this.total,
    });
    this.#keys.set(key, { body, payment: this.payments.length - 1 });
    return this.#payment(this.payments.length - 1);
  }

  #index(id: string): number {
    return this.payments.findIndex((payment) => payment.id === id);
  }

  #payment(index: number): Response {
    const payment = this.payments[index];
    if (!payment) return refusal(400, "PaymentError");
    const clientToken = jwt({
      exp: Date.UTC(2026, 10, 23) / 1000,
      accessToken: "action-access",
      intent: "PROCESSOR_3DS",
      statusUrl: `${BASE}/payments/${payment.id}/status`,
    });
    const requiredAction = { name: "PROCESSOR_3DS", description: "Wait.", clientToken };
    const pending = payment.status === "PENDING" ? { requiredAction } : {};
    return Response.json({
      id: payment.id,
      orderId: "order-1",
      status: payment.status,
      amount: payment.amount,
      currencyCode: this.currency,
      ...pending,
    });
  }

  #status(id: string): Response {
    const decided = this.payments[this.#index(id)]?.status !== "PENDING";
    return Response.json({
      status: decided ? "COMPLETE" : "PENDING",
      id: "resume-1",
      source: "TENDER",
    });
  }

  #stream(signal: AbortSignal | null): Response {
    const stream = new FakeStream(signal);
    this.streams.push(stream);
    stream.send(`event: revision\ndata: {"revision":${this.revision}}\n\n`);
    return new Response(stream.body, { headers: { "content-type": "text/event-stream" } });
  }
}

/** A live stream as the server holds it. */
export class FakeStream {
  open = true;
  readonly body: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(signal: AbortSignal | null) {
    this.body = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
    });
    signal?.addEventListener("abort", () => this.fail());
  }

  send(text: string): void {
    if (this.open) this.#controller?.enqueue(new TextEncoder().encode(text));
  }

  end(): void {
    if (this.open) this.#controller?.close();
    this.open = false;
  }

  fail(): void {
    if (this.open) this.#controller?.error(new TypeError("network error"));
    this.open = false;
  }
}

export function refusal(
  status: number,
  errorId: string,
  payment?: { readonly id: string; readonly status: string },
): Response {
  // The merchant API's names.
  const paymentStatus = payment?.status === "SUCCESS" ? "AUTHORIZED" : payment?.status;
  const about = payment ? { paymentId: payment.id, paymentStatus } : {};
  const error = { errorId, description: `${errorId}.`, diagnosticsId: "diagnostics-1", ...about };
  return Response.json({ error }, { status });
}

/** Opens a checkout until then (milliseconds since 1970). */
export function clientToken(expiresAt: number): string {
  return jwt({
    exp: expiresAt / 1000,
    accessToken: "access",
    configurationUrl: `${BASE}/client-sdk/configuration`,
    intent: "CHECKOUT",
  });
}

export function jwt(claims: Record<string, unknown>): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const payload = btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
  return `e30.${payload}.c2ln`;
}

function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new DOMException("aborted", "AbortError"));
    if (signal?.aborted) end();
    signal?.addEventListener("abort", end);
  });
}
