import { Message } from "./message.tsx";

/** The checkout could not be opened. */
export function NotLoaded({ onReopen }: { onReopen: () => void }) {
  return (
    <Message tone="neg" action={{ label: "Try again", run: onReopen }}>
      <b>The payment form did not load.</b> Check your connection, then try again.
    </Message>
  );
}
