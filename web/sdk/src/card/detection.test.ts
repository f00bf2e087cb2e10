/** The table of networks: the published test cards, and the server's own table. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CO_BADGES, DECIDING_DIGITS, detect, possibleNetworks, SCHEMES } from "./detection.ts";
import { CARD_NETWORKS, displayName, isCardNetwork } from "./network.ts";

const server = join(import.meta.dirname, "../../../../crates/domain/src");

describe("the server's table", () => {
  const source = readFileSync(join(server, "card/detection.rs"), "utf8");

  test("has the same ranges", () => {
    expect(table("SCHEMES")).toEqual(SCHEMES);
    expect(table("CO_BADGES")).toEqual(CO_BADGES);
  });

  /** `prefix("4", Visa)` and `range("51", "55", Mastercard)` as they stand in the source. */
  function table(name: string) {
    const [, body = ""] =
      new RegExp(`const ${name}: &\\[Range\\] = &\\[(.*?)\\];`, "s").exec(source) ?? [];
    const rows = body.matchAll(/(?:prefix|range)\("(\d+)", (?:"(\d+)", )?(\w+)\)/g);
    return [...rows].map(([, first, last, variant]) => [first, last ?? first, wireName(variant)]);
  }

  /** `DinersClub` is `DINERS_CLUB`. */
  function wireName(variant = "") {
    return variant.replace(/(?!^)(?=[A-Z])/g, "_").toUpperCase();
  }

  test("names the same networks", () => {
    const networks = readFileSync(join(server, "card_network.rs"), "utf8");
    const wireNames = [...networks.matchAll(/= "([A-Z_]+)"/g)].map(([, name]) => name);
    expect(wireNames.sort()).toEqual([...CARD_NETWORKS].sort());
    for (const network of CARD_NETWORKS) expect(networks).toContain(`"${displayName(network)}"`);
  });
});

test.each([
  ["4111111111111111", ["VISA"]],
  ["5252525252525258", ["MASTERCARD"]],
  ["2222690420064590", ["MASTERCARD"]],
  ["4035500000000000", ["VISA", "CARTES_BANCAIRES"]],
  ["5132000000000000", ["MASTERCARD", "CARTES_BANCAIRES"]],
  ["4970000000000008", ["CARTES_BANCAIRES"]],
  ["378282246310005", ["AMEX"]],
  ["36227206271667", ["DINERS_CLUB"]],
  ["6011111111111117", ["DISCOVER"]],
  ["3530111333300000", ["JCB"]],
  ["6200000000000005", ["UNIONPAY"]],
  ["6759649826438453", ["MAESTRO"]],
  ["5019717010103742", ["DANKORT"]],
  ["5066991111111118", ["ELO"]],
  ["2201382000000013", ["MIR"]],
  ["6370950000000005", ["HIPER"]],
  ["", []],
  ["5", []],
  ["51", ["MASTERCARD"]],
  ["40355", ["VISA"]],
  ["509000", ["ELO"]],
  ["9999", []],
])("%s is of %j", (digits, networks) => {
  expect(detect(digits)).toEqual(networks);
});

test("whatever a number turns out to be was possible at each of its digits", () => {
  const ranges = [...SCHEMES, ...CO_BADGES];
  const numbers = [...ranges.map(([first]) => first), ...ranges.map(([, last]) => last)];
  for (const number of numbers.map((digits) => digits.padEnd(16, "7"))) {
    for (let length = 0; length <= 16; length += 1) {
      expect(possibleNetworks(number.slice(0, length))).toEqual(
        expect.arrayContaining(detect(number)),
      );
    }
  }
});

test("a few digits rule networks out", () => {
  expect(possibleNetworks("4")).not.toContain("MASTERCARD");
  expect(possibleNetworks("4")).toEqual(expect.arrayContaining(["VISA", "ELO", "DANKORT"]));
  expect(possibleNetworks("6")).not.toContain("VISA");
  expect(possibleNetworks("99")).toEqual(["OTHER"]);
  for (const [first] of SCHEMES) expect(first.length).toBeLessThanOrEqual(DECIDING_DIGITS);
});

test("only known names are networks", () => {
  expect(isCardNetwork("VISA")).toBe(true);
  for (const text of ["visa", "", "toString", undefined, 4])
    expect(isCardNetwork(text)).toBe(false);
});
