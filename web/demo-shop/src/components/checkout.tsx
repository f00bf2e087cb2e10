import { useEffect, useState } from "preact/hooks";
import type { ShopInfo } from "../model/backend.ts";
import { countOf } from "../model/basket.ts";
import { formatMoney } from "../model/money.ts";
import type { Order } from "../model/order.ts";
import type { Settings } from "../model/settings.ts";
import { useStore } from "../model/store.ts";
import { Amount } from "./amount.tsx";
import { DiscountCode } from "./discount_code.tsx";
import { Icon } from "./icon.tsx";
import { Lines } from "./lines.tsx";
import { Payment } from "./payment.tsx";
import { Totals } from "./totals.tsx";

interface Props {
  readonly shop: ShopInfo;
  readonly order: Order;
  readonly settings: Settings;
  readonly onSettings: (settings: Settings) => void;
}

/** The order at the start, the payment at the end; on a phone the order folds. */
export function Checkout({ shop, order, settings, onSettings }: Props) {
  return (
    <div class="checkout">
      <Summary shop={shop} order={order} locale={settings.locale} />
      <Payment shop={shop} order={order} settings={settings} onSettings={onSettings} />
    </div>
  );
}

interface SummaryProps {
  readonly shop: ShopInfo;
  readonly order: Order;
  readonly locale: string;
}

function Summary({ shop, order, locale }: SummaryProps) {
  const { wish, session, paid } = useStore(order);
  const isNarrow = useMedia("(max-width: 760px)");
  const total =
    session?.amount === undefined
      ? "…"
      : formatMoney(session.amount, session.currencyCode ?? wish.currency, locale);
  const count = countOf(wish.basket);
  return (
    <section class="summary" aria-label="Your order">
      <div class="column">
        <a class="back" href="#shop">
          <Icon name="back" />
          {paid ? "To the shop" : "Keep shopping"}
        </a>
        <p key={paid ? "paid" : "due"} class="sub lead">
          {paid ? "Paid" : "Total to pay"}
        </p>
        <p class="amount num">
          <Amount>{total}</Amount>
        </p>
        {!paid && <p class="meta">Nothing is charged until you press Pay.</p>}
        <details class="fold" open={!isNarrow}>
          <summary>
            <Icon name="basket" />
            <span class="grow">{count === 1 ? "1 item" : `${count} items`}</span>
            <Icon name="fold" />
          </summary>
          <Lines shop={shop} order={order} locale={locale} />
          <DiscountCode order={order} />
          <Totals order={order} locale={locale} />
          {!paid && <CustomerChoice order={order} />}
        </details>
      </div>
    </section>
  );
}

/** Whether a media query holds, now and when it changes. */
function useMedia(query: string): boolean {
  const [media] = useState(() => matchMedia(query));
  const [matches, setMatches] = useState(media.matches);
  useEffect(() => {
    const follow = () => setMatches(media.matches);
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, [media]);
  return matches;
}

function CustomerChoice({ order }: { order: Order }) {
  const { wish, session } = useStore(order);
  const saved = wish.customer === "saved";
  return (
    <label class="toggle card">
      <input
        type="checkbox"
        checked={saved}
        onChange={() => void order.change({ customer: saved ? "guest" : "saved" })}
      />
      <span class="grow">
        <span class="block">Saved customer</span>
        <span class="meta">
          {session?.customerId
            ? `Known to Tender as ${session.customerId}`
            : "Off: you buy as a guest"}
        </span>
      </span>
    </label>
  );
}
