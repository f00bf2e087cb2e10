import { useCallback, useEffect, useState } from "preact/hooks";
import { Message } from "./components/message.tsx";
import { OpenShop } from "./components/open_shop.tsx";
import type { Backend, ShopInfo } from "./model/backend.ts";
import type { Settings } from "./model/settings.ts";

/** The page: asks the backend what the shop sells, then opens it. */
export function App({ backend, settings }: { backend: Backend; settings: Settings }) {
  const [shop, setShop] = useState<ShopInfo | "loading" | "unreachable">("loading");
  const load = useCallback(() => {
    setShop("loading");
    backend.shop().then(setShop, () => setShop("unreachable"));
  }, [backend]);
  useEffect(load, [load]);

  if (shop === "loading") return <Loading />;
  if (shop === "unreachable") return <Closed onRetry={load} />;
  return <OpenShop shop={shop} backend={backend} settings={settings} />;
}

function Loading() {
  return (
    <main class="alone" aria-busy="true">
      <h1>Saltwalk</h1>
      <p role="status">Opening the shop.</p>
    </main>
  );
}

function Closed({ onRetry }: { onRetry: () => void }) {
  return (
    <main class="alone">
      <h1>The shop is closed for a moment</h1>
      <Message tone="neg" action={{ label: "Try again", run: onRetry }}>
        Its backend does not answer. Start it with <code>./run</code>, then try again.
      </Message>
    </main>
  );
}
