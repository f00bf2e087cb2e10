/** The list of payment methods. */

import { html, type TemplateResult } from "lit";
import { PaymentMethodType } from "../api/constants.ts";
import type { PaymentMethodInfo } from "../api/types.ts";
import { type GlyphName, glyph } from "./glyphs.ts";
import type { Texts } from "./texts/texts.ts";

/** The methods that the drop-in has a form for, and their sign. */
const SIGNS: Readonly<Record<string, GlyphName>> = {
  [PaymentMethodType.PAYMENT_CARD]: "card",
};

/** What of a session's methods can be paid with here. */
export function payableMethods(
  methods: readonly PaymentMethodInfo[],
): readonly PaymentMethodInfo[] {
  return methods.filter(({ type }) => Object.hasOwn(SIGNS, type));
}

export interface MethodListView {
  readonly texts: Texts;
  readonly chosen: string;
  readonly disabled: boolean;
  /** By method; all stay on the page, so that what was typed survives another choice. */
  readonly bodies: Readonly<Record<string, TemplateResult>>;
  readonly choose: (method: string) => void;
}

/** One bordered list; the chosen method opens in place. The arrow keys move. */
export function methodList(
  methods: readonly PaymentMethodInfo[],
  view: MethodListView,
): TemplateResult {
  return html`<div class="tender-methods" role="radiogroup" aria-label=${view.texts.methods}>
    ${methods.map((method) => row(method, view))}
  </div>`;
}

function row({ type, name }: PaymentMethodInfo, view: MethodListView): TemplateResult {
  const open = type === view.chosen;
  const label = type === PaymentMethodType.PAYMENT_CARD ? view.texts.card : (name ?? type);
  const classes = open ? "tender-method--open PrimerCheckout--selected" : "";
  return html`<div class="tender-method ${classes}">
    <label class="tender-row">
      <input
        class="tender-radio"
        type="radio"
        name="primer-checkout-method"
        value=${type}
        .checked=${open}
        ?disabled=${view.disabled}
        @change=${() => view.choose(type)}
      />
      <span class="tender-row-icon">${glyph(SIGNS[type] ?? "wallet")}</span>
      <span>${label}</span>
    </label>
    <div class="tender-method-body" ?hidden=${!open}>${view.bodies[type]}</div>
  </div>`;
}
