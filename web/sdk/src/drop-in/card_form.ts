/** The card form: fields in frames, the name, the brands, the billing address. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { CardNetworkChangeEvent } from "../api/card.ts";
import { type CardNetwork, displayName } from "../card/network.ts";
import { moduleOptions } from "../core/configuration.ts";
import type { TakenCard } from "../fields/card_keeper.ts";
import type { CardManager } from "../fields/card_manager.ts";
import { nameFault } from "../fields/cardholder_name.ts";
import type { HostedInput } from "../fields/hosted_input.ts";
import { allowedNetworks } from "../headless/allowed_networks.ts";
import type { DropInContext } from "../headless/drop_in.ts";
import { list } from "./amounts.ts";
import type { BillingForm } from "./billing/form.ts";
import { brandBadge } from "./brands.ts";
import { acceptedBadges, brandChoice } from "./card_brands.ts";
import { nameField } from "./cardholder.ts";
import { Entry } from "./entry.ts";
import { controlId, fieldView, type NativeInput } from "./field.ts";
import { frameStyle } from "./frame_style.ts";
import type { ResolvedTheme } from "./page_theme.ts";
import { plain } from "./sentence.ts";
import type { Fault, Texts } from "./texts/texts.ts";

/** A field that is not right, as the summary names it. */
export interface Correction {
  readonly label: string;
  focus(): void;
}

/** The fields in frames, in the order in which they are filled in. */
const FRAMED = ["cardNumber", "expiryDate", "cvv"] as const;
type Framed = (typeof FRAMED)[number];

/** American Express prints four digits, everyone else three. */
const codeLength = (network: string | undefined) => (network === "AMEX" ? "4" : "3");

export class CardForm extends LitElement {
  static override properties = {
    scope: { attribute: false },
    context: { attribute: false },
    texts: { attribute: false },
    theme: {},
    disabled: { type: Boolean },
    billing: { attribute: false },
    free: { attribute: false },
  };
  /** The id of the checkout. */
  declare scope: string;
  declare context: DropInContext;
  declare texts: Texts;
  /** What the frames are painted for. */
  declare theme: ResolvedTheme;
  declare disabled: boolean;
  /** Null if the session asks for no address. */
  declare billing: BillingForm | null;
  /** The order costs nothing: it needs no card. */
  declare free: boolean;

  /** Enter was pressed in a frame. */
  onEnter: () => void = () => {};
  /** The focus is in a frame, which the page around it is not told. */
  onFocus: () => void = () => {};
  #manager: CardManager | null = null;
  /** It did cost something: once there, what is typed into the fields stays. */
  #carded = false;
  /** The frames are on the page. */
  #framed = false;
  #networks: CardNetworkChangeEvent | null = null;
  /** The shopper's choice between two brands. */
  #chosen: string | null = null;
  #name: Entry<Fault> | null = null;

  /** In the page's own tree, for the reasons that stand in checkout_element.ts. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved on the page: its frames are made anew.
    this.requestUpdate();
  }

  /** Off the page it would make frames that nobody takes off again; a copy has nothing to draw. */
  protected override shouldUpdate(): boolean {
    return this.isConnected && Boolean(this.context);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#manager?.removeHostedInputs();
    this.#manager = null;
    this.#networks = null;
    this.#framed = false;
  }

  protected override willUpdate(): void {
    this.#carded ||= !this.free;
    if (this.#manager || !this.#carded) return;
    const { checkout, options } = this.context;
    const asked = moduleOptions(checkout.configuration, "CARD_INFORMATION");
    const { visible = asked?.cardHolderName === true, required = true } =
      options.card?.cardholderName ?? {};
    if (visible) this.#name ??= new Entry<Fault>("", (name) => nameFault(name, required));
    this.#manager = this.context.createCardManager({
      onCardNetworksChange: (event) => this.#hearNetworks(event),
    });
    this.#manager.onEnter = () => this.onEnter();
  }

  protected override updated(changed: PropertyValues): void {
    if (this.#carded && !this.#framed) this.#renderFrames();
    if (changed.has("disabled")) {
      for (const name of FRAMED) this.#input(name)?.setDisabled(this.disabled);
    }
    if (changed.has("theme") && changed.get("theme") !== undefined) this.#describeFrames();
    for (const name of FRAMED) this.#input(name)?.describe(this.#error(name));
  }

  #renderFrames(): void {
    this.#framed = true;
    for (const name of FRAMED) {
      const input = this.#input(name);
      const place = this.querySelector(`[data-frame="${name}"]`);
      if (!input || !place) continue;
      for (const type of ["change", "focus", "blur", "error"] as const) {
        input.addEventListener(type, () => this.requestUpdate());
      }
      input.addEventListener("focus", () => this.onFocus());
      input.setDisabled(this.disabled);
      // A frame that does not load says so in its field.
      input.render(place, this.#frameOptions(name)).catch(() => this.requestUpdate());
    }
  }

  /** Shows every fault from now on, and answers them in the order of the fields. */
  async check(): Promise<readonly Correction[]> {
    const wrong: Correction[] = [];
    if (!this.free) await this.#manager?.validate();
    for (const name of FRAMED) {
      const input = this.#input(name);
      if (input?.fault && !this.free)
        wrong.push({ label: this.#label(name), focus: () => input.focus() });
    }
    for (const { name, label, entry } of this.#nativeInputs()) {
      entry.check();
      if (!entry.fault) continue;
      const id = controlId(this.scope, name);
      wrong.push({ label, focus: () => this.querySelector<HTMLElement>(`#${id}`)?.focus() });
    }
    this.requestUpdate();
    return wrong;
  }

  #nativeInputs(): readonly NativeInput[] {
    const entry = this.free ? null : this.#name;
    const label = this.texts.fields.cardholderName;
    const name = entry ? [{ name: "cardholderName", label, entry }] : [];
    return [...name, ...(this.billing?.inputs(this.texts) ?? [])];
  }

  /** The card as it is now, to pay with; null if none is needed. */
  async take(): Promise<TakenCard | null> {
    if (this.free) return null;
    if (!this.#manager) throw new Error("The card form is not on the page.");
    this.#manager.setCardholderName(this.#name?.value ?? "");
    return await this.#manager.take({ cardNetwork: this.#chosenNetwork() ?? undefined });
  }

  /** After a decline: all entries stay but the security code, which is typed next. */
  askSecurityCode(): void {
    this.#manager?.clearSecurityCode();
    this.#input("cvv")?.focus();
  }

  protected override render(): TemplateResult {
    const { disabled, texts, scope } = this;
    const { locale } = this.context;
    const changed = () => this.requestUpdate();
    const billing = this.billing?.view({ scope, texts, locale, disabled, changed });
    return html`${this.#carded ? this.#card(changed) : nothing} ${billing ?? nothing}`;
  }

  #card(changed: () => void): TemplateResult {
    return html`<div class="tender-fields" ?hidden=${this.free}>
      ${this.#frameField("cardNumber", this.#brands())} ${this.#choice()}
      <div class="tender-two">${this.#frameField("expiryDate")} ${this.#frameField("cvv")}</div>
      ${this.#name ? nameField(this.#name, this.#nameView(changed)) : nothing}
    </div>`;
  }

  #nameView(changed: () => void) {
    const { cardholderName } = this.context.options.card ?? {};
    return {
      scope: this.scope,
      texts: this.texts,
      disabled: this.disabled,
      placeholder: cardholderName?.placeholder,
      required: cardholderName?.required ?? true,
      changed,
    };
  }

  #frameField(name: Framed, end?: TemplateResult): TemplateResult {
    const input = this.#input(name);
    return fieldView({
      scope: this.scope,
      name,
      label: this.#label(name),
      error: this.#error(name),
      focused: input?.metadata.active ?? false,
      focus: () => input?.focus(),
      control: html`<div class="tender-frame" data-frame=${name}></div>`,
      end: end ?? nothing,
    });
  }

  /** All that are accepted, until the number says which it is. */
  #brands(): TemplateResult {
    const items = this.#networks?.detectedCardNetworks.items ?? [];
    if (items.length === 0) {
      const words = plain(this.texts.accepted, this.#values());
      return acceptedBadges(this.#accepted(), words);
    }
    const badges = items.map((item) => brandBadge(item.network, item.displayName));
    return html`<div class="tender-brands">${badges}</div>`;
  }

  #choice(): TemplateResult | typeof nothing {
    const selectable = this.#networks?.selectableCardNetworks;
    if (!selectable) return nothing;
    return brandChoice(selectable.items, this.#chosenNetwork(), {
      texts: this.texts,
      disabled: this.disabled,
      choose: (network) => {
        this.#chosen = network;
        this.context.checkout.cardNetworkChanged(network);
        this.requestUpdate();
      },
    });
  }

  #hearNetworks(event: CardNetworkChangeEvent): void {
    this.#networks = event;
    const { items, preferred } = event.detectedCardNetworks;
    if (!items.some((item) => item.network === this.#chosen)) this.#chosen = null;
    this.context.checkout.cardNetworkChanged(this.#chosen ?? preferred?.network ?? null);
    this.requestUpdate();
    this.#describeFrames();
  }

  /** Of a co-badged card: what the shopper chose, else what the session prefers. */
  #chosenNetwork(): string | null {
    const selectable = this.#networks?.selectableCardNetworks;
    return selectable ? (this.#chosen ?? selectable.preferred?.network ?? null) : null;
  }

  #input(name: Framed): HostedInput | undefined {
    const inputs = this.#manager?.createHostedInputs();
    const key = { cardNumber: "cardNumberInput", expiryDate: "expiryInput", cvv: "cvvInput" };
    return inputs?.[key[name] as keyof typeof inputs];
  }

  #label(name: Framed): string {
    const { fields } = this.texts;
    return name === "cvv" ? fields.securityCode : fields[name];
  }

  #error(name: Framed): string | null {
    const code = this.#input(name)?.metadata.errorCode as Fault | null | undefined;
    return code ? plain(this.texts.errors[code], this.#values()) : null;
  }

  #values() {
    return { networks: this.#acceptedNames(), count: this.#codeLength() };
  }

  #codeLength(): string {
    return codeLength(this.#networks?.detectedCardNetworks.items[0]?.network);
  }

  #accepted(): readonly CardNetwork[] {
    return allowedNetworks(this.context.checkout, this.context.options);
  }

  #acceptedNames(): string {
    return list(this.#accepted().map(displayName), this.context.locale, "and");
  }

  #describeFrames(): void {
    for (const name of FRAMED) this.#input(name)?.setOptions(this.#frameOptions(name));
  }

  #frameOptions(name: Framed) {
    const { fields } = this.texts;
    const { card } = this.context.options;
    const examples = {
      cardNumber: fields.cardNumberExample,
      expiryDate: fields.expiryDateExample,
      cvv: plain(fields.securityCodeExample, { count: this.#codeLength() }),
    };
    const style = frameStyle(this, this.texts, this.context.options.style);
    const placeholder = card?.[name]?.placeholder ?? examples[name];
    return { placeholder, ariaLabel: this.#label(name), style };
  }
}
