/**
 * Shows the surcharge of a card's network before Pay: selects the network on the server
 * when the card form knows it, so that the total has its fee (DESIGN, "Surcharge").
 */

import type { ClientSessionAction, Configuration } from "../api/types.ts";
import { PAYMENT_CARD } from "./configuration.ts";

export interface SurchargePort {
  configuration(): Configuration;
  act(actions: readonly ClientSessionAction[]): Promise<boolean>;
}

export class NetworkSurcharge {
  #wanted: string | null = null;
  #selected: string | null = null;
  #running: Promise<void> | null = null;

  constructor(private readonly port: SurchargePort) {}

  /** The card form sees this network, or none. The last call counts. */
  networkChanged(network: string | null): void {
    this.#wanted = network;
    this.lookAgain();
  }

  /** Selects what could not be selected before, such as while a payment was under way. */
  lookAgain(): void {
    this.#running ??= this.#select().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when the total has the fee of the last network. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #select(): Promise<void> {
    // Let a burst of changes end first.
    await Promise.resolve();
    for (let network = this.#next(); network !== null; network = this.#next()) {
      const params = { paymentMethodType: PAYMENT_CARD, binData: { network } };
      const done = await this.port.act([{ type: "SELECT_PAYMENT_METHOD", params }]);
      // Without it the payment costs what is painted: the server never adds to that.
      if (!done) return;
      this.#selected = network;
    }
  }

  /** The network to select now, if the total depends on it. */
  #next(): string | null {
    const network = this.#wanted;
    if (network === null || network === this.#selected) return null;
    const { order, paymentMethod } = this.port.configuration().clientSession;
    if (order.merchantAmount !== undefined) return null;
    const card = paymentMethod.options?.find(({ type }) => type === PAYMENT_CARD);
    const surcharges = card?.networks ?? [];
    const costs = surcharges.some(({ type, surcharge }) => type === network && surcharge > 0);
    const added = order.fees?.some((fee) => fee.type === "SURCHARGE") ?? false;
    return surcharges.length > 0 && (costs || added) ? network : null;
  }
}
