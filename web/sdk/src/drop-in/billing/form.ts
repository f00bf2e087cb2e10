/** The billing address on the page. Loaded only for sessions that ask for one. */

import { html, type TemplateResult } from "lit";
import type { Address } from "../../api/types.ts";
import type { Entry } from "../entry.ts";
import { entryBinding, type NativeInput, nativeField } from "../field.ts";
import { plain } from "../sentence.ts";
import type { Texts } from "../texts/texts.ts";
import { countries } from "./countries.ts";
import { ADDRESS_FIELDS, type AddressField, BillingEntries } from "./entries.ts";

export interface BillingView {
  readonly scope: string;
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
export class BillingForm {
  readonly #entries: BillingEntries;

  /** See BillingEntries. */
  constructor(asked: Readonly<Record<string, unknown>>, known: Address | undefined) {
    this.#entries = new BillingEntries(asked, known);
  }

  /** The address if the session does not have it yet. */
  get changedAddress(): Address | null {
    return this.#entries.changed ? this.#entries.address : null;
  }

  /** The session has this address now. */
  saved(address: Address): void {
    this.#entries.saved(address);
  }

  /** Its fields, in the order in which they are filled in. */
  inputs({ billing }: Texts): readonly NativeInput[] {
    return this.#entries.fields.map(([field, entry]) => ({
      name: controlName(field),
      label: billing[field],
      entry,
    }));
  }

  view(view: BillingView): TemplateResult {
    const { fields } = this.#entries;
    const draw = ([name, entry]: (typeof fields)[number]) =>
      field(view, name, entry, this.#entries.required(name));
    const rows = fields.map((one) => {
      const [name] = one;
      const pair = PAIRS.find((pair) => pair.includes(name));
      const halves = fields.filter(([field]) => pair?.includes(field));
      if (!pair || halves.length < pair.length) return draw(one);
      if (pair[0] !== name) return null;
      return html`<div class="tender-two">${halves.map(draw)}</div>`;
    });
    return html`<fieldset class="tender-billing">
      <legend>${view.texts.billing.title}</legend>
      <div class="tender-fields">${rows}</div>
    </fieldset>`;
  }
}

function field(
  view: BillingView,
  name: AddressField,
  entry: Entry<"required">,
  required: boolean,
): TemplateResult {
  const { billing } = view.texts;
  const label = billing[name];
  return nativeField({
    scope: view.scope,
    name: controlName(name),
    label,
    error: entry.shown && plain(billing.required, { label }),
    required,
    autocomplete: `billing ${ADDRESS_FIELDS[name]}`,
    disabled: view.disabled,
    ...(name === "countryCode" ? { choices: choices(view.locale, billing.choose) } : {}),
    ...entryBinding(entry, view.changed),
  });
}

/** The name of a field of the address among all fields of the checkout. */
function controlName(name: AddressField): string {
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
