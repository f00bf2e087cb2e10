/** Where in the shop the shopper is, so that Back, reload and a second tab work. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { ShopInfo, Wish } from "./backend.ts";
import type { Order } from "./order.ts";
import type { Session } from "./session.ts";

export type View = "shop" | "checkout";

/** The address of the checkout; with a client token, of this very session in another tab. */
export function checkoutAddress(clientToken = ""): string {
  return clientToken === "" ? "#checkout" : `#checkout/${clientToken}`;
}

/** The view that the address names. A session that it or this tab remembers is joined once. */
export function useView(order: Order, wishOf: (session: Session) => Wish): View {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    const token = location.hash.split("/")[1] ?? sessionStorage.getItem(TOKEN);
    if (token) void order.join(token, wishOf);
  }, [order]);
  return hash.startsWith("#checkout") ? "checkout" : "shop";
}

/** With its last product gone, a basket leaves the checkout. */
export function useWayBack(empty: boolean): void {
  const wasEmpty = useRef(empty);
  useEffect(() => {
    if (empty && !wasEmpty.current) location.hash = "shop";
    wasEmpty.current = empty;
  }, [empty]);
}

const TOKEN = "clientToken";

/** Keeps the open session for this tab's next load; null forgets it. */
export function remember(clientToken: string | null): void {
  if (clientToken === null) sessionStorage.removeItem(TOKEN);
  else sessionStorage.setItem(TOKEN, clientToken);
}

/** What the shopper must have wanted, for the session to be as it is. */
export function wishFrom(session: Session, shop: ShopInfo): Wish {
  const lines = session.order?.lineItems ?? [];
  const code = session.metadata?.discountCode;
  return {
    basket: lines.flatMap(({ itemId: id, quantity = 1 }) =>
      id !== undefined && shop.products.some((product) => product.id === id)
        ? [{ id, quantity }]
        : [],
    ),
    currency: session.currencyCode ?? shop.currencies[0] ?? "EUR",
    country: session.order?.countryCode ?? shop.countries[0] ?? "DE",
    discountCode: typeof code === "string" ? code : "",
    customer: session.customerId ? "saved" : "guest",
  };
}
