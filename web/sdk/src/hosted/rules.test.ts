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
  expect(rules.surelyComplete("4242 4242 4242 4242")).toBe(true);
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
  expect(rules.surelyComplete("11 / 26")).toBe(true);
  expect(rules.surelyComplete("10 / 26")).toBe(false);
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
