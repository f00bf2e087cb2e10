/** The look of the page, as the frames are told it. */

import type { CheckoutStyle } from "../api/options.ts";
import { inputRules } from "./style.ts";
import type { Texts } from "./texts/texts.ts";

/** How a framed input looks on the page as it is now: a frame cannot inherit it. */
export function frameStyle(
  page: Element,
  { direction }: Texts,
  style: CheckoutStyle | undefined,
): Readonly<Record<string, unknown>> {
  const computed = getComputedStyle(page);
  const value = (name: string) => computed.getPropertyValue(name).trim();
  const base = {
    color: value("--ink"),
    caretColor: value("--accent"),
    fontFamily: value("--font"),
    fontSize: "16px",
    lineHeight: "24px",
    fontVariantNumeric: "tabular-nums",
    textAlign: direction === "rtl" ? "right" : "left",
    placeholder: { color: value("--ink-3") },
  };
  const colorScheme = computed.colorScheme === "dark" ? "dark" : "light";
  return { ...inputRules(base, style), colorScheme };
}
