/** The script of a merchant's page. It is written out into the page, so it needs nothing else. */

import type {
  ICardPaymentMethodManager,
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
  /** What a page of its own does to its form as soon as it has let a payment go on. */
  readonly then?: "reset" | "removeHostedInputs" | "redraw" | "render again";
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
  /** The card fields of a page's own form. */
  readonly card: ICardPaymentMethodManager | null;
  dropIn(clientToken: string, options: object, answer: Answer): Promise<void>;
  /** With a form of the page's own. */
  headless(clientToken: string, options: object, answer: Answer): Promise<void>;
  placeIn(place: "form" | "shadow root"): void;
  surround(html: string): void;
}

export function merchantScript(Primer: typeof PrimerType): Shop {
  let container = document.getElementById("checkout") as HTMLElement;
  const told: Told[] = [];
  let checkout: PrimerCheckout | PrimerHeadlessCheckout;
  let card: ICardPaymentMethodManager | null = null;
  let change: (what: NonNullable<Answer["then"]>) => void = () => {};

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
      ...(answer.beforePayment && { onBeforePaymentCreate: beforePayment(answer) }),
    };
  }

  function beforePayment({ beforePayment, then }: Answer) {
    type Handler = Record<"continuePaymentCreation" | "abortPaymentCreation", () => void>;
    return (choice: object, handler: Handler) => {
      note("onBeforePaymentCreate", choice);
      handler[`${beforePayment ?? "abort"}PaymentCreation`]();
      if (then) change(then);
    };
  }

  async function ownForm(opened: PrimerHeadlessCheckout): Promise<void> {
    container.innerHTML = `<form>
        <div id="number"></div><div id="expiry"></div><div id="code"></div>
        <label>Name on card <input></label>
        <button>Pay</button>
      </form>`;
    const manager = await opened.createPaymentMethodManager("PAYMENT_CARD", {
      onCardNetworksChange: (event) => note("onCardNetworksChange", event),
      onCardMetadataChange: (event) => note("onCardMetadataChange", event),
    });
    if (!manager) throw new Error("The session takes no cards.");
    card = manager;
    const { cardNumberInput, expiryInput, cvvInput } = manager.createHostedInputs();
    await Promise.all([
      cardNumberInput.render("#number", { ariaLabel: "Card number" }),
      expiryInput.render("#expiry", { ariaLabel: "Expiry" }),
      cvvInput.render("#code", { ariaLabel: "Security code" }),
    ]);
    change = (what) => {
      if (what === "redraw") container.replaceChildren("Please wait.");
      else if (what === "render again") void cardNumberInput.render("#number");
      else manager[what]();
    };
    container.addEventListener("input", ({ target }) => {
      manager.setCardholderName((target as HTMLInputElement).value);
    });
    container.addEventListener("submit", (event) => {
      event.preventDefault();
      void manager.submit();
    });
  }

  return {
    told,
    get checkout() {
      return checkout;
    },
    get card() {
      return card;
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
    surround(html) {
      const find = () => document.getElementById("checkout") as HTMLElement;
      find().outerHTML = html;
      container = find();
    },
    placeIn(place) {
      const home = document.createElement(place === "form" ? "form" : "div");
      container.replaceWith(home);
      (place === "form" ? home : home.attachShadow({ mode: "open" })).append(container);
    },
  };
}
