/** The element that is the drop-in: paints the checkout's state, passes on what the shopper does. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { sameMoney } from "../core/money.ts";
import type { CheckoutState, Notice, Total } from "../core/state.ts";
import { payByCard } from "../headless/card.ts";
import type { DropInContext } from "../headless/drop_in.ts";
import { list } from "./amounts.ts";
import { Announcements } from "./announcements.ts";
import type { BillingForm } from "./billing/form.ts";
import type { CardForm } from "./card_form.ts";
import type { Change } from "./details/what_changed.ts";
import { dress } from "./dress.ts";
import { glyph } from "./glyphs.ts";
import { LazyDetails } from "./lazy_details.ts";
import { noticeView, type Wording, worded, wordNotice } from "./notice.ts";
import { type ResolvedTheme, themeBehind, watchPage } from "./page_theme.ts";
import { type PayButton, payButton, payButtonView } from "./pay_button.ts";
import { coversForm, progressView, progressWords } from "./progress.ts";
import { messageView, paidView, skeleton } from "./results.ts";
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
    this.saving = false;
    this.ownNotice = null;
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
    super.connectedCallback();
    this.#unwatch = watchPage(() => this.#resolveTheme());
    this.#resolveTheme();
    if (this.context) this.#follow(this.context);
  }

  #resolveTheme(): void {
    this.resolved = this.theme === "auto" ? themeBehind(this) : this.theme;
  }

  /** As if the shopper had pressed Pay. */
  async submit(): Promise<void> {
    const { state, context } = this;
    const form = this.#form;
    if (!context || !form || state?.phase.name !== "ready" || this.#submitting) return;
    this.#submitting = true;
    await this.#submit(context, form).finally(() => {
      this.#submitting = false;
    });
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
    if (wrong.length === 0 && (await this.#saveAddress())) await payByCard(checkout, card);
    else card.release();
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

  get #form(): CardForm | null {
    return this.querySelector<CardForm>("tender-card-form");
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("context") && this.context) this.#follow(this.context);
    this.lang = this.texts.language;
    this.dir = this.texts.direction;
    this.id = "primer-checkout";
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
    if (notice?.kind === "total-changed" && news) this.#strike(notice.from);
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

  protected override render(): TemplateResult | typeof nothing {
    const { texts, state, context } = this;
    const reload = () => location.reload();
    if (this.notLoaded) {
      return messageView("note", this.notLoaded, { label: texts.notLoaded.reload, run: reload });
    }
    if (!state || !context) return skeleton(texts.loading, this.nameExpected);
    const { phase } = state;
    switch (phase.name) {
      case "paid":
        return this.#paid(phase, context);
      case "paid-elsewhere":
        return messageView("done", texts.paidElsewhere);
      case "unknown":
        return messageView("clock", texts.unknown);
      case "expired":
        return messageView("clock", texts.expired, { label: texts.expired.reload, run: reload });
      case "closed":
        return nothing;
      default:
        return this.#checkout(state, context);
    }
  }

  #paid(phase: Parameters<typeof paidView>[0], { checkout, options, locale }: DropInContext) {
    const screen = options.successScreen;
    if (screen === false) return html``;
    const title = screen?.type === "CHECK" ? screen.title : undefined;
    const { descriptor } = checkout.configuration.clientSession.paymentMethod;
    const { texts } = this;
    const view = { texts, locale, paidAt: this.#paidAt, descriptor };
    const receipt = this.#details.details?.receiptView(phase.payment, view);
    return paidView(phase, { texts, locale, title, receipt });
  }

  #checkout(state: CheckoutState, context: DropInContext): TemplateResult {
    const { phase } = state;
    const step = phase.name === "paying" ? phase.step : null;
    const covered = step !== null && coversForm(step);
    const status = step && covered ? progressWords(step, this.texts) : null;
    const steps =
      step && this.#details.details?.stepsView(step, this.#times, this.texts, context.locale);
    return html`${this.#notices(state, context, covered)}
      <div class="tender-hidden" role="status">
        ${status ? `${status.lead}. ${status.rest}` : nothing}
      </div>
      <form
        id="primer-checkout-card-form"
        novalidate
        aria-label=${this.texts.methods}
        @submit=${this.#onSubmit}
        @focusin=${this.#fetchDetails}
      >
        <div class="tender-stage">
          <div class="tender-entries" ?inert=${covered}>${this.#entries(state, context)}</div>
          ${step && covered ? progressView(step, this.texts, steps || undefined) : nothing}
        </div>
        ${this.#foot(state, context)}
      </form>`;
  }

  /** Both regions are there from the start, so that screen readers hear what comes into them. */
  #notices(state: CheckoutState, { options }: DropInContext, covered: boolean): TemplateResult {
    const wording = this.#wording(state);
    const muted = options.errorMessage?.disabled && wording?.tone !== "info";
    const notice = wording && !muted && !covered ? noticeView(wording) : nothing;
    return html`<div role="alert">${notice}</div>
      <div class="tender-hidden" role="alert">${this.summary}</div>`;
  }

  /** Cards are the only method so far, so their form stands open. */
  #entries(state: CheckoutState, context: DropInContext): TemplateResult {
    return html`<tender-card-form
      .context=${context}
      .texts=${this.texts}
      .theme=${this.resolved}
      .billing=${this.billing}
      .disabled=${state.phase.name === "paying" || this.saving}
      .onEnter=${this.#press}
      .onFocus=${this.#fetchDetails}
    ></tender-card-form>`;
  }

  #foot(state: CheckoutState, { locale }: DropInContext): TemplateResult {
    const button = this.#payButton(state);
    const reason = button.reason ? html`<p class="tender-foot">${button.reason}</p>` : nothing;
    return html`${button.visible ? payButtonView(button, this.struck, locale) : nothing} ${reason}
      <p class="tender-foot">${glyph("lock")}<span>${this.texts.safe}</span></p>`;
  }

  readonly #onSubmit = (event: Event) => {
    // The shop's page may have a form around the checkout.
    event.preventDefault();
    event.stopPropagation();
    this.#press();
  };

  /** The button, or Enter in a field. A merchant's own button calls `submit`. */
  readonly #press = () => {
    if (this.state && !this.#payButton(this.state).disabled) void this.submit();
  };
}
