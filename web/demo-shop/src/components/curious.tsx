import { useEffect, useId, useState } from "preact/hooks";
import { type CallLog, emptyLog, observeCalls, withCall } from "../model/calls.ts";
import type { Order } from "../model/order.ts";
import type { Settings } from "../model/settings.ts";
import { useStore } from "../model/store.ts";
import { checkoutAddress } from "../model/visit.ts";
import { Calls } from "./calls.tsx";
import { Json } from "./json.tsx";
import { Revisions } from "./revisions.tsx";

interface Props {
  readonly order: Order;
  readonly settings: Settings;
  readonly onSettings: (settings: Settings) => void;
  /** Tender's origin. */
  readonly tender: string;
  /** Whether a checkout is open. */
  readonly open: boolean;
}

/** What happens behind the page, and how to make it happen. */
export function Curious({ order, settings, onSettings, tender, open }: Props) {
  const { clientToken, paid } = useStore(order);
  const own = useOwnCalls(tender);
  return (
    <aside class="curious" aria-labelledby="curious-title">
      <h2 id="curious-title">For the curious</h2>
      <p class="meta">What the shop's backend and this page say to Tender.</p>
      {clientToken === null ? (
        <p class="sub empty">There is no session yet. Put something in the basket to open one.</p>
      ) : (
        <>
          {open && paid === null && (
            <Levers order={order} settings={settings} onSettings={onSettings} />
          )}
          <Tabs order={order} own={own} locale={settings.locale} />
        </>
      )}
    </aside>
  );
}

/** The requests of this page, beside those that the backend tells of. */
function useOwnCalls(tender: string): CallLog {
  const [calls, setCalls] = useState<CallLog>(emptyLog);
  useEffect(() => observeCalls(tender, (call) => setCalls((log) => withCall(log, call))), [tender]);
  return calls;
}

type LeversProps = Pick<Props, "order" | "settings" | "onSettings">;

function Levers({ order, settings, onSettings }: LeversProps) {
  const { clientToken } = useStore(order);
  const [said, setSaid] = useState("");
  const refresh = async () => {
    const fresh = await order.checkout?.refreshClientSession();
    setSaid(
      fresh ? "The checkout read the session again." : "The checkout kept the session it had.",
    );
  };
  return (
    <div class="levers">
      <button type="button" class="btn" onClick={() => void order.surprise()}>
        Change the order behind the checkout's back
      </button>
      <button type="button" class="btn" onClick={() => void refresh()}>
        Refresh the checkout
      </button>
      <label class="toggle">
        <input
          type="checkbox"
          checked={settings.live}
          onChange={() => onSettings({ ...settings, live: !settings.live })}
        />
        <span>Live updates</span>
      </label>
      <a
        class="second-tab"
        href={checkoutAddress(clientToken ?? "")}
        target="_blank"
        rel="noopener"
      >
        Same checkout in a second tab
      </a>
      <p class="meta" role="status">
        {said}
      </p>
    </div>
  );
}

type TabName = "Revisions" | "Calls" | "Session";
const TABS: readonly TabName[] = ["Revisions", "Calls", "Session"];

function Tabs({ order, own, locale }: { order: Order; own: CallLog; locale: string }) {
  const { revisions, calls, session } = useStore(order);
  const [chosen, choose] = useState<TabName>("Revisions");
  const id = useId();
  const counts = { Revisions: revisions.length, Calls: calls.length + own.length, Session: null };
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const next = TABS[(TABS.indexOf(chosen) + step + TABS.length) % TABS.length] ?? chosen;
    choose(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Behind the page" onKeyDown={move}>
        {TABS.map((tab) => (
          <button
            key={tab}
            id={`${id}-${tab}`}
            type="button"
            role="tab"
            aria-selected={tab === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => choose(tab)}
          >
            {tab} <span class="meta num">{counts[tab]}</span>
          </button>
        ))}
      </div>
      <div class="panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {chosen === "Revisions" && <Revisions order={order} locale={locale} />}
        {chosen === "Calls" && <Calls backend={calls} browser={own} />}
        {chosen === "Session" && <Json name="The session as the shopper sees it" value={session} />}
      </div>
    </>
  );
}
