/** One field: the label seated in its box, the error below. */

import { html, nothing, type TemplateResult } from "lit";
import type { Entry } from "./entry.ts";
import { glyph } from "./glyphs.ts";

export interface FieldParts {
  /** Unique in the checkout; its ids begin with it. */
  readonly name: string;
  readonly label: string;
  /** What is wrong, once that is to be seen. */
  readonly error: string | null;
  /** Input, select or the place of a frame. */
  readonly control: TemplateResult;
  /** At the end of the box, and below it. */
  readonly end?: TemplateResult | typeof nothing;
  /** Only of a frame, which does not show its focus to the page. */
  readonly focused?: boolean;
  /** Only of a frame: a click on the box is a click on it. */
  readonly focus?: () => void;
}

export function fieldView(parts: FieldParts): TemplateResult {
  const { name, label, error, control, end = nothing, focused, focus } = parts;
  const classes = [
    "tender-field",
    focused ? "tender-field--focused PrimerCheckout--focused" : "",
    error ? "tender-field--bad PrimerCheckout--error" : "",
  ];
  return html`<div class=${classes.join(" ")} data-field=${name}>
    <div class="tender-box" @click=${focus ?? focusControl}>
      <div class="tender-seat">${seat(name, label, focus !== undefined)}${control}</div>
      ${end}
    </div>
    ${error ? errorView(name, error) : nothing}
  </div>`;
}

function errorView(name: string, error: string): TemplateResult {
  return html`<p class="tender-error" id=${errorId(name)}>
    ${glyph("warning")}<span>${error}</span>
  </p>`;
}

function focusControl({ currentTarget }: Event): void {
  (currentTarget as Element).querySelector<HTMLElement>("[name]")?.focus();
}

/** The input of a frame has its name inside; for it the label is only drawn. */
function seat(name: string, label: string, framed: boolean): TemplateResult {
  return framed
    ? html`<span class="tender-label" aria-hidden="true">${label}</span>`
    : html`<label class="tender-label" for=${controlId(name)}>${label}</label>`;
}

export interface NativeField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | null;
  readonly required: boolean;
  /** The browser's name of what belongs here. */
  readonly autocomplete: string;
  readonly placeholder?: string | undefined;
  readonly disabled: boolean;
  /** For a choice: value and words. */
  readonly choices?: readonly (readonly [value: string, words: string])[];
  readonly onInput: (value: string) => void;
  readonly onLeave: () => void;
}

/** A field of the page itself, as the form goes through all of them. */
export interface NativeInput {
  readonly name: string;
  readonly label: string;
  readonly entry: Entry<unknown>;
}

/** A field of the page itself. */
export function nativeField(field: NativeField): TemplateResult {
  const { name, label, error, choices } = field;
  const control = choices ? select(field, choices) : input(field);
  const end = choices ? glyph("chevron") : nothing;
  return fieldView({ name, label, error, control, end });
}

/** What a field shows and keeps: the value of its entry. */
export function entryBinding(entry: Entry<unknown>, changed: () => void) {
  return {
    value: entry.value,
    onInput(value: string) {
      entry.value = value;
      changed();
    },
    onLeave() {
      entry.leave();
      changed();
    },
  };
}

function input(field: NativeField): TemplateResult {
  return html`<input
    class="tender-input"
    id=${controlId(field.name)}
    name=${field.name}
    type="text"
    .value=${field.value}
    placeholder=${field.placeholder ?? nothing}
    autocomplete=${field.autocomplete}
    spellcheck="false"
    ?disabled=${field.disabled}
    aria-required=${field.required}
    aria-invalid=${field.error !== null}
    aria-describedby=${field.error ? errorId(field.name) : nothing}
    @input=${(event: Event) => field.onInput(typed(event))}
    @blur=${field.onLeave}
  />`;
}

function select(field: NativeField, choices: NonNullable<NativeField["choices"]>): TemplateResult {
  const options = choices.map(
    ([value, words]) =>
      html`<option value=${value} ?selected=${value === field.value}>${words}</option>`,
  );
  return html`<select
    class="tender-input"
    id=${controlId(field.name)}
    name=${field.name}
    autocomplete=${field.autocomplete}
    ?disabled=${field.disabled}
    aria-required=${field.required}
    aria-invalid=${field.error !== null}
    aria-describedby=${field.error ? errorId(field.name) : nothing}
    @change=${(event: Event) => field.onInput(typed(event))}
    @blur=${field.onLeave}
  >
    ${options}
  </select>`;
}

function typed(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

/** The id of the input or select of a field. */
export function controlId(name: string): string {
  return `primer-checkout-${name}`;
}

function errorId(name: string): string {
  return `${controlId(name)}-error`;
}
