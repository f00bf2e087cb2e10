/**
 * The frames of one card form. They are of one origin, so they reach each other without
 * the page between them; the page is of another origin, so it does not reach them.
 */

import type { FieldName, FrameIdentity } from "../fields/protocol.ts";

/** The card form that a frame belongs to. */
export interface Form extends Pick<FrameIdentity, "checkout"> {
  /** Empty until the page has said it. */
  readonly group: string;
}

/** What the frame of a field offers to the others. */
export interface Sibling extends Form {
  readonly field: FieldName;
  text(): string;
  /** Whether the text is right as it is. */
  valid(): boolean;
  /** Takes a text that the browser filled in next door; not over what was typed. */
  fill(text: string): void;
  /** Takes what was typed next door, behind its last digit, and the focus; false if not empty. */
  take(text: string): boolean;
  focus(): void;
  /** Takes the focus from the field before, which is complete. */
  enter(): void;
}

declare global {
  interface Window {
    tenderField?: Sibling;
  }
}

/** No page has more frames that are worth looking through. */
const FRAMES_MAX = 500;

/** Lets the other frames find this one. */
export function offer(sibling: Sibling): void {
  window.tenderField = sibling;
}

/** The frame of a field of the form. */
export function siblingOf(form: Form, field: FieldName): Sibling | null {
  const count = Math.min(window.parent.length, FRAMES_MAX);
  for (let index = 0; index < count; index += 1) {
    const sibling = siblingAt(index, form);
    if (sibling?.field === field) return sibling;
  }
  return null;
}

/** Null for frames of other origins, even inside others: to read anything of them throws. */
function siblingAt(index: number, { checkout, group }: Form): Sibling | null {
  try {
    const sibling = window.parent[index]?.tenderField;
    return sibling?.checkout === checkout && sibling.group === group ? sibling : null;
  } catch {
    return null;
  }
}
