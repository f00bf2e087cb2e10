/**
 * The frames of one card form. They are of one origin, so they reach each other without
 * the page between them; the page is of another origin, so it does not reach them.
 */

import type { FieldName, FrameIdentity } from "../fields/protocol.ts";

/** What a frame offers to the others. */
export interface Sibling extends FrameIdentity {
  /** Empty until the page has said it. */
  readonly group: string;
  text(): string;
  /** Whether the text is right as it is. */
  valid(): boolean;
  /** Takes a text that the browser filled in next door; not over what was typed. */
  fill(text: string): void;
  focus(): void;
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

/** The frame of another field of the same form. */
export function siblingOf(self: Sibling, field: FieldName): Sibling | null {
  const count = Math.min(window.parent.length, FRAMES_MAX);
  for (let index = 0; index < count; index += 1) {
    const sibling = siblingAt(index, self);
    if (sibling?.field === field) return sibling;
  }
  return null;
}

/** Null for frames of other origins, even inside others: to read anything of them throws. */
function siblingAt(index: number, { checkout, group }: Sibling): Sibling | null {
  try {
    const sibling = window.parent[index]?.tenderField;
    return sibling?.checkout === checkout && sibling.group === group ? sibling : null;
  } catch {
    return null;
  }
}
