import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

interface Props {
  readonly tone: "info" | "neg" | "warn";
  readonly children: ComponentChildren;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Something that the shopper must know, with one way on. */
export function Message({ tone, children, action }: Props) {
  return (
    <div class={`message ${tone}`} role="alert">
      <Icon name={tone === "info" ? "info" : "warning"} />
      <div class="grow">{children}</div>
      {action && (
        <button type="button" class="btn" onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  );
}
