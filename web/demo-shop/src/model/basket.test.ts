import { expect, it } from "vitest";
import { add, countOf, MAX_QUANTITY, quantityOf, withQuantity } from "./basket.ts";

it("adds one more each time, in the order of the first", () => {
  const basket = ["boots", "socks", "boots"].reduce(add, []);
  expect(basket).toEqual([
    { id: "boots", quantity: 2 },
    { id: "socks", quantity: 1 },
  ]);
  expect(countOf(basket)).toBe(3);
});

it("takes a product out when none is left", () => {
  const basket = add(add([], "boots"), "socks");
  expect(withQuantity(basket, "boots", 0)).toEqual([{ id: "socks", quantity: 1 }]);
});

it("never holds more than the shop sells at once", () => {
  const basket = withQuantity([], "socks", MAX_QUANTITY);
  expect(quantityOf(add(basket, "socks"), "socks")).toBe(MAX_QUANTITY);
});
