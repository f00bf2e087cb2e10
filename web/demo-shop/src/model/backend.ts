/** The shop's own backend, which holds the API key and talks to Tender. */

import type { Basket } from "./basket.ts";
import type { Session } from "./session.ts";

/** What the shop sells, and where the checkout's script is. */
export interface ShopInfo {
  /** Of Tender's script tag. */
  readonly sdkUrl: string;
  readonly products: readonly Product[];
  /** ISO 4217. */
  readonly currencies: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
}

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** Minor units by currency. */
  readonly prices: Readonly<Record<string, number>>;
}

export type Customer = "saved" | "guest";

/** What the shopper wants; the backend turns it into an order. */
export interface Wish {
  readonly basket: Basket;
  readonly currency: string;
  readonly country: string;
  /** Empty for none. */
  readonly discountCode: string;
  readonly customer: Customer;
}

/** A call that the backend made to Tender. */
export interface BackendCall {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly request?: unknown;
  readonly response?: unknown;
}

export interface CheckoutAnswer {
  readonly clientToken: string;
  readonly session: Session;
  readonly revision: number;
  readonly calls: readonly BackendCall[];
}

/** The backend or Tender said no, in words for a person. */
export class Refused extends Error {
  constructor(
    description: string,
    /** Tender's, such as ClientSessionValidationError; empty if the shop itself refused. */
    readonly errorId: string,
  ) {
    super(description);
  }
}

/** Nobody answered. */
export class Unreachable extends Error {}

export class Backend {
  readonly #fetch: typeof fetch;

  constructor(fetcher: typeof fetch = (...call) => fetch(...call)) {
    this.#fetch = fetcher;
  }

  shop(): Promise<ShopInfo> {
    return this.#call("GET", "/api/shop");
  }

  open(wish: Wish): Promise<CheckoutAnswer> {
    return this.#call("POST", "/api/checkout", bodyOf(wish));
  }

  change(clientToken: string, wish: Wish): Promise<CheckoutAnswer> {
    return this.#call("PATCH", "/api/checkout", { clientToken, ...bodyOf(wish) });
  }

  /** Adds to the order without telling the checkout. */
  surprise(clientToken: string): Promise<CheckoutAnswer> {
    return this.#call("POST", "/api/surprise", { clientToken });
  }

  read(clientToken: string): Promise<CheckoutAnswer> {
    return this.#call("GET", `/api/session?clientToken=${encodeURIComponent(clientToken)}`);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { "content-type": "application/json" };
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    let response: Response;
    let answer: unknown;
    try {
      response = await this.#fetch(path, init);
      answer = await response.json();
    } catch {
      throw new Unreachable("The shop's backend does not answer.");
    }
    if (response.status >= 500) throw new Unreachable("Tender or the shop's backend is down.");
    if (!response.ok) throw refusal(response.status, answer);
    return answer as T;
  }
}

function bodyOf({ discountCode, ...wish }: Wish): object {
  return discountCode === "" ? wish : { ...wish, discountCode };
}

function refusal(status: number, answer: unknown): Error {
  const error = (answer as { error?: { description?: string; errorId?: string } } | null)?.error;
  if (error?.description) return new Refused(error.description, error.errorId ?? "");
  return new Refused(`The shop's backend answered with status ${status}.`, "");
}
