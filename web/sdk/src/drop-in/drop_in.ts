/** The drop-in: puts the checkout onto the shop's page. Loaded when it is first asked for. */

import { PrimerClientError } from "../api/errors.ts";
import type { UniversalCheckoutOptions } from "../api/options.ts";
import type { Checkout } from "../core/checkout.ts";
import { moduleOptions } from "../core/configuration.ts";
import type { Host } from "../core/host.ts";
import { findContainer } from "../fields/placement.ts";
import type { Loading } from "../headless/drop_in.ts";
import type { BillingForm } from "./billing/form.ts";
import { CardForm } from "./card_form.ts";
import { CheckoutElement } from "./checkout_element.ts";
import { keepPlace, occupy, takeOff } from "./place.ts";
import { en, pickTexts } from "./texts/pick.ts";

/**
 * Shows the outline of the form at once.
 *
 * @throws PrimerClientError INVALID_ARGUMENT if the page has no such container, or a payment
 *   is under way in it.
 */
export function showLoading(
  options: UniversalCheckoutOptions,
  locale: string,
  host: Host,
): Loading {
  const element = create(options);
  const home = () => find(options.container);
  occupy(home(), element, host);
  const loaded = pickTexts(locale).then((texts) => {
    element.texts = texts;
  });
  return {
    async show(context) {
      const [billing] = await Promise.all([billingForm(context.checkout), loaded]);
      keepPlace(home, element);
      element.billing = billing;
      element.context = context;
      await element.updateComplete;
      keepPlace(home, element);
      return {
        submit: () => element.submit(),
        teardown: () => takeOff(element),
      };
    },
    async failed(error) {
      await loaded;
      const { noMethods, notLoaded } = element.texts;
      const { code } = PrimerClientError.fromExistingError(error, "INITIALIZATION_ERROR");
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
  define();
  const element = document.createElement("tender-checkout") as CheckoutElement;
  element.texts = en;
  element.theme = theme ?? "auto";
  // What the session asks for is not known yet; most ask for the name.
  element.nameExpected = card?.cardholderName?.visible !== false;
  return element;
}

function find(container: string | Element): Element {
  try {
    return findContainer(container);
  } catch (error) {
    throw PrimerClientError.fromExistingError(error, "INVALID_ARGUMENT");
  }
}

function define(): void {
  const elements = { "tender-checkout": CheckoutElement, "tender-card-form": CardForm };
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}
