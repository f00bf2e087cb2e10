import { describe, expect, it } from "vitest";
import { giftWrap, sessionFor } from "./pricing.ts";

const CART = {
  basket: [{ id: "wool-socks", quantity: 3 }],
  currency: "EUR",
  country: "DE",
} as const;

describe("sessionFor", () => {
  it("takes prices from the catalogue and charges delivery on a small order", () => {
    expect(sessionFor(CART).order).toMatchObject({
      lineItems: [{ itemId: "wool-socks", amount: 1495, quantity: 3, discountAmount: 0 }],
      shipping: { amount: 490 },
    });
  });

  it("takes whole minor units off each line", () => {
    const { order, metadata } = sessionFor({ ...CART, discountCode: "WELCOME10" });
    expect(order.lineItems[0]?.discountAmount).toBe(448);
    expect(metadata).toEqual({ discountCode: "WELCOME10" });
  });

  it("delivers a large order free of charge", () => {
    const basket = [{ id: "dockside-boots", quantity: 1 }];
    expect(sessionFor({ ...CART, basket }).order.shipping.amount).toBe(0);
  });

  it("takes a guest's customer out of the session", () => {
    expect(sessionFor({ ...CART, customer: "saved" }).customerId).toBe("customer-ada");
    expect(sessionFor({ ...CART, customer: "guest" }).customerId).toBeNull();
  });

  it.each([
    [{ discountCode: "toString" }],
    [{ currency: "constructor" }],
    [{ basket: [] }],
    [{ basket: [{ id: "moon-boots", quantity: 1 }] }],
    [{ basket: [{ id: "wool-socks", quantity: 1.5 }] }],
    [{ basket: [{ id: "wool-socks", quantity: 0 }] }],
  ])("refuses %j", (change) => {
    expect(() => sessionFor({ ...CART, ...change })).toThrow(RangeError);
  });
});

describe("giftWrap", () => {
  it("adds one more each time", () => {
    const once = { currencyCode: "EUR", ...giftWrap({ currencyCode: "EUR" }) };
    expect(once.order.fees[0]?.amount).toBe(350);
    expect(giftWrap(once).order.fees[0]?.amount).toBe(700);
  });
});
