/** Formatting under the fingers: the text changes its shape, the caret keeps its place. */

import { digitsOf, latinDigits } from "./digits.ts";

/** What a key did to the text of an input. */
export interface Edit {
  /** The text before. */
  readonly before: string;
  /** The text now, as the browser left it. */
  readonly text: string;
  /** Where the caret is now. */
  readonly caret: number;
  readonly kind: "insert" | "delete-backward" | "delete-forward";
}

/** How an input should stand. */
export interface Typed {
  readonly text: string;
  readonly caret: number;
}

/**
 * Lays a text out; null if it has too many digits.
 *
 * @param typing false while deleting
 */
export type Layout = (text: string, typing: boolean) => string | null;

/**
 * How the input should stand after an edit. Deleting a separator deletes the digit beside
 * it. Digits beyond the last place are ignored; in the middle, none is pushed out.
 */
export function retype(edit: Edit, layOut: Layout): Typed {
  const typing = edit.kind === "insert";
  const { text, caret } = typing ? normal(edit) : beyondSeparator(edit);
  const after = digitsOf(text.slice(caret)).length;
  let laidOut = layOut(text, typing);
  if (laidOut === null && after === 0) laidOut = longestFit(text, layOut);
  if (laidOut === null) {
    const place = Math.max(0, caret - Math.max(0, text.length - edit.before.length));
    return { text: edit.before, caret: Math.min(place, edit.before.length) };
  }
  return { text: laidOut, caret: caretBefore(laidOut, after, typing) };
}

/** The longest start of the text that has room. */
function longestFit(text: string, layOut: Layout): string | null {
  for (let end = text.length - 1; end > 0; end -= 1) {
    const laidOut = layOut(text.slice(0, end), true);
    if (laidOut !== null) return laidOut;
  }
  return null;
}

function normal({ text, caret }: Edit): Typed {
  return { text: latinDigits(text), caret };
}

/** With one more digit gone if the edit took a separator only. */
function beyondSeparator(edit: Edit): Typed {
  const { text, caret } = normal(edit);
  if (text === edit.before || digitsOf(text) !== digitsOf(edit.before)) return { text, caret };
  const back = /\d\D*$/.exec(text.slice(0, caret));
  if (edit.kind === "delete-backward" && back) {
    return { text: text.slice(0, back.index) + text.slice(caret), caret: back.index };
  }
  const ahead = /^\D*\d/.exec(text.slice(caret));
  if (edit.kind === "delete-forward" && ahead) {
    return { text: text.slice(0, caret) + text.slice(caret + ahead[0].length), caret };
  }
  return { text, caret };
}

/**
 * The place with so many digits after it: when typing past the separators, ready for the
 * next digit; when deleting right behind the digit before.
 */
function caretBefore(text: string, digitsAfter: number, typing: boolean): number {
  let place = text.length;
  for (let left = digitsAfter; left > 0; left -= 1) {
    place -= 1;
    while (place > 0 && /\D/.test(text.charAt(place))) place -= 1;
  }
  if (typing) return place;
  while (digitsAfter > 0 && place > 0 && /\D/.test(text.charAt(place - 1))) place -= 1;
  return place;
}
