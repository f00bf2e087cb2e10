import { isOver, type Order } from "../model/order.ts";
import { useStore } from "../model/store.ts";
import { Message } from "./message.tsx";

/** What stands between the shopper and the order, above everything else. */
export function Problem({ order }: { order: Order }) {
  const state = useStore(order);
  const { problem, wish } = state;
  switch (problem?.kind) {
    case "unreachable":
      return (
        <Message tone="neg" action={{ label: "Try again", run: () => void order.retry() }}>
          <b>The shop does not answer.</b> Your basket is kept.
        </Message>
      );
    case "expired":
      if (!isOver(state)) return null;
      return (
        <Message
          tone="warn"
          action={{ label: "Open a new checkout", run: () => void order.startAgain() }}
        >
          <b>This checkout has expired.</b>{" "}
          {wish.basket.length > 0 ? "Your basket is kept." : "Choose again what you want to buy."}
        </Message>
      );
    case "refused":
      return (
        <Message tone="neg" action={{ label: "Close", run: () => order.dismiss() }}>
          <b>The order stays as it was.</b> {problem.text}
        </Message>
      );
    default:
      return null;
  }
}
