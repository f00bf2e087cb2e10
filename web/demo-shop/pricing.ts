/** What a basket costs: by the shop's own price list, whatever the browser says. */

import catalogue from "./catalogue.json" with { type: "json" };

/** What the shopper chose. It names no price. */
export interface Cart {
  readonly basket?: readonly Position[];
  readonly currency?: string;
  readonly country?: string;
  readonly discountCode?: string;
  readonly customer?: "saved" | "guest";
}

interface Position {
  /** A product of the catalogue. */
  readonly id: string;
  readonly quantity: number;
}

/** What Tender is told of a cart, to open a session for it as to bring one up to date. */
export function sessionFor({ basket, currency, country, discountCode, customer }: Cart) {
  const percent = discountCode === undefined ? 0 : lookUp(catalogue.discounts, discountCode);
  if (percent === undefined) throw new RangeError("This code is not known.");
  if (!Array.isArray(basket) || basket.length === 0) throw new RangeError("The basket is empty.");
  const lineItems = basket.map(({ id, quantity }: Position) => {
    const product = catalogue.products.find((each) => each.id === id);
    if (!product) throw new RangeError("Unknown product.");
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99) {
      throw new RangeError("Choose 1 to 99 pieces of a product.");
    }
    const amount = price(product.prices, currency);
    const discountAmount = Math.floor((amount * quantity * percent) / 100);
    return { itemId: id, description: product.name, amount, quantity, discountAmount };
  });
  const costs = lineItems.map((line) => line.amount * line.quantity - line.discountAmount);
  const goods = costs.reduce((sum, cost) => sum + cost, 0);
  const { name: methodName, prices, freeFrom } = catalogue.shipping;
  const amount = goods >= price(freeFrom, currency) ? 0 : price(prices, currency);
  return {
    currencyCode: currency,
    // What is left out stays in the session; null takes it out.
    customerId: customer === "saved" ? "customer-ada" : null,
    metadata: discountCode === undefined ? null : { discountCode },
    order: { countryCode: country, lineItems, fees: [], shipping: { methodName, amount } },
  };
}

/** The parts of Tender's answer that the shop reads. */
export interface Session {
  readonly clientToken?: string;
  readonly currencyCode?: string;
  readonly order?: { readonly fees?: readonly { type?: string; amount: number }[] };
}

/** A change of a session: one gift wrapping more than it has. */
export function giftWrap({ currencyCode, order }: Session) {
  const before = order?.fees?.find(({ type }) => type === "GIFT_WRAP")?.amount ?? 0;
  const amount = before + price(catalogue.giftWrap, currencyCode);
  return { order: { fees: [{ type: "GIFT_WRAP", description: "Gift wrapping", amount }] } };
}

type Table = Readonly<Record<string, number>>;

/** In minor units. */
function price(prices: Table, currency = ""): number {
  const found = lookUp(prices, currency);
  if (found === undefined) throw new RangeError("Not sold in this currency.");
  return found;
}

/** Only what the table has itself: a shopper may well ask for `constructor`. */
function lookUp(table: Table, key: string): number | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
