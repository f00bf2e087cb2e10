/** Says which part of an order changed its total, if that can be told for certain. */

import type { ClientSession, LineItem } from "../../api/types.ts";
import type { Total } from "../../core/state.ts";

/** What became of one part of the order. Amounts in minor units. */
export type Change =
  | {
      readonly part: "shipping" | "surcharge";
      readonly how: "added" | "changed" | "removed";
      /** What it costs now; what it cost if it was removed. */
      readonly amount: number;
    }
  | {
      readonly part: "item";
      readonly how: "added" | "changed" | "removed" | "quantity";
      readonly name: string;
      readonly quantity: number;
      readonly amount: number;
    };

/** A session and what it cost. */
export interface Priced {
  readonly total: Total;
  readonly session: ClientSession;
}

/** A part of the order: what it cost, what it costs, and how to speak of it. */
interface Part {
  readonly before: number;
  readonly after: number;
  readonly change: Change | null;
}

/** More sentences than this are no help to anyone who wants to pay. */
const MOST = 2;

/**
 * The changed parts, or none if they do not add up to the difference of the totals (such
 * as when the merchant names the total), if one of them has no name, or if they are many.
 */
export function whatChanged(from: Priced | undefined, to: Priced | undefined): readonly Change[] {
  if (!from || !to) return [];
  if (from.total.currency !== to.total.currency) return [];
  const parts = [
    ...items(from.session.lineItems, to.session.lineItems),
    simple("shipping", shipping(from.session), shipping(to.session)),
    simple("surcharge", surcharge(from.session), surcharge(to.session)),
  ].filter((part) => part.before !== part.after);
  const difference = parts.reduce((sum, part) => sum + part.after - part.before, 0);
  const changes = parts.flatMap((part) => part.change ?? []);
  const told = changes.length === parts.length && changes.length <= MOST;
  return told && difference === to.total.amount - from.total.amount ? changes : [];
}

function simple(part: "shipping" | "surcharge", before: number, after: number): Part {
  const how = before === 0 ? "added" : after === 0 ? "removed" : "changed";
  return { before, after, change: { part, how, amount: after === 0 ? before : after } };
}

function shipping(session: ClientSession): number {
  return session.orderDetails.shipping?.amount ?? 0;
}

function surcharge(session: ClientSession): number {
  return session.orderDetails.fees
    .filter((fee) => fee.type === "SURCHARGE")
    .reduce((sum, fee) => sum + fee.amount, 0);
}

/** Pairs the positions of both orders by their id, else by their name. */
function items(before: readonly LineItem[], after: readonly LineItem[]): Part[] {
  const old = new Map(before.map((item, index) => [key(item, index), item]));
  const current = new Map(after.map((item, index) => [key(item, index), item]));
  const keys = new Set([...old.keys(), ...current.keys()]);
  return [...keys].map((key) => position(old.get(key), current.get(key)));
}

function key(item: LineItem, index: number): string {
  return item.itemId ?? name(item) ?? `#${index}`;
}

function position(before: LineItem | undefined, after: LineItem | undefined): Part {
  const prices = { before: cost(before), after: cost(after) };
  const item = after ?? before;
  const called = item && name(item);
  if (!called) return { ...prices, change: null };
  const quantity = item.quantity ?? 1;
  const how = !before ? "added" : !after ? "removed" : verb(before, after);
  const amount = after ? prices.after : prices.before;
  return { ...prices, change: { part: "item", how, name: called, quantity, amount } };
}

function verb(before: LineItem, after: LineItem): "changed" | "quantity" {
  return (before.quantity ?? 1) === (after.quantity ?? 1) ? "changed" : "quantity";
}

function name(item: LineItem): string | undefined {
  return item.name || item.description;
}

/** A position costs price by quantity, less its discount, with its tax. */
function cost(item: LineItem | undefined): number {
  if (!item) return 0;
  const { amount = 0, quantity = 1, discountAmount = 0, taxAmount = 0 } = item;
  return amount * quantity - discountAmount + taxAmount;
}
