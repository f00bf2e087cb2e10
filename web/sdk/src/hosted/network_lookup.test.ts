/** The server is asked once per eight digits, when they stand still. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CardNetwork } from "../card/network.ts";
import { NetworkLookup } from "./network_lookup.ts";

const CO_BADGED = "4242424242424242";

let asked: string[];
let told: string[];
let answer: () => Promise<CardNetwork[]>;
let lookup: NetworkLookup;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  told = [];
  answer = async () => ["VISA", "CARTES_BANCAIRES"];
  const ask = (digits: string) => {
    asked.push(digits);
    return answer();
  };
  lookup = new NetworkLookup(ask, {
    loading: () => told.push("loading"),
    detected: ({ networks, source }) => told.push(`${source} ${networks.join("+")}`),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Types a number digit by digit, 50 milliseconds each, and waits. */
async function type(digits: string): Promise<void> {
  for (let length = 1; length <= digits.length; length += 1) {
    lookup.follow(digits.slice(0, length));
    await vi.advanceTimersByTimeAsync(50);
  }
  await vi.advanceTimersByTimeAsync(1000);
}

test("the table at once, the server after eight digits", async () => {
  await type(CO_BADGED);
  expect(asked).toEqual(["42424242"]);
  expect(told).toEqual(["LOCAL VISA", "loading", "REMOTE VISA+CARTES_BANCAIRES"]);
  expect(lookup.networksOf(CO_BADGED)).toEqual(["VISA", "CARTES_BANCAIRES"]);
  expect(lookup.networksOf("5555")).toEqual(["MASTERCARD"]);
});

test("seven digits are nobody's business", async () => {
  await type(CO_BADGED.slice(0, 7));
  expect(asked).toEqual([]);
});

test("an answer is kept", async () => {
  await type(CO_BADGED);
  await type("4");
  await type(CO_BADGED);
  expect(asked).toHaveLength(1);
  expect(told.at(-1)).toBe("REMOTE VISA+CARTES_BANCAIRES");
});

test("without an answer the table holds", async () => {
  answer = () => Promise.reject(new Error("down"));
  await type(CO_BADGED);
  expect(told).toEqual(["LOCAL VISA", "loading", "LOCAL_FALLBACK VISA"]);
  await type("4");
  answer = async () => ["VISA"];
  await type(CO_BADGED);
  expect(told.at(-1)).toBe("REMOTE VISA");
});

test("an answer about digits that are gone is not told", async () => {
  let settle: (networks: CardNetwork[]) => void = () => {};
  answer = () => new Promise((resolve) => (settle = resolve));
  await type(CO_BADGED);
  lookup.follow("");
  settle(["CARTES_BANCAIRES"]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toEqual(["LOCAL VISA", "loading", "LOCAL "]);
});
