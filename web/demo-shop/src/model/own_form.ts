/** The shop's own payment form: a headless checkout with Tender's three inputs. */

import { toneOf, wordsFor } from "./failure.ts";
import type {
  CardManager,
  CheckoutEvents,
  HeadlessCheckout,
  HeadlessOptions,
  HostedInput,
  Primer,
} from "./sdk.ts";
import { Store } from "./store.ts";

/** The fields that Tender hosts, as its validation errors name them. */
export type FieldName = "cardNumber" | "expiryDate" | "cvv";

/** One hosted field as the shop's box around it shows it. */
export interface FieldLook {
  readonly active: boolean;
  readonly error: string;
}

/** What the shopper must know before they pay. */
export interface Notice {
  readonly tone: "info" | "neg";
  readonly text: string;
}

export interface OwnFormState {
  readonly fields: Readonly<Record<FieldName, FieldLook>>;
  /** What the card may be, such as "Visa"; empty while unknown. */
  readonly network: string;
  /** The total that a press on Pay would charge, as the shopper reads it. */
  readonly total: string;
  readonly notice: Notice | null;
  readonly paying: boolean;
}

type Options = Pick<HeadlessOptions, "locale" | "liveUpdates">;

const BLANK: FieldLook = { active: false, error: "" };
const FIELDS = { cardNumber: BLANK, expiryDate: BLANK, cvv: BLANK };

export class OwnForm extends Store<OwnFormState> {
  #card: CardManager | null = null;
  #inputs: Partial<Record<FieldName, HostedInput>> = {};
  #checkout: HeadlessCheckout | null = null;
  /** May be typed before the checkout is there. */
  #name = "";

  constructor(
    private readonly shop: CheckoutEvents,
    /** Whether the shopper is changing the order here and knows of the new total. */
    private readonly isChanging: () => boolean,
  ) {
    super({ fields: FIELDS, network: "", total: "", notice: null, paying: false });
  }

  async open(primer: Primer, clientToken: string, options: Options): Promise<HeadlessCheckout> {
    this.#checkout = await primer.createHeadless(clientToken, {
      ...options,
      onAvailablePaymentMethodsLoad: () => {},
      onClientSessionUpdate: () => {
        this.#showTotal();
        this.shop.onClientSessionUpdate();
      },
      onTokenizeSuccess: this.shop.onTokenizeSuccess,
      onCheckoutComplete: this.shop.onCheckoutComplete,
      onCheckoutFail: (error, result) => {
        const tone = toneOf(error);
        const text = wordsFor(error, result.payment !== undefined);
        // A changed total was told already, with both amounts.
        if (tone === "neg" || this.state.notice === null) this.set({ notice: { tone, text } });
        this.shop.onCheckoutFail(error, result);
      },
    });
    this.#showTotal();
    return this.#checkout;
  }

  /** Puts the three inputs in their places and keeps the boxes around them true. */
  async render(places: Readonly<Record<FieldName, Element>>, style: object): Promise<void> {
    await this.#checkout?.start();
    const card = await this.#checkout?.createPaymentMethodManager("PAYMENT_CARD", {
      onCardNetworksChange: ({ detectedCardNetworks: { items } }) =>
        this.set({ network: items.map(({ displayName }) => displayName).join(" or ") }),
    });
    if (!card) throw new Error("The account takes no cards.");
    this.#card = card;
    card.setCardholderName(this.#name);
    const { cardNumberInput, expiryInput, cvvInput } = card.createHostedInputs();
    const inputs = { cardNumber: cardNumberInput, expiryDate: expiryInput, cvv: cvvInput };
    this.#inputs = inputs;
    const rendered = Object.entries(inputs).map(([key, input]) => {
      const name = key as FieldName;
      input.addEventListener("focus", () => this.#look(name, { active: true }));
      input.addEventListener("blur", () => this.#look(name, { active: false }));
      input.addEventListener("change", ({ error }) => this.#look(name, { error: error ?? "" }));
      // The label and the space around it belong to the page, but mean the input.
      places[name].closest(".field")?.addEventListener("click", () => input.focus());
      return input.render(places[name], { ...HINTS[name], style });
    });
    await Promise.all(rendered);
  }

  /** The colours of the page are others now. */
  restyle(style: object): void {
    for (const input of Object.values(this.#inputs)) input.setOptions({ style });
  }

  setName(name: string): void {
    this.#name = name;
    this.#card?.setCardholderName(name);
  }

  /** The outcome comes through the checkout's callbacks. */
  async pay(): Promise<void> {
    if (this.#card === null || this.state.paying) return;
    this.set({ notice: null, paying: true });
    const { valid, validationErrors } = await this.#card.validate();
    for (const { field, message } of validationErrors) {
      if (field in FIELDS) this.#look(field as FieldName, { error: message });
      else this.set({ notice: { tone: "neg", text: message } });
    }
    if (valid) await this.#card.submit();
    this.set({ paying: false });
    // The first one that is wrong, in the order of the form.
    const [wrong] = validationErrors.flatMap(({ field }) => this.#inputs[field as FieldName] ?? []);
    wrong?.focus();
  }

  #look(name: FieldName, change: Partial<FieldLook>): void {
    const { fields } = this.state;
    this.set({ fields: { ...fields, [name]: { ...fields[name], ...change } } });
  }

  /** What the checkout would charge now: its own word, not the page's. */
  #showTotal(): void {
    const before = this.state.total;
    const total = this.#checkout?.getSDKUtilities().getUIOrderAmount() ?? "";
    this.set({ total });
    if (before === "" || before === total || this.isChanging()) return;
    const text = `The total changed from ${before} to ${total}. Nothing was charged. Check it, then pay.`;
    this.set({ notice: { tone: "info", text } });
  }
}

const HINTS: Readonly<Record<FieldName, { ariaLabel: string; placeholder: string }>> = {
  cardNumber: { ariaLabel: "Card number", placeholder: "1234 1234 1234 1234" },
  expiryDate: { ariaLabel: "Expiry, month and year", placeholder: "MM / YY" },
  cvv: { ariaLabel: "Security code", placeholder: "3 digits" },
};
