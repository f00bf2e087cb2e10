import { useEffect, useId, useState } from "preact/hooks";
import type { ShopInfo } from "../model/backend.ts";
import { expiryOf } from "../model/client_token.ts";
import { isOver, type Order } from "../model/order.ts";
import type { Mode, Settings } from "../model/settings.ts";
import { useStore } from "../model/store.ts";
import { DropIn } from "./drop_in.tsx";
import { Headless } from "./headless.tsx";
import { TestCards } from "./test_cards.tsx";

interface Props {
  readonly shop: ShopInfo;
  readonly order: Order;
  readonly settings: Settings;
  readonly onSettings: (settings: Settings) => void;
}

/** Tender's checkout in the shop's page, in the form that the shopper chose. */
export function Payment({ shop, order, settings, onSettings }: Props) {
  const state = useStore(order);
  const { clientToken, paid, session } = state;
  const over = isOver(state);
  const title = paid ? "Thank you" : over ? "This checkout has expired" : "Payment";
  useExpiry(clientToken, order);
  const [attempt, setAttempt] = useState(0);
  const Form = settings.mode === "drop-in" ? DropIn : Headless;
  // What an open checkout cannot follow opens a new one: its token, its form, its customer.
  const key = [clientToken, settings.mode, settings.live, session?.customerId, attempt].join();
  return (
    <section class="payment" aria-labelledby="payment-title">
      <div class="column">
        <div class="row top">
          <h1 id="payment-title" class="grow" tabIndex={-1}>
            <span key={title}>{title}</span>
          </h1>
          {!paid && !over && (
            <ModeChoice
              mode={settings.mode}
              onChoose={(mode) => onSettings({ ...settings, mode })}
            />
          )}
        </div>
        {clientToken !== null && !over && (
          <Form
            key={key}
            sdkUrl={shop.sdkUrl}
            clientToken={clientToken}
            order={order}
            settings={settings}
            onReopen={() => setAttempt(attempt + 1)}
          />
        )}
        {paid && <Done order={order} mode={settings.mode} />}
        {over && <Over order={order} />}
        {!paid && !over && <TestCards />}
      </div>
    </section>
  );
}

/** Offers a new checkout when the token of this one runs out. */
function useExpiry(clientToken: string | null, order: Order): void {
  useEffect(() => {
    if (clientToken === null) return;
    // The backend says whether it has: the shopper's clock may be wrong.
    const timer = setTimeout(() => void order.follow(), expiryOf(clientToken) - Date.now());
    return () => clearTimeout(timer);
  }, [clientToken, order]);
}

/** What each of the two forms needs. */
export interface FormProps {
  readonly sdkUrl: string;
  readonly clientToken: string;
  readonly order: Order;
  readonly settings: Settings;
  readonly onReopen: () => void;
}

const MODES: readonly { mode: Mode; name: string }[] = [
  { mode: "drop-in", name: "Drop-in" },
  { mode: "headless", name: "Headless" },
];

function ModeChoice({ mode, onChoose }: { mode: Mode; onChoose: (mode: Mode) => void }) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class="vh">Form</legend>
      {MODES.map((each) => (
        <label key={each.mode}>
          <input
            type="radio"
            name={name}
            checked={mode === each.mode}
            onChange={() => onChoose(each.mode)}
          />
          <span>{each.name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Done({ order, mode }: { order: Order; mode: Mode }) {
  const { paid } = useStore(order);
  return (
    <div class="done">
      {/* The drop-in says it by itself. */}
      {mode === "headless" && <p class="strong">Your order is paid.</p>}
      <p class="sub">
        Tender keeps the payment as <code>{paid?.paymentId}</code>. The shoes stay where they are,
        and so does your money.
      </p>
      <button type="button" class="btn big" onClick={() => void order.startAgain()}>
        Start again
      </button>
    </div>
  );
}

function Over({ order }: { order: Order }) {
  return (
    <div class="done">
      <p class="sub">Your basket is kept.</p>
      <button type="button" class="btn primary big" onClick={() => void order.startAgain()}>
        Open a new checkout
      </button>
    </div>
  );
}
