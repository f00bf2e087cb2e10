/** The element that is the drop-in: paints the checkout's state, passes on what the shopper does. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { sameMoney } from "../core/money.ts";
import type { CheckoutState, Notice, PaymentStep, Total } from "../core/state.ts";
import { completeFree, payByCard } from "../headless/card.ts";
import type { DropInContext } from "../headless/drop_in.ts";
import { list, writeTotal } from "./amounts.ts";
import { Announcements } from "./announcements.ts";
import type { BillingForm } from "./billing/form.ts";
import type { CardForm } from "./card_form.ts";
import type { Change } from "./details/what_changed.ts";
import { dress } from "./dress.ts";
import { glyph } from "./glyphs.ts";
import { LazyDetails } from "./lazy_details.ts";
import { noticesView, type Wording, worded, wordNotice } from "./notice.ts";
import { type ResolvedTheme, themeBehind, watchPage } from "./page_theme.ts";
import { isFree, type PayButton, payButton, payButtonView, says } from "./pay_button.ts";
import { coversForm, progressView, progressWords } from "./progress.ts";
import { endView, messageView, reload, skeleton } from "./results.ts";
import { SeenSessions } from "./seen_sessions.ts";
import { plain } from "./sentence.ts";
import { StepTimes } from "./step_times.ts";
import { styleVariables } from "./style.ts";
import type { Message, Texts } from "./texts/texts.ts";

export type Theme = ResolvedTheme | "auto";

/** How long an old total stays beside the new one, struck through, in milliseconds. */
const STRUCK_FOR = 2000;

/**
 * The whole drop-in, in the shop's own tree and not in a shadow tree: its ids are part of the
 * published API, labels and browsers' autofill work across the fields, and frames of a shadow
 * tree could not find each other. What keeps the two apart stands in styles.ts.
 */
export class CheckoutElement extends LitElement {
  static override properties = {
    context: { attribute: false },
    texts: { attribute: false },
    billing: { attribute: false },
    theme: { attribute: false },
    resolved: { attribute: "data-theme", reflect: true },
    notLoaded: { attribute: false },
    nameExpected: { attribute: false },
    state: { state: true },
    summary: { state: true },
    struck: { state: true },
    drawn: { state: true },
    saving: { state: true },
    ownNotice: { state: true },
  };
  /** Absent while the checkout is being opened. */
  declare context: DropInContext | undefined;
  declare texts: Texts;
  /** Null if the session asks for no address. */
  declare billing: BillingForm | null;
  declare theme: Theme;
  /** What `theme` comes to on this page. */
  declare private resolved: ResolvedTheme;
  /** Why it could not be opened. */
  declare notLoaded: Message | null;
  /** The outline of the form has room for a name. */
  declare nameExpected: boolean;
  declare private state: CheckoutState | undefined;
  /** What Pay found wrong, for screen readers. */
  declare private summary: string;
  declare private struck: Total | null;
  /** Counts how often the pay button was drawn anew, in the place of what a page made of it. */
  declare private drawn: number;
  /** The billing address is on its way to the session. */
  declare private saving: boolean;
  declare private ownNotice: Wording | null;

  #unsubscribe = () => {};
  #unwatch = () => {};
  #announcements = new Announcements({});
  #sessions = new SeenSessions();
  #times = new StepTimes();
  readonly #details = new LazyDetails(({ styles }) => {
    dress(this, styles);
    this.requestUpdate();
  });
  #paidAt = new Date();
  /** The last payment was; whatever the merchant says of it by now. */
  #declined = false;
  /** From the press on Pay until what came of it. */
  #submitting = false;
  #strikeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.billing = null;
    this.theme = "auto";
    this.notLoaded = null;
    this.nameExpected = false;
    this.summary = "";
    this.struck = null;
    this.drawn = 0;
    this.saving = false;
    this.ownNotice = null;
    // Not on the button and the form: a page may put copies in their place.
    this.addEventListener("click", this.#onClick);
    this.addEventListener("submit", this.#onSubmit);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe();
    this.#unwatch();
    clearTimeout(this.#strikeTimer);
  }

  override connectedCallback(): void {
    // A copy, such as of a page that is kept for the way back: its fields would be dead.
    if (this.texts) this.#stand();
    else this.remove();
  }

  #stand(): void {
    super.connectedCallback();
    // What changed while it was off the page was not painted.
    this.requestUpdate();
    this.#unwatch = watchPage(() => this.#resolveTheme());
    this.#resolveTheme();
    if (this.context) this.#follow(this.context);
  }

  /** What is off the page stays as it is: painted, it would never be let go of. */
  protected override shouldUpdate(): boolean {
    return this.isConnected;
  }

  #resolveTheme(): void {
    this.resolved = this.theme === "auto" ? themeBehind(this) : this.theme;
  }

  /** As if the shopper had pressed Pay. */
  async submit(): Promise<void> {
    const { state, context } = this;
    if (!context || state?.phase.name !== "ready" || this.#submitting) return;
    const form = this.#form;
    this.#submitting = true;
    const done = form && this.#saysClaim ? this.#submit(context, form) : this.#redraw(context);
    await done.finally(() => {
      this.#submitting = false;
    });
  }

  /** Whether the page says what Pay would claim that the shopper has seen. */
  get #saysClaim(): boolean {
    const { state, context } = this;
    const claim = context?.checkout.claim;
    if (!state || !context || !claim) return true;
    const { visible, amount } = this.#payButton(state);
    if (!visible || amount === "") return true;
    return says(this.querySelector(".tender-pay"), writeTotal(claim, context.locale));
  }

  /** The page has made something else of the total, so this click meant something else. */
  async #redraw({ checkout }: DropInContext): Promise<void> {
    const button = this.querySelector(".tender-pay");
    this.drawn += 1;
    await this.updateComplete;
    if (!this.#form || (button && button === this.querySelector(".tender-pay"))) {
      // Our own nodes are not there any more.
      this.replaceChildren();
      Reflect.deleteProperty(this, "_$litPart$");
      this.requestUpdate();
    }
    const { total } = checkout.state;
    if (total) checkout.notShown(this.#sessions.before(total) ?? total);
  }

  async #submit({ checkout }: DropInContext, form: CardForm): Promise<void> {
    this.#fetchDetails();
    this.ownNotice = null;
    // Emptied first, so that the same summary is read out again.
    this.summary = "";
    const taking = form.take();
    const wrong = await form.check();
    this.#summarize(wrong.map((correction) => correction.label));
    wrong[0]?.focus();
    const card = await taking;
    const pays = wrong.length === 0 && (await this.#saveAddress());
    if (pays) await (card ? payByCard(checkout, card) : completeFree(checkout));
    else card?.release();
  }

  /** Brings the billing address into the session. False if the shopper must look first. */
  async #saveAddress(): Promise<boolean> {
    const address = this.billing?.changedAddress;
    const before = this.state?.total ?? null;
    const checkout = this.context?.checkout;
    if (!address || !checkout) return true;
    this.saving = true;
    const params = { billingAddress: address };
    const saved = await checkout.act([{ type: "SET_BILLING_ADDRESS", params }]);
    this.saving = false;
    if (!saved) {
      this.ownNotice = worded("warn", "warning", this.texts.notices.addressNotSaved);
      return false;
    }
    this.billing?.saved(address);
    return sameMoney(before, checkout.state.total);
  }

  /** Ours, not a copy of it. */
  get #form(): CardForm | null {
    const form = this.querySelector<CardForm>("tender-card-form");
    return form?.context === this.context ? form : null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("context") && this.context) this.#follow(this.context);
    this.lang = this.texts.language;
    this.dir = this.texts.direction;
    const paying = this.state?.phase.name === "paying";
    this.classList.add("PrimerCheckout");
    this.classList.toggle("PrimerCheckout--loading", paying || (!this.state && !this.notLoaded));
  }

  #follow({ checkout, options }: DropInContext): void {
    this.#unsubscribe();
    this.#announcements = new Announcements(options);
    this.#unsubscribe = checkout.subscribe((state) => this.#become(state));
    this.#become(checkout.state);
    for (const [name, value] of styleVariables(options.style)) this.style.setProperty(name, value);
    this.dataset.labels = options.form?.inputLabelsVisible === false ? "off" : "on";
  }

  readonly #fetchDetails = () => void this.#details.fetch();

  #become(state: CheckoutState): void {
    this.#sessions.remember(state);
    if (state.phase.name !== "ready" || state.notice) this.#fetchDetails();
    if (state.phase.name === "paying") {
      this.#times.note(state.phase.step);
      this.ownNotice = null;
      this.#declined = false;
    }
    if (state.phase.name === "paid" && this.state?.phase.name !== "paid") this.#paidAt = new Date();
    const { notice } = state;
    if (notice?.kind === "declined") this.#declined = true;
    const news = notice !== this.state?.notice;
    const changed = notice?.kind === "total-changed" && !sameMoney(notice.from, notice.to);
    if (changed && news) this.#strike(notice.from);
    this.state = state;
  }

  #strike(old: Total): void {
    this.struck = old;
    clearTimeout(this.#strikeTimer);
    this.#strikeTimer = setTimeout(() => {
      this.struck = null;
    }, STRUCK_FOR);
  }

  #summarize(labels: readonly string[]): void {
    const { correct, language } = this.texts;
    const fields = list(labels, language, "and");
    const text = labels.length === 1 ? correct.one : correct.several;
    this.summary = labels.length === 0 ? "" : plain(text, { fields });
  }

  protected override updated(changed: PropertyValues): void {
    const { context, state } = this;
    if (!context || !state) return;
    const before = changed.get("state") as CheckoutState | undefined;
    if (before) this.#moveFocus(before, state);
    this.#announcements.tell(this.#payButton(state), this.#wording(state));
    if (state.phase.name === "ready" && state.total) this.#painted(state.total);
  }

  /** Only what has been on the screen for a frame counts as seen. */
  #painted(total: Total): void {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (this.isConnected && this.state?.total === total) this.context?.checkout.painted(total);
      }),
    );
  }

  #moveFocus(before: CheckoutState, { phase }: CheckoutState): void {
    if (before.phase.name !== "paying" || phase.name === "paying") return;
    if (phase.name !== "ready") this.querySelector<HTMLElement>("h2[tabindex]")?.focus();
    else if (this.#declined) this.#form?.askSecurityCode();
  }

  #payButton(state: CheckoutState): PayButton {
    const { texts, saving, context } = this;
    const view = { texts, saving, locale: context?.locale ?? "en" };
    return payButton(state, context?.options.submitButton, view);
  }

  #wording({ notice, phase }: CheckoutState): Wording | null {
    if (phase.name !== "ready" && phase.name !== "paying") return null;
    if (this.ownNotice) return this.ownNotice;
    if (!notice) return null;
    return wordNotice(notice, this.#changes(notice), this.texts, this.context?.locale ?? "en");
  }

  #changes(notice: Notice): readonly Change[] {
    if (notice.kind !== "total-changed") return [];
    const from = this.#sessions.at(notice.from);
    const to = this.#sessions.at(notice.to);
    return this.#details.details?.whatChanged(from, to) ?? [];
  }

  protected override render(): unknown {
    const { texts, state, context } = this;
    if (this.notLoaded) {
      return messageView("note", this.notLoaded, { label: texts.notLoaded.reload, run: reload });
    }
    if (!state || !context) return skeleton(texts.loading, this.nameExpected);
    const view = { texts, context, paidAt: this.#paidAt, details: this.#details.details };
    return endView(state.phase, view) ?? this.#checkout(state, context);
  }

  #checkout(state: CheckoutState, context: DropInContext): TemplateResult {
    const { phase, methods, total } = state;
    const { texts } = this;
    const free = isFree(state);
    if (!free && total && methods.length === 0) return messageView("note", texts.noMethods);
    const covered = phase.name === "paying" && coversForm(phase.step);
    const wording = covered ? null : this.#wording(state);
    const muted = context.options.errorMessage?.disabled && wording?.tone !== "info";
    const status = covered ? progressWords(phase, texts) : null;
    const words = status ? `${status.lead}. ${status.rest}` : "";
    const steps = (step: PaymentStep) =>
      free ? undefined : this.#details.details?.stepsView(step, this.#times, texts, context.locale);
    return html`${noticesView(muted ? null : wording, this.summary)}
      <div class="tender-hidden notranslate" translate="no" role="status">
        ${keyed(words, words)}
      </div>
      <form
        id="${this.id}-card-form"
        novalidate
        aria-label=${texts.methods}
        @focusin=${this.#fetchDetails}
      >
        <div class="tender-stage">
          <div class="tender-entries" ?inert=${covered}>${this.#entries(state, context)}</div>
          ${status && covered ? progressView(status, steps(phase.step)) : nothing}
        </div>
        ${this.#foot(state, context)}
      </form>`;
  }

  /** Cards are the only method so far, so their form stands open. */
  #entries(state: CheckoutState, context: DropInContext): TemplateResult {
    return html`<tender-card-form
      .scope=${this.id}
      .context=${context}
      .texts=${this.texts}
      .theme=${this.resolved}
      .billing=${this.billing}
      .free=${isFree(state)}
      .disabled=${state.phase.name === "paying" || this.saving}
      .onEnter=${this.#press}
      .onFocus=${this.#fetchDetails}
    ></tender-card-form>`;
  }

  #foot(state: CheckoutState, { locale }: DropInContext): TemplateResult {
    const button = this.#payButton(state);
    const view = { scope: this.id, locale, struck: this.struck };
    const drawn = button.visible ? keyed(this.drawn, payButtonView(button, view)) : nothing;
    const reason = button.reason
      ? keyed(button.reason, html`<p class="tender-foot">${button.reason}</p>`)
      : nothing;
    const safe = isFree(state)
      ? nothing
      : html`<p class="tender-foot">${glyph("lock")}<span>${this.texts.safe}</span></p>`;
    return html`${drawn} ${reason} ${safe}`;
  }

  /** The click pays, not the form: a frame of the shop's may not be allowed to send forms. */
  readonly #onClick = (event: Event) => {
    const button = (event.target as Element).closest(".tender-pay");
    if (button?.getAttribute("type") === "submit") this.#onSubmit(event);
  };

  readonly #onSubmit = (event: Event) => {
    // The shop's page may have a form around the checkout.
    event.preventDefault();
    if (event.type === "submit") event.stopPropagation();
    this.#press();
  };

  /** The button, or Enter in a field. A merchant's own button calls `submit`. */
  readonly #press = () => {
    if (this.state && !this.#payButton(this.state).disabled) void this.submit();
  };
}
