/** The revisions of a session, and what changed from one to the next. */

import type { Session } from "./session.ts";

/** A session as it was from one change to the next. */
export interface Revision {
  readonly revision: number;
  readonly session: Session;
  /** Who made it, in words. */
  readonly cause: string;
}

/** The revisions with one more, in their order; one that is known already stays as it is. */
export function withRevision(known: readonly Revision[], next: Revision): readonly Revision[] {
  if (known.some(({ revision }) => revision === next.revision)) return known;
  return [...known, next].sort((one, other) => one.revision - other.revision);
}

/** One fact of the session that is another one now. */
export interface Change {
  /** Such as `order.lineItems[wool-socks].quantity`. */
  readonly path: string;
  /** As JSON; absent if the fact is new. */
  readonly before?: string;
  /** As JSON; absent if the fact is gone. */
  readonly after?: string;
}

/** The changes from one session to another, in the order of their paths' appearance. */
export function changesBetween(before: Session, after: Session): Change[] {
  const old = factsOf(before);
  const now = factsOf(after);
  const changes: Change[] = [];
  for (const [path, value] of now) {
    const was = old.get(path);
    if (was === undefined) changes.push({ path, after: value });
    else if (was !== value) changes.push({ path, before: was, after: value });
  }
  for (const [path, value] of old) if (!now.has(path)) changes.push({ path, before: value });
  return shortened(changes, old, now);
}

/** The token and what depends on the answer rather than the session say nothing of the order. */
const ANSWER_ONLY = new Set([
  "clientToken",
  "clientTokenExpirationDate",
  "clientExpirationDate",
  "warnings",
  "amount",
]);

/** Every leaf of the session by its path. */
function factsOf(session: Session): Map<string, string> {
  const facts = new Map<string, string>();
  for (const [key, value] of Object.entries(session)) {
    if (!ANSWER_ONLY.has(key)) collect(facts, key, value);
  }
  return facts;
}

function collect(facts: Map<string, string>, path: string, value: unknown): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      collect(facts, `${path}[${nameOf(item) ?? index}]`, item);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) collect(facts, `${path}.${key}`, item);
  } else {
    facts.set(path, JSON.stringify(value));
  }
}

/** Items of a list keep their place in the diff by their own name, not by their position. */
function nameOf(item: unknown): string | undefined {
  const { itemId, type } = (item ?? {}) as { itemId?: string; type?: string };
  return itemId ?? type;
}

/** A list item that came or went as a whole is one change, not one for each of its fields. */
function shortened(
  changes: readonly Change[],
  old: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): Change[] {
  const short = new Map<string, Change>();
  for (const change of changes) {
    const item = /^[^\]]*\]/.exec(change.path)?.[0];
    if (item !== undefined && !has(old, item))
      short.set(item, { path: item, after: whole(now, item) });
    else if (item !== undefined && !has(now, item))
      short.set(item, { path: item, before: whole(old, item) });
    else short.set(change.path, change);
  }
  return [...short.values()];
}

function has(facts: ReadonlyMap<string, string>, item: string): boolean {
  return [...facts.keys()].some((path) => path.startsWith(`${item}.`));
}

/** Quantity and price, which is what a person asks of a new line. */
function whole(facts: ReadonlyMap<string, string>, item: string): string {
  const amount = facts.get(`${item}.amount`) ?? "0";
  const quantity = facts.get(`${item}.quantity`);
  return quantity === undefined ? amount : `${quantity} × ${amount}`;
}
