/** One field: the label seated in its box, the error below. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Entry } from "./entry.ts";
import { glyph } from "./glyphs.ts";

export interface FieldParts {
  /** The id of the checkout, with which all ids in it begin. */
  readonly scope: string;
  /** Unique in the checkout. */
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
  const { scope, name, label, error, control, end = nothing, focused, focus } = parts;
  const id = controlId(scope, name);
  const classes = [
    "tender-field",
    focused ? "tender-field--focused PrimerCheckout--focused" : "",
    error ? "tender-field--bad PrimerCheckout--error" : "",
  ];
  return html`<div class=${classes.join(" ")} data-field=${name}>
    <div class="tender-box" @click=${focus ?? focusControl}>
      <div class="tender-seat">${seat(id, label, focus !== undefined)}${control}</div>
      ${end}
    </div>
    ${error ? keyed(error, errorView(id, error)) : nothing}
  </div>`;
}

function errorView(id: string, error: string): TemplateResult {
  return html`<p class="tender-error" id=${errorId(id)}>
    ${glyph("warning")}<span>${error}</span>
  </p>`;
}

function focusControl({ currentTarget }: Event): void {
  (currentTarget as Element).querySelector<HTMLElement>("[name]")?.focus();
}

/** The input of a frame has its name inside; for it the label is only drawn. */
function seat(id: string, label: string, framed: boolean): TemplateResult {
  return framed
    ? html`<span class="tender-label" aria-hidden="true">${label}</span>`
    : html`<label class="tender-label" for=${id}>${label}</label>`;
}

export interface NativeField {
  readonly scope: string;
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
  const { scope, name, label, error, choices } = field;
  const control = choices ? select(field, choices) : input(field);
  const end = choices ? glyph("chevron") : nothing;
  return fieldView({ scope, name, label, error, control, end });
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
  const id = controlId(field.scope, field.name);
  return html`<input
    class="tender-input"
    id=${id}
    name=${field.name}
    type="text"
    .value=${field.value}
    placeholder=${field.placeholder ?? nothing}
    autocomplete=${field.autocomplete}
    spellcheck="false"
    ?disabled=${field.disabled}
    aria-required=${field.required}
    aria-invalid=${field.error !== null}
    aria-describedby=${field.error ? errorId(id) : nothing}
    @input=${(event: Event) => field.onInput(typed(event))}
    @blur=${field.onLeave}
  />`;
}

function select(field: NativeField, choices: NonNullable<NativeField["choices"]>): TemplateResult {
  const id = controlId(field.scope, field.name);
  const options = choices.map(
    ([value, words]) =>
      html`<option value=${value} ?selected=${value === field.value}>${words}</option>`,
  );
  return html`<select
    class="tender-input"
    id=${id}
    name=${field.name}
    autocomplete=${field.autocomplete}
    ?disabled=${field.disabled}
    aria-required=${field.required}
    aria-invalid=${field.error !== null}
    aria-describedby=${field.error ? errorId(id) : nothing}
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
export function controlId(scope: string, name: string): string {
  return `${scope}-${name}`;
}

function errorId(id: string): string {
  return `${id}-error`;
}
