/** Puts values into texts, once as plain text and once as what Lit renders. */

import { html, type TemplateResult } from "lit";

/** By the name between the braces. */
export type Values = Readonly<Record<string, string>>;

/** Values that are drawn already stay as they are. */
export type DrawnValues = Readonly<Record<string, string | TemplateResult>>;

const PLACEHOLDER = /\{(\w+)\}/;

/** For attributes and for the merchant's callbacks. */
export function plain(text: string, values: Values): string {
  return text.replace(new RegExp(PLACEHOLDER, "g"), (_, name: string) => values[name] ?? "");
}

/** A value keeps its own direction in a sentence of the other one, and what it says. */
export function sentence(text: string, values: DrawnValues): readonly unknown[] {
  return text.split(PLACEHOLDER).map((part, index) => {
    if (index % 2 === 0) return part;
    const value = values[part];
    if (typeof value !== "string") return value;
    return part === WORDS ? html`<bdi>${value}</bdi>` : fact(value);
  });
}

/** The name of a value that is a whole sentence. */
export const WORDS = "text";

/** An amount, a name, a time: what no translation of the page may touch. */
export function fact(value: string): TemplateResult {
  return html`<bdi class="notranslate" translate="no">${value}</bdi>`;
}
