/** What a billing address asks for, and whether it is right. No DOM. */

import type { Address } from "../../api/types.ts";
import { Entry } from "../entry.ts";
import { hasPostalCode } from "./countries.ts";

/** The fields, in the order in which they are filled in, and what browsers call them. */
export const ADDRESS_FIELDS = {
  firstName: "given-name",
  lastName: "family-name",
  addressLine1: "address-line1",
  addressLine2: "address-line2",
  postalCode: "postal-code",
  city: "address-level2",
  state: "address-level1",
  countryCode: "country",
} as const;

export type AddressField = keyof typeof ADDRESS_FIELDS;

/** Left empty without a fault. */
const OPTIONAL: ReadonlySet<AddressField> = new Set(["addressLine2", "state"]);

/** An address that is being typed. */
export class BillingEntries {
  readonly #entries = new Map<AddressField, Entry<"required">>();
  #saved: string;

  /**
   * @param asked the options of the module BILLING_ADDRESS: which fields it has
   * @param known what the session has already
   */
  constructor(asked: Readonly<Record<string, unknown>>, known: Address = {}) {
    for (const field of Object.keys(ADDRESS_FIELDS) as AddressField[]) {
      if (asked[field] !== true) continue;
      const fault = (value: string) =>
        value.trim() === "" && this.required(field) ? "required" : null;
      this.#entries.set(field, new Entry(known[field] ?? "", fault));
    }
    this.#saved = JSON.stringify(this.address);
  }

  get fields(): readonly (readonly [AddressField, Entry<"required">])[] {
    return [...this.#entries];
  }

  required(field: AddressField): boolean {
    if (field !== "postalCode") return !OPTIONAL.has(field);
    return hasPostalCode(this.#entries.get("countryCode")?.value ?? "");
  }

  /** What was typed, without what is empty. */
  get address(): Address {
    const filled = this.fields.map(([field, { value }]) => [field, value.trim()] as const);
    return Object.fromEntries(filled.filter(([, value]) => value !== ""));
  }

  /** Whether the session has another address than this one. */
  get changed(): boolean {
    return JSON.stringify(this.address) !== this.#saved;
  }

  /** The session has this address now. */
  saved(address: Address): void {
    this.#saved = JSON.stringify(address);
  }
}
