/** The element that is the drop-in: paints the checkout's state, passes on what the shopper does. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { PaymentMethodType } from "../api/constants.ts";
import type { CheckoutState, Total } from "../core/state.ts";
import type { DropInContext } from "../headless/drop_in.ts";
import { list } from "./amounts.ts";
import { Announcements } from "./announcements.ts";
import type { CardForm } from "./card_form.ts";
import { glyph } from "./glyphs.ts";
import { methodList, payableMethods } from "./methods.ts";
import { noticeView, type Wording, worded, wordNotice } from "./notice.ts";
import { type ResolvedTheme, themeBehind, watchPage } from "./page_theme.ts";
import { type PayButton, payButton, payButtonView } from "./pay_button.ts";
import { coversForm, progressView, progressWords, StepTimes } from "./progress.ts";
import { messageView, receipt, skeleton } from "./results.ts";
import { SeenSessions } from "./seen_sessions.ts";
import { plain } from "./sentence.ts";
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
    theme: { attribute: false },
    resolved: { attribute: "data-theme", reflect: true },
    notLoaded: { attribute: false },
    nameExpected: { attribute: false },
    state: { state: true },
    method: { state: true },
    summary: { state: true },
    struck: { state: true },
    saving: { state: true },
    ownNotice: { state: true },
  };
  /** Absent while the checkout is being opened. */
  declare context: DropInContext | undefined;
  declare texts: Texts;
  declare theme: Theme;
  /** What `theme` comes to on this page. */
  declare private resolved: ResolvedTheme;
  /** Why it could not be opened. */
  declare notLoaded: Message | null;
  /** The outline of the form has room for a name. */
  declare nameExpected: boolean;
  declare private state: CheckoutState | undefined;
  declare private method: string;
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
  #paidAt = new Date();
  /** The last payment was; whatever the merchant says of it by now. */
  #declined = false;
  #strikeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.theme = "auto";
    this.notLoaded = null;
    this.nameExpected = false;
    this.method = PaymentMethodType.PAYMENT_CARD;
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
    if (!context || !form || state?.phase.name !== "ready" || this.saving) return;
    this.ownNotice = null;
    // Emptied first, so that the same summary is read out again.
    this.summary = "";
    const wrong = await form.check();
    this.#summarize(wrong.map((correction) => correction.label));
    if (wrong.length > 0) return wrong[0]?.focus();
    if (!(await this.#saveAddress(form))) return;
    await context.checkout.pay(this.method, (signal) => form.tokenize(signal));
  }

  /** Brings the billing address into the session. False if the shopper must look first. */
  async #saveAddress(form: CardForm): Promise<boolean> {
    const address = form.changedAddress;
    const before = this.state?.total;
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
    form.addressSaved(address);
    const after = checkout.state.total;
    return before?.amount === after?.amount && before?.currency === after?.currency;
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

  #become(state: CheckoutState): void {
    this.#sessions.remember(state);
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
    const changes =
      notice.kind === "total-changed" ? this.#sessions.changes(notice.from, notice.to) : [];
    return wordNotice(notice, changes, this.texts, this.context?.locale ?? "en");
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
        return this.#receipt(phase, context);
      case "paid-elsewhere":
        return messageView("done", texts.paidElsewhere);
      case "unknown":
        return messageView("clock", texts.unknown);
      case "expired":
        return messageView("clock", texts.expired, { label: texts.expired.reload, run: reload });
      case "closed":
        return nothing;
      default:
        return payableMethods(state.methods).length > 0
          ? this.#checkout(state, context)
          : this.#noMethods(context);
    }
  }

  #receipt(phase: Parameters<typeof receipt>[0], { checkout, options, locale }: DropInContext) {
    const screen = options.successScreen;
    if (screen === false) return html``;
    const title = screen?.type === "CHECK" ? screen.title : undefined;
    const { descriptor } = checkout.configuration.clientSession.paymentMethod;
    return receipt(phase, { texts: this.texts, locale, paidAt: this.#paidAt, title, descriptor });
  }

  #noMethods({ checkout }: DropInContext): TemplateResult {
    const run = () => void checkout.refreshClientSession();
    return messageView("note", this.texts.noMethods, { label: this.texts.noMethods.retry, run });
  }

  #checkout(state: CheckoutState, context: DropInContext): TemplateResult {
    const { phase } = state;
    const step = phase.name === "paying" ? phase.step : null;
    const covered = step !== null && coversForm(step);
    const status = step && covered ? progressWords(step, this.texts) : null;
    return html`${this.#notices(state, context, covered)}
      <div class="tender-hidden" role="status">
        ${status ? `${status.lead}. ${status.rest}` : nothing}
      </div>
      <form
        id="primer-checkout-card-form"
        novalidate
        aria-label=${this.texts.methods}
        @submit=${this.#onSubmit}
      >
        <div class="tender-stage">
          <div class="tender-entries" ?inert=${covered}>${this.#entries(state, context)}</div>
          ${step && covered ? progressView(step, this.#times, this.texts, context.locale) : nothing}
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

  #entries(state: CheckoutState, context: DropInContext): TemplateResult {
    const disabled = state.phase.name === "paying" || this.saving;
    const card = html`<tender-card-form
      .context=${context}
      .texts=${this.texts}
      .theme=${this.resolved}
      .disabled=${disabled}
      .onEnter=${this.#press}
    ></tender-card-form>`;
    const methods = payableMethods(state.methods);
    if (methods.length === 1) return card;
    return methodList(methods, {
      texts: this.texts,
      chosen: this.method,
      disabled,
      bodies: { [PaymentMethodType.PAYMENT_CARD]: card },
      choose: (method) => {
        this.method = method;
      },
    });
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
