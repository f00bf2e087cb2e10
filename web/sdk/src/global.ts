/**
 * The script tag's entry: sets `window.Primer`, with the members of the ES module's `Primer`
 * and its named values. The code itself is loaded when it is used, by the hashed name that
 * the build puts in the place of `__PRIMER_MODULE__`.
 */

import * as constants from "./api/constants.ts";
import { PrimerClientError } from "./api/errors.ts";
import * as stripe from "./api/stripe.ts";
import { SDK_VERSION } from "./core/version.ts";
import type { Primer as Entry } from "./primer.ts";

declare const __PRIMER_MODULE__: string;

// Only known while the script runs.
const address = new URL(__PRIMER_MODULE__, ownAddress()).href;

let loaded: Promise<typeof Entry> | undefined;

/** Loads the module once; again if that failed. */
function load(): Promise<typeof Entry> {
  loaded ??= import(/* @vite-ignore */ address).then(
    ({ Primer }) => Primer,
    () => {
      loaded = undefined;
      const message = "The checkout could not be loaded. Nothing was charged. Try again.";
      throw new PrimerClientError("INITIALIZATION_ERROR", { message });
    },
  );
  return loaded;
}

/** With `type="module"` a script is not told its own element. */
function ownAddress(): string {
  const scripts = [document.currentScript, ...document.scripts] as HTMLScriptElement[];
  const own = scripts.find((script) => /\/sdk\/v1\/primer\.js([?#]|$)/.test(script?.src ?? ""));
  if (own) return own.src;
  throw new Error(
    'Tender: load this file with <script src="https://…/sdk/v1/primer.js"></script>, ' +
      'or write import { Primer } from "https://…/sdk/v1/primer.mjs".',
  );
}

const Primer: typeof Entry = {
  SDK_VERSION,
  preloadPrimer: async () => (await load()).preloadPrimer(),
  createHeadless: async (...call) => (await load()).createHeadless(...call),
  showUniversalCheckout: async (...call) => (await load()).showUniversalCheckout(...call),
  showVaultManager: async (...call) => (await load()).showVaultManager(...call),
};

Object.assign(window, { Primer: { ...Primer, ...constants, ...stripe, PrimerClientError } });
