/** Each field with its own rules, and with the networks that the others know. */

import { expect, test } from "vitest";
import { detect } from "../card/detection.ts";
import type { CardNetwork } from "../card/network.ts";
import { rulesOf } from "./rules.ts";

let cardNetworks: CardNetwork[] = [];
let allowedNetworks: CardNetwork[] = ["VISA", "AMEX"];
const around = {
  networksOf: detect,
  cardNetworks: () => cardNetworks,
  allowedNetworks: () => allowedNetworks,
  now: () => new Date("2026-11-21T12:00:00Z"),
};

test("a card number is read from what is pasted around it", () => {
  const rules = rulesOf("cardNumber", around);
  expect(rules.read("No. 4242-4242-4242-4242, thanks")).toBe("4242 4242 4242 4242");
  expect(rules.layOut("378282246310005", true)).toBe("3782 822463 10005");
  expect(rules.layOut("3782822463100059", true)).toBeNull();
  expect(rules.completion("4242 4242 4242 4242")).toBe("likely");
  expect(rules.beyond?.("4242 4242 4242 4242 1240")).toEqual({
    text: "4242 4242 4242 4242",
    next: "12 / 40",
  });
  // Not a date that a card may have.
  expect(rules.beyond?.("4242 4242 4242 4242 1225")).toBeNull();
  expect(rules.beyond?.("4242 4242 4242 4242 9940")).toBeNull();
  expect(rules.check("4242 4242 4242 4242").valid).toBe(true);
  allowedNetworks = ["AMEX"];
  expect(rules.check("4242 4242 4242 4242").valid).toBe(false);
});

test("an expiry is read in any order", () => {
  const rules = rulesOf("expiryDate", around);
  expect([rules.read("2029-11"), rules.read("11/2029"), rules.read("x")]).toEqual([
    "11 / 29",
    "11 / 29",
    "",
  ]);
  expect(rules.completion("11 / 26")).toBe("surely");
  expect(rules.completion("10 / 26")).toBe("no");
  expect(rules.completion("2040 / 1")).toBe("no");
});

test("a security code is as long as the card says", () => {
  const rules = rulesOf("cvv", around);
  expect(rules.layOut("1234", true)).toBe("1234");
  cardNetworks = ["VISA"];
  expect(rules.layOut("1234", true)).toBeNull();
  expect(rules.read(" 1234 ")).toBe("123");
  expect(rules.check("1234").valid).toBe(false);
  cardNetworks = ["AMEX"];
  expect(rules.check("1234").valid).toBe(true);
});
