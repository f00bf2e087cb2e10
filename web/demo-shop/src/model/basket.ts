/** What the shopper wants to buy. Prices are not here: only the backend knows them. */

export interface BasketItem {
  /** A product of the catalogue. */
  readonly id: string;
  /** From 1 to {@link MAX_QUANTITY}. */
  readonly quantity: number;
}

export type Basket = readonly BasketItem[];

/** As many as the shop sells of one product at once. */
export const MAX_QUANTITY = 20;

/** The basket with one more of the product. */
export function add(basket: Basket, id: string): Basket {
  return withQuantity(basket, id, quantityOf(basket, id) + 1);
}

/** The basket with this many of the product; none takes it out. */
export function withQuantity(basket: Basket, id: string, quantity: number): Basket {
  const bounded = Math.min(quantity, MAX_QUANTITY);
  if (bounded <= 0) return basket.filter((item) => item.id !== id);
  if (quantityOf(basket, id) === 0) return [...basket, { id, quantity: bounded }];
  return basket.map((item) => (item.id === id ? { id, quantity: bounded } : item));
}

export function quantityOf(basket: Basket, id: string): number {
  return basket.find((item) => item.id === id)?.quantity ?? 0;
}

/** How many things are in it. */
export function countOf(basket: Basket): number {
  return basket.reduce((count, item) => count + item.quantity, 0);
}
