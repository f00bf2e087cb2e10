import { formatMoney } from "../model/money.ts";
import type { Order } from "../model/order.ts";
import { useStore } from "../model/store.ts";
import { Amount } from "./amount.tsx";

/** What else is in the total, and the total: all of it as Tender answered. */
export function Totals({ order, locale }: { order: Order; locale: string }) {
  const { session, revision, busy, wish } = useStore(order);
  const currency = session?.currencyCode ?? wish.currency;
  const { shipping, fees = [] } = session?.order ?? {};
  const money = (amount: number | undefined) =>
    amount === undefined ? "…" : formatMoney(amount, currency, locale);
  return (
    <dl class="totals num" aria-busy={busy}>
      {shipping?.amount !== undefined && (
        <Row name={shipping.methodName ?? "Delivery"}>
          {shipping.amount === 0 ? "Free" : money(shipping.amount)}
        </Row>
      )}
      {fees.map((fee) => (
        <Row key={fee.type} name={fee.description ?? fee.type ?? "Fee"}>
          {money(fee.amount)}
        </Row>
      ))}
      <div class="total">
        <dt>Total {revision > 0 && <span class="rev">rev {revision}</span>}</dt>
        <dd>
          <Amount data-testid="total">{money(session?.amount)}</Amount>
        </dd>
      </div>
    </dl>
  );
}

function Row({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Amount>{children}</Amount>
      </dd>
    </div>
  );
}
