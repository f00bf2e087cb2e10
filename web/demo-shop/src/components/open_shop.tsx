import { useEffect, useRef, useState } from "preact/hooks";
import type { Backend, ShopInfo, Wish } from "../model/backend.ts";
import { isOver, Order } from "../model/order.ts";
import type { Settings } from "../model/settings.ts";
import { useStore } from "../model/store.ts";
import { remember, useView, useWayBack, type View, wishFrom } from "../model/visit.ts";
import { Checkout } from "./checkout.tsx";
import { Curious } from "./curious.tsx";
import { Header } from "./header.tsx";
import { Problem } from "./problem.tsx";
import { Storefront } from "./storefront.tsx";

interface Props {
  readonly shop: ShopInfo;
  readonly backend: Backend;
  readonly settings: Settings;
}

/** The shop with one order: choosing goods, then paying, and what happens behind it. */
export function OpenShop({ shop, backend, settings: asked }: Props) {
  const [order] = useState(() => new Order(backend, firstWish(shop, asked)));
  const [settings, setSettings] = useState(asked);
  const view = useView(order, (session) => wishFrom(session, shop));
  const state = useStore(order);
  const open = state.paid ? null : state.clientToken;
  useEffect(() => remember(open), [open]);
  const over = isOver(state);
  useArrival(view, state.paid !== null, over);
  useWayBack(state.wish.basket.length === 0);
  const paying = view === "checkout" && state.wish.basket.length > 0;

  return (
    <div class={paying ? "page paying" : "page"}>
      <Header shop={shop} order={order} paying={paying} />
      <main>
        {!(paying && over) && <Problem order={order} />}
        {paying ? (
          <Checkout shop={shop} order={order} settings={settings} onSettings={setSettings} />
        ) : (
          <Storefront shop={shop} order={order} locale={settings.locale} />
        )}
      </main>
      <Curious
        order={order}
        settings={settings}
        onSettings={setSettings}
        tender={new URL(shop.sdkUrl).origin}
        open={paying}
      />
    </div>
  );
}

/** A new view begins at its top, for the eyes and for the keyboard. */
function useArrival(view: View, paid: boolean, over: boolean): void {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      scrollTo(0, 0);
      document.querySelector("h1")?.focus();
    }
    first.current = false;
  }, [view, paid, over]);
}

function firstWish(shop: ShopInfo, { currency }: Settings): Wish {
  const known = shop.currencies.includes(currency);
  return {
    basket: [],
    currency: known ? currency : (shop.currencies[0] ?? "EUR"),
    country: shop.countries[0] ?? "DE",
    discountCode: "",
    customer: "guest",
  };
}
