/** The drop-in: puts the checkout onto the shop's page. Loaded when it is first asked for. */

import { html, render } from "lit";
import { PrimerClientError } from "../api/errors.ts";
import type { UniversalCheckoutOptions } from "../api/options.ts";
import type { Checkout } from "../core/checkout.ts";
import { moduleOptions } from "../core/configuration.ts";
import type { Host } from "../core/host.ts";
import type { Loading } from "../headless/drop_in.ts";
import { speaking } from "./amounts.ts";
import type { BillingForm } from "./billing/form.ts";
import { CardForm } from "./card_form.ts";
import { CheckoutElement } from "./checkout_element.ts";
import { keepPlace, occupy, type Place, takeOff } from "./place.ts";
import { en, pickTexts } from "./texts/pick.ts";

/**
 * Shows the outline of the form at once.
 *
 * @throws PrimerClientError INVALID_ARGUMENT if a payment is under way in the container;
 *   PRIMER_TEARDOWN if a later call has it; INITIALIZATION_ERROR if nothing can be drawn.
 */
export function showLoading(
  turn: Place,
  options: UniversalCheckoutOptions,
  locale: string,
  host: Host,
): Loading {
  define();
  tryToDraw();
  const element = create(options);
  occupy(turn, element, host);
  const loaded = pickTexts(locale).then((texts) => {
    element.texts = texts;
    return speaking(locale, texts);
  });
  return {
    locale: loaded,
    async show(context) {
      element.billing = await billingForm(context.checkout);
      keepPlace(turn, element);
      element.context = context;
      await element.updateComplete;
      keepPlace(turn, element);
      return {
        submit: () => element.submit(),
        teardown: () => takeOff(element),
      };
    },
    async failed(error) {
      await loaded;
      const { noMethods, notLoaded } = element.texts;
      const { code } = PrimerClientError.fromExistingError(error, "INITIALIZATION_ERROR");
      if (code === "PRIMER_TEARDOWN") takeOff(element);
      element.notLoaded = code === "NO_PAYMENT_METHODS" ? noMethods : notLoaded;
    },
  };
}

/** The form of the billing address, loaded for sessions that ask for one. */
async function billingForm({ configuration, state }: Checkout): Promise<BillingForm | null> {
  const asked = moduleOptions(configuration, "BILLING_ADDRESS");
  if (!asked) return null;
  const { BillingForm } = await import("./billing/form.ts");
  return new BillingForm(asked, state.session.customer?.billingAddress);
}

function create({ theme, card }: UniversalCheckoutOptions): CheckoutElement {
  const element = document.createElement("tender-checkout") as CheckoutElement;
  element.texts = en;
  element.theme = theme ?? "auto";
  // What the session asks for is not known yet; most ask for the name.
  element.nameExpected = card?.cardholderName?.visible !== false;
  return element;
}

/** @throws PrimerClientError INITIALIZATION_ERROR if the page's policy forbids all templates. */
function tryToDraw(): void {
  if (!("trustedTypes" in globalThis)) return;
  try {
    render(html`<i></i>`, document.createDocumentFragment());
  } catch {
    const message =
      "The page's Content-Security-Policy keeps the checkout from drawing anything. " +
      "Add to it: trusted-types tender-checkout";
    throw new PrimerClientError("INITIALIZATION_ERROR", { message, isFromDeveloper: true });
  }
}

function define(): void {
  const elements = { "tender-checkout": CheckoutElement, "tender-card-form": CardForm };
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}
