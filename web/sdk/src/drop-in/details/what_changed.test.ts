/** When the reason of a changed total is told, and when it is kept quiet. */

import { describe, expect, it } from "vitest";
import type { ClientSession, Fee, LineItem, Shipping } from "../../api/types.ts";
import { whatChanged } from "./what_changed.ts";

interface Order {
  readonly lineItems?: readonly LineItem[];
  readonly shipping?: Shipping;
  readonly fees?: readonly Fee[];
}

const LAMP: LineItem = { itemId: "lamp", name: "Lamp", amount: 12_900, quantity: 1 };
const SHADE: LineItem = { itemId: "shade", name: "Shade", amount: 2_450, quantity: 2 };

function session({ lineItems = [LAMP], shipping, fees = [] }: Order): ClientSession {
  return {
    lineItems,
    orderDetails: { fees, ...(shipping ? { shipping } : {}) },
    paymentMethod: { vaultOnSuccess: false, orderedAllowedCardNetworks: ["VISA"] },
  };
}

function cost({ lineItems = [LAMP], shipping, fees = [] }: Order): number {
  const items = lineItems.map(
    ({ amount = 0, quantity = 1, discountAmount = 0, taxAmount = 0 }) =>
      amount * quantity - discountAmount + taxAmount,
  );
  return [...items, shipping?.amount ?? 0, ...fees.map((fee) => fee.amount)].reduce(
    (a, b) => a + b,
  );
}

/** What changed between two orders whose totals are the sums of their parts. */
function changed(before: Order, after: Order, difference = cost(after) - cost(before)) {
  const from = { revision: 6, amount: 50_000, currency: "EUR" };
  const to = { revision: 7, amount: 50_000 + difference, currency: "EUR" };
  return whatChanged(
    { total: from, session: session(before) },
    { total: to, session: session(after) },
  );
}

describe("whatChanged", () => {
  it("tells shipping that was added, changed and removed", () => {
    const six = { shipping: { amount: 690 } };
    expect(changed({}, six)).toEqual([{ part: "shipping", how: "added", amount: 690 }]);
    expect(changed(six, { shipping: { amount: 990 } })).toEqual([
      { part: "shipping", how: "changed", amount: 990 },
    ]);
    expect(changed(six, {})).toEqual([{ part: "shipping", how: "removed", amount: 690 }]);
  });

  it("tells a surcharge", () => {
    const fees = [{ type: "SURCHARGE", amount: 150 }];
    expect(changed({}, { fees })).toEqual([{ part: "surcharge", how: "added", amount: 150 }]);
  });

  it("tells positions by what they cost altogether", () => {
    const two = { ...LAMP, quantity: 2 };
    expect(changed({}, { lineItems: [LAMP, SHADE] })).toMatchObject([
      { part: "item", how: "added", name: "Shade", amount: 4_900 },
    ]);
    expect(changed({}, { lineItems: [two] })).toMatchObject([
      { how: "quantity", name: "Lamp", quantity: 2, amount: 25_800 },
    ]);
    const cheaper = { ...LAMP, discountAmount: 1_000, taxAmount: 100 };
    expect(changed({}, { lineItems: [cheaper] })).toMatchObject([
      { how: "changed", amount: 12_000 },
    ]);
    expect(changed({ lineItems: [LAMP, SHADE] }, {})).toMatchObject([
      { how: "removed", name: "Shade", amount: 4_900 },
    ]);
  });

  it("pairs positions by their id, wherever they stand", () => {
    expect(changed({ lineItems: [LAMP, SHADE] }, { lineItems: [SHADE, LAMP] })).toEqual([]);
  });

  it("keeps quiet when the parts do not add up to the difference", () => {
    expect(changed({}, { shipping: { amount: 690 } }, 700)).toEqual([]);
  });

  it("keeps quiet about many changes, and about positions without a name", () => {
    const three = { lineItems: [{ ...LAMP, amount: 1 }, SHADE], shipping: { amount: 1 } };
    expect(changed({}, three)).toEqual([]);
    expect(changed({}, { lineItems: [LAMP, { amount: 100 }] })).toEqual([]);
  });

  it("compares no two currencies", () => {
    const total = { revision: 1, amount: 100, currency: "EUR" };
    const dollars = { revision: 2, amount: 790, currency: "USD" };
    const after = session({ shipping: { amount: 690 } });
    const change = whatChanged({ total, session: session({}) }, { total: dollars, session: after });
    expect(change).toEqual([]);
  });
});
