/** A merchant's backend in a test: client sessions by the public API. */

import type { Tender } from "./tender.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests read JSON as it comes
type Json = any;

export class Merchant {
  constructor(private readonly tender: Tender) {}

  /** A session over one item; `overrides` replace whole fields. */
  async createSession(overrides: Record<string, unknown> = {}): Promise<Json> {
    return await this.call("POST", "/client-session", {
      orderId: `order-${crypto.randomUUID()}`,
      currencyCode: "EUR",
      order: { countryCode: "DE", lineItems: [item(4900)] },
      ...overrides,
    });
  }

  async updateSession(clientToken: string, changes: Record<string, unknown>): Promise<Json> {
    return await this.call("PATCH", "/client-session", { clientToken, ...changes });
  }

  /** Replaces the order by one item of this price, in minor units. */
  async setPrice(clientToken: string, amount: number): Promise<Json> {
    return await this.updateSession(clientToken, { order: { lineItems: [item(amount)] } });
  }

  async payment(id: string): Promise<Json> {
    return await this.call("GET", `/payments/${id}`);
  }

  private async call(method: string, path: string, body?: unknown): Promise<Json> {
    const response = await fetch(this.tender.url + path, {
      method,
      headers: {
        "content-type": "application/json",
        "x-api-key": this.tender.apiKey,
        "x-api-version": "2.4",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
}

function item(amount: number) {
  return { itemId: "trainers", description: "Harbour trainers", amount, quantity: 1 };
}
