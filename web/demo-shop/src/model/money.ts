/** Money as people read it. Amounts stay integers in minor units; nothing is added here. */

/**
 * An amount in minor units, for a locale: 17490 EUR is €174.90, 1500 JPY is ¥1,500. Goes
 * through a decimal string, so that no amount is rounded; a minus is a minus, no hyphen.
 */
export function formatMoney(amount: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(decimal(amount, digits)).replace("-", "−");
}

/** Minor units as a decimal number in text: 5 with two digits is "0.05". */
export function decimal(amount: number, digits: number): `${number}` {
  const sign = amount < 0 ? "-" : "";
  const figures = String(Math.abs(amount)).padStart(digits + 1, "0");
  const point = figures.length - digits;
  const fraction = digits > 0 ? `.${figures.slice(point)}` : "";
  return `${sign}${figures.slice(0, point)}${fraction}` as `${number}`;
}
