import type { ComponentChildren } from "preact";
import type { Product, ShopInfo } from "../model/backend.ts";
import { type BasketItem, MAX_QUANTITY, withQuantity } from "../model/basket.ts";
import { formatMoney } from "../model/money.ts";
import type { Order } from "../model/order.ts";
import type { LineItem } from "../model/session.ts";
import { useStore } from "../model/store.ts";
import { Amount } from "./amount.tsx";
import { Drawing } from "./drawing.tsx";
import { Icon } from "./icon.tsx";

interface Props {
  readonly shop: ShopInfo;
  readonly order: Order;
  readonly locale: string;
}

/** What is in the basket, with the prices that Tender has. */
export function Lines({ shop, order, locale }: Props) {
  const { wish, session, paid } = useStore(order);
  const money = (amount: number) =>
    formatMoney(amount, session?.currencyCode ?? wish.currency, locale);
  const lines = session?.order?.lineItems ?? [];
  return (
    <ul class="lines">
      {wish.basket.map((item) => {
        const product = shop.products.find(({ id }) => id === item.id);
        const line = lines.find(({ itemId }) => itemId === item.id);
        return product ? (
          <Line key={item.id} product={product} item={item} line={line} money={money}>
            {paid === null && <Quantity product={product} item={item} order={order} />}
          </Line>
        ) : null;
      })}
    </ul>
  );
}

interface LineProps {
  readonly product: Product;
  readonly item: BasketItem;
  /** As Tender has it; absent until it does. */
  readonly line: LineItem | undefined;
  readonly money: (amount: number) => string;
  readonly children: ComponentChildren;
}

function Line({ product, item, line, money, children }: LineProps) {
  return (
    <li class="line">
      <Drawing id={product.id} />
      <div class="grow">
        <div class="strong">{product.name}</div>
        <div class="meta">{product.detail}</div>
        {line?.discountAmount ? (
          <div class="meta num">
            Discount <Amount>{money(-line.discountAmount)}</Amount>
          </div>
        ) : null}
      </div>
      <div class="num strong">
        {item.quantity > 1 && `${item.quantity} × `}
        <Amount>{line ? money(line.amount) : "…"}</Amount>
      </div>
      {children}
    </li>
  );
}

interface QuantityProps {
  readonly product: Product;
  readonly item: BasketItem;
  readonly order: Order;
}

function Quantity({ product, item, order }: QuantityProps) {
  const change = (quantity: number) =>
    void order.change({ basket: withQuantity(order.state.wish.basket, item.id, quantity) });
  return (
    <div class="quantity">
      <div class="stepper">
        <button
          type="button"
          aria-label={`One fewer ${product.name}`}
          onClick={() => change(item.quantity - 1)}
        >
          <Icon name="minus" />
        </button>
        <span class="num">{item.quantity}</span>
        <button
          type="button"
          aria-label={`One more ${product.name}`}
          disabled={item.quantity >= MAX_QUANTITY}
          onClick={() => change(item.quantity + 1)}
        >
          <Icon name="plus" />
        </button>
      </div>
      <button
        type="button"
        class="link"
        aria-label={`Remove ${product.name}`}
        onClick={() => change(0)}
      >
        Remove
      </button>
    </div>
  );
}
