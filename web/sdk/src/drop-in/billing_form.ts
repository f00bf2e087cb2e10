/** The billing address on the page. */

import { html, type TemplateResult } from "lit";
import { ADDRESS_FIELDS, type AddressField, type BillingEntries } from "./billing.ts";
import { countries } from "./countries.ts";
import type { Entry } from "./entry.ts";
import { nativeField } from "./field.ts";
import { plain } from "./sentence.ts";
import type { Texts } from "./texts/texts.ts";

export interface BillingView {
  readonly entries: BillingEntries;
  readonly texts: Texts;
  readonly locale: string;
  readonly disabled: boolean;
  /** Something was typed or left. */
  readonly changed: () => void;
}

/** Short fields that share a row with the one after them. */
const PAIRS: readonly (readonly [AddressField, AddressField])[] = [
  ["firstName", "lastName"],
  ["postalCode", "city"],
];

/** The billing address as a group of fields. */
export function billingForm(view: BillingView): TemplateResult {
  const fields = view.entries.fields;
  const rows = fields.map(([name, entry]) => {
    const pair = PAIRS.find((pair) => pair.includes(name));
    const both = pair?.every((half) => fields.some(([field]) => field === half)) ?? false;
    if (!pair || !both) return field(view, name, entry);
    if (pair[0] !== name) return null;
    const halves = fields.filter(([field]) => pair.includes(field));
    return html`<div class="tender-two">${halves.map(([n, e]) => field(view, n, e))}</div>`;
  });
  return html`<fieldset class="tender-billing">
    <legend>${view.texts.billing.title}</legend>
    <div class="tender-fields">${rows}</div>
  </fieldset>`;
}

function field(view: BillingView, name: AddressField, entry: Entry<"required">): TemplateResult {
  const { billing } = view.texts;
  const label = billing[name];
  return nativeField({
    name: billingControl(name),
    label,
    value: entry.value,
    error: entry.shown && plain(billing.required, { label }),
    required: view.entries.required(name),
    autocomplete: `billing ${ADDRESS_FIELDS[name]}`,
    disabled: view.disabled,
    ...(name === "countryCode" ? { choices: choices(view.locale, billing.choose) } : {}),
    onInput: (value) => {
      entry.value = value;
      view.changed();
    },
    onLeave: () => {
      entry.leave();
      view.changed();
    },
  });
}

/** The name of a field of the address among all fields of the checkout. */
export function billingControl(name: AddressField): string {
  return `billing-${name}`;
}

type Choices = readonly (readonly [string, string])[];
const known = new Map<string, Choices>();

/** Sorting two hundred names is not for every keystroke. */
function choices(locale: string, choose: string): Choices {
  const made = known.get(locale) ?? [["", choose] as const, ...countries(locale)];
  known.set(locale, made);
  return made;
}
