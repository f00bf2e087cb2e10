/** What a billing address asks for and when it has changed. */

import { describe, expect, it } from "vitest";
import { BillingEntries } from "./entries.ts";

const ALL = {
  firstName: true,
  lastName: true,
  addressLine1: true,
  addressLine2: true,
  city: true,
  state: true,
  postalCode: true,
  countryCode: true,
};

function typed(entries: BillingEntries, values: Record<string, string>): BillingEntries {
  for (const [name, entry] of entries.fields) entry.value = values[name] ?? entry.value;
  return entries;
}

function faulty(entries: BillingEntries): string[] {
  return entries.fields.filter(([, entry]) => entry.fault).map(([name]) => name);
}

describe("BillingEntries", () => {
  it("asks for what the module asks for", () => {
    const entries = new BillingEntries({ city: true, postalCode: true, state: false });
    expect(entries.fields.map(([name]) => name)).toEqual(["postalCode", "city"]);
  });

  it("needs everything but the second line and the state", () => {
    const entries = new BillingEntries(ALL);
    expect(faulty(entries)).toEqual([
      "firstName",
      "lastName",
      "addressLine1",
      "postalCode",
      "city",
      "countryCode",
    ]);
  });

  it("needs no postal code where there are none", () => {
    const entries = new BillingEntries(ALL, { countryCode: "HK" });
    expect(faulty(entries)).not.toContain("postalCode");
  });

  it("takes a space for nothing", () => {
    const entries = typed(new BillingEntries({ city: true }), { city: "  " });
    expect(faulty(entries)).toEqual(["city"]);
    expect(entries.address).toEqual({});
  });

  it("has changed until the session has it", () => {
    const known = { city: "Berlin", countryCode: "DE" };
    const entries = new BillingEntries({ city: true, countryCode: true }, known);
    expect(entries.changed).toBe(false);
    typed(entries, { city: " Hamburg " });
    expect(entries.changed).toBe(true);
    expect(entries.address).toEqual({ city: "Hamburg", countryCode: "DE" });
    entries.saved(entries.address);
    expect(entries.changed).toBe(false);
  });
});
