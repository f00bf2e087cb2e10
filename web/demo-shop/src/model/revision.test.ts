import { describe, expect, it } from "vitest";
import { changesBetween, withRevision } from "./revision.ts";
import type { Session } from "./session.ts";

const socks = { itemId: "socks", amount: 1495, quantity: 1 };
const boots = { itemId: "boots", amount: 21900, quantity: 1 };
const session = (order: Session["order"]): Session => ({
  currencyCode: "EUR",
  ...(order && { order }),
});

describe("changesBetween", () => {
  it("names what is another one now", () => {
    const before = session({ countryCode: "DE", lineItems: [socks] });
    const after = session({ countryCode: "FR", lineItems: [{ ...socks, quantity: 3 }] });
    expect(changesBetween(before, after)).toEqual([
      { path: "order.countryCode", before: '"DE"', after: '"FR"' },
      { path: "order.lineItems[socks].quantity", before: "1", after: "3" },
    ]);
  });

  it("tells a new line in one piece, wherever it stands", () => {
    const before = session({ lineItems: [socks] });
    const after = session({ lineItems: [boots, socks] });
    expect(changesBetween(before, after)).toEqual([
      { path: "order.lineItems[boots]", after: "1 × 21900" },
    ]);
  });

  it("tells what is gone", () => {
    const before = session({ fees: [{ type: "GIFT_WRAP", amount: 350 }] });
    expect(changesBetween(before, session({ fees: [] }))).toEqual([
      { path: "order.fees[GIFT_WRAP]", before: "350" },
    ]);
  });

  it("leaves out what belongs to the answer, not to the order", () => {
    const later: Session = { clientTokenExpirationDate: "2027-01-01T00:00:00", amount: 1 };
    expect(changesBetween({ amount: 2 }, later)).toEqual([]);
  });
});

describe("withRevision", () => {
  const revision = (number: number, cause = "") => ({ revision: number, session: {}, cause });

  it("keeps the order of the numbers and the first to tell", () => {
    const known = [revision(1), revision(3, "first")];
    const numbers = withRevision(known, revision(2)).map((each) => each.revision);
    expect(numbers).toEqual([1, 2, 3]);
    expect(withRevision(known, revision(3, "second"))).toBe(known);
  });
});
