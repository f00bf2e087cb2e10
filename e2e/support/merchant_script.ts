/** The script of a merchant's page. It is written out into the page, so it needs nothing else. */

import type {
  PrimerCheckout,
  PrimerHeadlessCheckout,
  Primer as PrimerType,
} from "../../web/sdk/src/index.ts";

/** What the page's callbacks do beside being noted. */
export interface Answer {
  /** To onBeforePaymentCreate; without it the page has none. */
  readonly beforePayment?: "continue" | "abort";
  /** The page's own words for a failure. */
  readonly failure?: string;
}

/** A callback that came, and what came with it. */
export interface Told {
  readonly name: string;
  readonly details: unknown;
}

/** What a test can do on the page. */
export interface Shop {
  readonly told: readonly Told[];
  readonly checkout: PrimerCheckout | PrimerHeadlessCheckout;
  dropIn(clientToken: string, options: object, answer: Answer): Promise<void>;
  /** With a form of the page's own. */
  headless(clientToken: string, options: object, answer: Answer): Promise<void>;
  placeIn(place: "form" | "shadow root"): void;
}

export function merchantScript(Primer: typeof PrimerType): Shop {
  const container = document.getElementById("checkout") as HTMLElement;
  const told: Told[] = [];
  let checkout: PrimerCheckout | PrimerHeadlessCheckout;

  function note(name: string, value: unknown): void {
    if (!(value instanceof Error)) told.push({ name, details: value });
    else told.push({ name, details: { ...value, message: value.message } });
  }

  function callbacks(answer: Answer) {
    const heard = [
      "onAvailablePaymentMethodsLoad",
      "onPaymentCreationStart",
      "onCheckoutComplete",
      "onBeforeClientSessionUpdate",
      "onClientSessionUpdate",
    ].map((name) => [name, (value: unknown) => note(name, value)]);
    return {
      ...Object.fromEntries(heard),
      onCheckoutFail(error: Error, _: object, shown?: { showErrorMessage(text?: string): void }) {
        note("onCheckoutFail", error);
        shown?.showErrorMessage(answer.failure);
      },
      ...(answer.beforePayment && { onBeforePaymentCreate: beforePayment(answer.beforePayment) }),
    };
  }

  function beforePayment(answer: "continue" | "abort") {
    type Handler = Record<"continuePaymentCreation" | "abortPaymentCreation", () => void>;
    return (choice: object, handler: Handler) => {
      note("onBeforePaymentCreate", choice);
      handler[`${answer}PaymentCreation`]();
    };
  }

  async function ownForm(opened: PrimerHeadlessCheckout): Promise<void> {
    container.innerHTML = `<form>
        <div id="number"></div><div id="expiry"></div><div id="code"></div>
        <label>Name on card <input></label>
        <button>Pay</button>
      </form>`;
    const card = await opened.createPaymentMethodManager("PAYMENT_CARD");
    if (!card) throw new Error("The session takes no cards.");
    const { cardNumberInput, expiryInput, cvvInput } = card.createHostedInputs();
    await Promise.all([
      cardNumberInput.render("#number", { ariaLabel: "Card number" }),
      expiryInput.render("#expiry", { ariaLabel: "Expiry" }),
      cvvInput.render("#code", { ariaLabel: "Security code" }),
    ]);
    container.addEventListener("input", ({ target }) => {
      card.setCardholderName((target as HTMLInputElement).value);
    });
    container.addEventListener("submit", (event) => {
      event.preventDefault();
      void card.submit();
    });
  }

  return {
    told,
    get checkout() {
      return checkout;
    },
    async dropIn(clientToken, options, answer) {
      const all = { container, ...options, ...callbacks(answer) };
      checkout = await Primer.showUniversalCheckout(clientToken, all);
    },
    async headless(clientToken, options, answer) {
      const opened = await Primer.createHeadless(clientToken, { ...options, ...callbacks(answer) });
      checkout = opened;
      await opened.start();
      await ownForm(opened);
    },
    placeIn(place) {
      const home = document.createElement(place === "form" ? "form" : "div");
      container.replaceWith(home);
      (place === "form" ? home : home.attachShadow({ mode: "open" })).append(container);
    },
  };
}
