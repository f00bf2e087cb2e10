/** What a page may say about how the input looks. */

import type { Declarations, InputStyle } from "../fields/protocol.ts";

/** Nothing here can load anything, move the text out of sight or animate it. */
const PROPERTIES: ReadonlySet<string> = new Set(
  `background-color border border-bottom border-bottom-color border-bottom-left-radius
  border-bottom-right-radius border-bottom-style border-bottom-width border-color border-left
  border-left-color border-left-style border-left-width border-radius border-right
  border-right-color border-right-style border-right-width border-style border-top
  border-top-color border-top-left-radius border-top-right-radius border-top-style
  border-top-width border-width box-shadow caret-color color font-family font-feature-settings
  font-size font-style font-variant font-variant-numeric font-weight height letter-spacing
  line-height min-height outline outline-color outline-offset outline-style outline-width padding
  padding-bottom padding-left padding-right padding-top text-align text-shadow
  -webkit-font-smoothing`.split(/\s+/),
);

const VALUE_LENGTH_MAX = 300;

/** A value with a function that can load something, or with an escape that can spell one. */
const LOADING = /\\|(?:url|image|image-set|src|element|cross-fade|paint|attr|var|env)\s*\(/i;

/** The declarations that are let through, by their CSS names. */
export function allowed(declarations: Declarations | undefined): [name: string, value: string][] {
  return Object.entries(declarations ?? {}).flatMap(([property, value]) => {
    const name = cssName(property);
    return PROPERTIES.has(name) && isSafe(value) ? [[name, value]] : [];
  });
}

/** How the input stands, as far as its look depends on it. */
export interface Mood {
  readonly hover: boolean;
  readonly focus: boolean;
  readonly error: boolean;
}

/** Paints the input, from scratch. */
export function paint(input: HTMLInputElement, style: InputStyle, mood: Mood): void {
  const layers = [
    style.base,
    mood.hover ? style.hover : undefined,
    mood.focus ? style.focus : undefined,
    mood.error ? style.error : undefined,
  ];
  const declarations = new Map(layers.flatMap(allowed));
  input.removeAttribute("style");
  for (const [name, value] of declarations) input.style.setProperty(name, value);
  const root = input.ownerDocument.documentElement;
  root.removeAttribute("style");
  root.style.colorScheme = style.colorScheme === "dark" ? "dark" : "light";
  root.style.setProperty("--color", declarations.get("color") ?? "");
  setVariables(root, "placeholder-", allowed(style.placeholder));
  setVariables(root, "selection-", allowed(style.selection));
}

/** What pseudo-elements are told by variables, since script cannot style them. */
function setVariables(root: HTMLElement, prefix: string, values: [string, string][]): void {
  for (const [name, value] of values) root.style.setProperty(`--${prefix}${name}`, value);
}

/** `fontSize` is `font-size`, and `WebkitFontSmoothing` has a hyphen in front. */
function cssName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isSafe(value: unknown): value is string {
  return typeof value === "string" && value.length <= VALUE_LENGTH_MAX && !LOADING.test(value);
}
