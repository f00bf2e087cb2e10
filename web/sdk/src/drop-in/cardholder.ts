/** The name on the card, on the page. */

import type { TemplateResult } from "lit";
import type { Entry } from "./entry.ts";
import { entryBinding, nativeField } from "./field.ts";
import type { Fault, Texts } from "./texts/texts.ts";

export interface NameView {
  readonly scope: string;
  readonly texts: Texts;
  readonly disabled: boolean;
  readonly placeholder?: string | undefined;
  readonly required: boolean;
  /** Something was typed or left. */
  readonly changed: () => void;
}

/** The name on the card: the one part of it that the page itself may hold. */
export function nameField(entry: Entry<Fault>, view: NameView): TemplateResult {
  const { fields, errors } = view.texts;
  return nativeField({
    scope: view.scope,
    name: "cardholderName",
    label: fields.cardholderName,
    error: entry.shown && errors[entry.shown],
    required: view.required,
    autocomplete: "cc-name",
    placeholder: view.placeholder ?? fields.cardholderNameExample,
    disabled: view.disabled,
    ...entryBinding(entry, view.changed),
  });
}
