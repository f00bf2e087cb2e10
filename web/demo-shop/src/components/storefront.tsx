import type { Product, ShopInfo } from "../model/backend.ts";
import { add, countOf, quantityOf } from "../model/basket.ts";
import { formatMoney } from "../model/money.ts";
import type { Order } from "../model/order.ts";
import { useStore } from "../model/store.ts";
import { checkoutAddress } from "../model/visit.ts";
import { Amount } from "./amount.tsx";
import { DiscountCode } from "./discount_code.tsx";
import { Drawing } from "./drawing.tsx";
import { Lines } from "./lines.tsx";
import { Totals } from "./totals.tsx";

interface Props {
  readonly shop: ShopInfo;
  readonly order: Order;
  readonly locale: string;
}

/** The goods, and the basket beside them. */
export function Storefront({ shop, order, locale }: Props) {
  return (
    <div class="storefront">
      <section class="goods" aria-labelledby="title">
        <h1 id="title" tabIndex={-1}>
          Put shoes in the basket. Pay with a test card.
        </h1>
        <p class="sub">
          Saltwalk shows what Tender does. The shoes are drawn, the cards are invented, and no money
          moves.
        </p>
        <ul class="grid">
          {shop.products.map((product) => (
            <Good key={product.id} product={product} order={order} locale={locale} />
          ))}
        </ul>
      </section>
      <BasketCard shop={shop} order={order} locale={locale} />
      <CheckoutBar order={order} locale={locale} />
    </div>
  );
}

function Good({ product, order, locale }: { product: Product; order: Order; locale: string }) {
  const { wish } = useStore(order);
  const price = product.prices[wish.currency];
  const count = quantityOf(wish.basket, product.id);
  return (
    <li class="good">
      <div class="plate">
        <Drawing id={product.id} />
        {count > 0 && <span class="tag num">{count} in the basket</span>}
      </div>
      <h2>{product.name}</h2>
      <p class="meta">{product.detail}</p>
      <div class="row">
        <Amount class="num grow price">
          {price === undefined ? "" : formatMoney(price, wish.currency, locale)}
        </Amount>
        <button
          type="button"
          class="btn"
          aria-label={`Add ${product.name} to the basket`}
          onClick={() => void order.change({ basket: add(wish.basket, product.id) })}
        >
          Add
        </button>
      </div>
    </li>
  );
}

function BasketCard({ shop, order, locale }: Props) {
  const { wish, session } = useStore(order);
  const empty = wish.basket.length === 0;
  const first = shop.products[0];
  return (
    <section class="basket" id="basket" aria-labelledby="basket-title" tabIndex={-1}>
      <h2 id="basket-title">Basket</h2>
      {empty ? (
        <>
          <p class="sub">Nothing is in it yet. With something in it you can try the checkout.</p>
          {first && (
            <button
              type="button"
              class="btn primary"
              onClick={() => void order.change({ basket: add(wish.basket, first.id) })}
            >
              Start with {first.name}
            </button>
          )}
        </>
      ) : (
        <>
          <Lines shop={shop} order={order} locale={locale} />
          <DiscountCode order={order} />
          <Totals order={order} locale={locale} />
          {session && (
            <a class="btn primary big" href={checkoutAddress()}>
              Check out
            </a>
          )}
        </>
      )}
    </section>
  );
}

/** On a phone the basket is far below the goods, so the way on stays in reach. */
function CheckoutBar({ order, locale }: { order: Order; locale: string }) {
  const { wish, session } = useStore(order);
  if (wish.basket.length === 0 || session?.amount === undefined) return null;
  const count = countOf(wish.basket);
  return (
    <div class="bar">
      <a class="btn primary" href={checkoutAddress()}>
        <span class="grow">Checkout, {count === 1 ? "1 item" : `${count} items`}</span>
        <Amount class="num">
          {formatMoney(session.amount, session.currencyCode ?? wish.currency, locale)}
        </Amount>
      </a>
    </div>
  );
}
