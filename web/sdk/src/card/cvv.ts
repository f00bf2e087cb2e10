/** The security code (CVV2, CVC2, CID). */

import { type CvvFault, RIGHT, unfinished, type Verdict, wrong } from "./fault.ts";
import type { CardNetwork } from "./network.ts";

/** How a security code stands on a card of these networks; empty if unknown. */
export function checkCvv(digits: string, networks: readonly CardNetwork[]): Verdict<CvvFault> {
  if (digits === "") return unfinished("cvv.required");
  const { min, max } = cvvLengths(networks);
  if (digits.length < min) return unfinished("cvv.incomplete");
  return digits.length <= max ? RIGHT : wrong("cvv.incomplete");
}

/** How many digits the code has: one number for a known network, else 3 or 4. */
export function cvvLengths(networks: readonly CardNetwork[]): { min: number; max: number } {
  const length = (network: CardNetwork) => (network === "AMEX" ? 4 : 3);
  const lengths = networks.length === 0 ? [3, 4] : networks.map(length);
  return { min: Math.min(...lengths), max: Math.max(...lengths) };
}
