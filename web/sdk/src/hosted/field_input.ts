/** The input itself: what keys, clipboards and browsers do to it, and how it then stands. */

import type { Completion } from "../card/number.ts";
import { type Edit, retype } from "../card/typing.ts";
import type { FieldName, FieldState, FrameOptions, InputStyle } from "../fields/protocol.ts";
import { paint } from "./appearance.ts";
import { advance, type Progress, type Step, stateOf, UNTOUCHED } from "./progress.ts";
import type { Rules } from "./rules.ts";

/** The elements of the frame's page. */
export interface Elements {
  readonly input: HTMLInputElement;
  /** Read out with the input. */
  readonly error: HTMLElement;
}

export interface FieldListener {
  /** The field stands otherwise than before. */
  changed(state: FieldState): void;
  /** The text is another one. */
  edited(text: string): void;
  /** The last digit was typed. */
  completed(): void;
  /** What was typed behind the last digit belongs into the next field; false if it is not free. */
  overflowed(text: string): boolean;
  /** Backspace was pressed with nothing left to delete. */
  leftBackwards(): void;
  /** Enter was pressed. */
  entered(): void;
  resized(height: number): void;
}

/** Names that browsers and password managers know. */
const AUTOFILL = {
  cardNumber: { name: "cardnumber", autocomplete: "cc-number" },
  expiryDate: { name: "cc-exp", autocomplete: "cc-exp" },
  cvv: { name: "cvc", autocomplete: "cc-csc" },
} as const satisfies Record<FieldName, { name: string; autocomplete: AutoFill }>;

/** How long nothing is typed before a number counts as whole that could go on, in milliseconds. */
const SETTLED_AFTER = 1000;

/** Texts of the page are cut here, in characters. */
const TEXT_LENGTH_MAX = 300;

export class FieldInput {
  #before = "";
  #progress: Progress = UNTOUCHED;
  #told = "";
  #style: InputStyle = {};
  #hover = false;
  /** The focus was asked for while the input was disabled. */
  #focusLater = false;
  /** The focus has come by itself, for the last digit of the field before. */
  #entered = false;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    field: FieldName,
    private readonly elements: Elements,
    private readonly rules: Rules,
    private readonly listener: FieldListener,
  ) {
    const { input } = elements;
    Object.assign(input, AUTOFILL[field], { inputMode: "numeric" });
    input.classList.toggle("masked", field === "cvv");
    input.addEventListener("input", (event) => this.#edited(event as InputEvent));
    input.addEventListener("change", () => this.sync());
    input.addEventListener("compositionend", () => this.#typed("insert"));
    input.addEventListener("keydown", (event) => this.#pressed(event));
    input.addEventListener("focus", () => this.#step("focus"));
    input.addEventListener("blur", () => this.#left());
    input.addEventListener("pointerenter", () => this.#hovered(true));
    input.addEventListener("pointerleave", () => this.#hovered(false));
    // The page, or a screen reader, may put the focus on the frame as a whole.
    window.addEventListener("focus", () => input.focus());
    new ResizeObserver(() => {
      if (input.offsetHeight > 0) listener.resized(input.offsetHeight);
    }).observe(input);
  }

  get text(): string {
    return this.elements.input.value;
  }

  get valid(): boolean {
    return this.rules.check(this.text).valid;
  }

  setOptions({ ariaLabel, placeholder, locale, disabled, style }: FrameOptions): void {
    const { input } = this.elements;
    const page = input.ownerDocument;
    page.documentElement.lang = cut(locale);
    page.title = cut(ariaLabel);
    input.setAttribute("aria-label", cut(ariaLabel));
    input.placeholder = cut(placeholder);
    // Browsers do not say that an input they disable has lost the focus.
    if (disabled) input.blur();
    input.disabled = disabled;
    if (!disabled && this.#focusLater) this.focus();
    this.#style = style;
    this.#tell();
  }

  /** The error that the page shows; empty if none. */
  describe(text: string): void {
    const { input, error } = this.elements;
    error.textContent = cut(text);
    error.hidden = text === "";
    if (error.hidden) input.removeAttribute("aria-describedby");
    else input.setAttribute("aria-describedby", error.id);
  }

  /** Takes a text that the browser filled in next door, unless there is one. */
  fill(text: string): void {
    if (this.text === "") this.#filled(text);
  }

  /** Takes what was typed next door, as if it were typed here. False if there is no room. */
  take(text: string): boolean {
    const { input } = this.elements;
    if (input.disabled || this.text !== "") return false;
    this.focus();
    input.value = text;
    input.setSelectionRange(text.length, text.length);
    this.#typed("insert");
    return true;
  }

  /** Reads the text if it was set by a script, as password managers do, without an event. */
  sync(): void {
    if (this.text !== this.#before) this.#filled(this.text);
  }

  /** Empties the field, as if nobody had been at it. */
  clear(): void {
    const { active } = this.#progress;
    this.#write("", 0);
    this.#progress = { ...UNTOUCHED, active };
    this.listener.edited("");
    this.#tell();
  }

  /** The form was submitted. */
  submit(): void {
    this.sync();
    this.#step("submit");
  }

  /** What the rules go by has changed. */
  recheck(): void {
    this.#tell();
  }

  focus(): void {
    const { input } = this.elements;
    this.#focusLater = input.disabled;
    window.focus();
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
  }

  /** The focus comes from the field before, where the last digit was typed. */
  enter(): void {
    this.focus();
    this.#entered = true;
  }

  blur(): void {
    this.#focusLater = false;
    this.elements.input.blur();
  }

  #edited({ inputType, data, isComposing }: InputEvent): void {
    if (isComposing) return;
    if (inputType?.startsWith("delete")) {
      this.#typed(inputType.endsWith("Forward") ? "delete-forward" : "delete-backward");
    } else if (inputType?.startsWith("insert") && data?.length === 1) {
      this.#typed("insert");
    } else {
      this.#filled(this.text);
    }
  }

  #typed(kind: Edit["kind"]): void {
    const { input } = this.elements;
    const before = this.#before;
    const caret = input.selectionStart ?? input.value.length;
    const atEnd = kind === "insert" && caret === input.value.length;
    const beyond = atEnd ? this.rules.beyond?.(input.value) : null;
    if (beyond && this.listener.overflowed(beyond.next)) {
      this.#filled(beyond.text);
      return;
    }
    const typed = retype({ before, text: input.value, caret, kind }, this.rules.layOut);
    this.#write(typed.text, typed.caret);
    this.listener.edited(typed.text);
    this.#step("edit");
    if (atEnd && typed.text !== before) this.#completed(this.rules.completion(typed.text));
  }

  #completed(completion: Completion): void {
    if (completion === "surely") this.listener.completed();
    if (completion !== "likely") return;
    this.#settling = setTimeout(() => this.listener.completed(), SETTLED_AFTER);
  }

  /** With the text as it is written: "2040 / 1" was left as it is typed. */
  #left(): void {
    this.#entered = false;
    clearTimeout(this.#settling);
    const { text } = this;
    const tidy = this.valid ? this.rules.read(text) : text;
    if (tidy !== text) this.#filled(tidy);
    this.#step("blur");
  }

  /** Pasted, dropped or filled in by the browser: the whole text counts, the focus stays. */
  #filled(text: string): void {
    const read = this.rules.read(text);
    this.#write(read, read.length);
    this.listener.edited(read);
    this.#step("edit");
  }

  #write(text: string, caret: number): void {
    const { input } = this.elements;
    this.#entered = false;
    clearTimeout(this.#settling);
    this.#before = text;
    if (input.value !== text) input.value = text;
    // Elsewhere it would take the focus, in some browsers.
    if (input.ownerDocument.activeElement === input) input.setSelectionRange(caret, caret);
  }

  #pressed(event: KeyboardEvent): void {
    clearTimeout(this.#settling);
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.listener.entered();
    } else if (event.key === "Backspace" && this.text === "") {
      event.preventDefault();
      this.listener.leftBackwards();
    } else if (event.key === "Tab" && this.#entered) {
      // Meant for the step that the focus has taken by itself: one more, and what is typed
      // next lands in the wrong field, perhaps in one of the page's.
      this.#entered = event.shiftKey || event.ctrlKey || event.altKey || event.metaKey;
      if (!this.#entered) event.preventDefault();
    }
  }

  #hovered(hover: boolean): void {
    this.#hover = hover;
    this.#paint();
  }

  #step(step: Step): void {
    this.#progress = advance(this.#progress, step, this.#content());
    this.#tell();
  }

  #content() {
    return { verdict: this.rules.check(this.text), empty: this.text === "" };
  }

  /** Tells the page how the field stands, if it stands otherwise than before. */
  #tell(): void {
    const state = stateOf(this.#progress, this.#content());
    const { input } = this.elements;
    input.setAttribute("aria-invalid", String(state.shown));
    this.#paint();
    const told = JSON.stringify(state);
    if (told === this.#told) return;
    this.#told = told;
    this.listener.changed(state);
  }

  #paint(): void {
    const { input } = this.elements;
    const error = input.getAttribute("aria-invalid") === "true";
    paint(input, this.#style, { hover: this.#hover, focus: this.#progress.active, error });
  }
}

function cut(text: unknown): string {
  return String(text).slice(0, TEXT_LENGTH_MAX);
}
