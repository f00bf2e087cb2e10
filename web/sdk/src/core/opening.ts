/** What a checkout begins with. */

import { PrimerClientError } from "../api/errors.ts";
import type { HeadlessOptions } from "../api/options.ts";
import type { Configuration } from "../api/types.ts";
import { type ClientApi, isOver } from "./client_api.ts";
import { expiredToken } from "./client_token.ts";
import { methodsOf, publicSession, readConfiguration, totalOf } from "./configuration.ts";
import type { CheckoutState } from "./state.ts";

/** Throws INVALID_ARGUMENT for what is not there yet. */
export function checkOptions({ paymentHandling = "AUTO" }: HeadlessOptions): void {
  if (paymentHandling === "AUTO") return;
  const message = "paymentHandling MANUAL is not there yet. Leave it out, or choose AUTO.";
  throw new PrimerClientError("INVALID_ARGUMENT", { message, isFromDeveloper: true });
}

/** Rejects with a PrimerClientError if there is nothing to check out. */
export async function firstConfiguration(api: ClientApi): Promise<Configuration> {
  const answer = await api.configuration();
  const configuration = answer.kind === "ok" ? readConfiguration(answer.body) : null;
  if (configuration) return configuration;
  const error = answer.kind === "ok" ? undefined : answer.error;
  if (isOver(answer)) {
    throw expiredToken({ diagnosticsId: error?.diagnosticsId ?? null, data: error });
  }
  throw new PrimerClientError("INITIALIZATION_ERROR", {
    message:
      answer.kind === "refused"
        ? (error?.description ?? `The server refused the checkout with status ${answer.status}.`)
        : "The checkout's server cannot be reached, or does not answer as one. Try again.",
    ...(error?.diagnosticsId ? { diagnosticsId: error.diagnosticsId } : {}),
    ...(error ? { data: error } : {}),
  });
}

export function firstState(configuration: Configuration): CheckoutState {
  return {
    session: publicSession(configuration),
    total: totalOf(configuration),
    methods: methodsOf(configuration),
    phase: { name: "ready" },
    notice: null,
    payHeld: false,
    paymentCreationEnabled: true,
  };
}
