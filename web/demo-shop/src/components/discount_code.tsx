import { useId, useState } from "preact/hooks";
import type { Order } from "../model/order.ts";
import { useStore } from "../model/store.ts";
import { Icon } from "./icon.tsx";

/** A code, which the backend knows or not. */
export function DiscountCode({ order }: { order: Order }) {
  const { wish, codeError, paid } = useStore(order);
  const [code, setCode] = useState("");
  const id = useId();
  if (paid) return null;
  if (wish.discountCode !== "") {
    return (
      <p class="code row">
        <span class="tag">{wish.discountCode}</span>
        <span class="grow sub">taken off each line</span>
        <button
          type="button"
          class="link"
          aria-label={`Remove the code ${wish.discountCode}`}
          onClick={() => void order.change({ discountCode: "" })}
        >
          Remove
        </button>
      </p>
    );
  }
  return (
    <form
      class="code"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== "") void order.change({ discountCode: code.trim().toUpperCase() });
      }}
    >
      <div class={codeError ? "row bad" : "row"}>
        <label class="field grow" for={id}>
          <span class="label">Discount code</span>
          <input
            id={id}
            value={code}
            placeholder="WELCOME10"
            autocomplete="off"
            autocapitalize="characters"
            aria-invalid={codeError !== ""}
            aria-describedby={`${id}-error`}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="btn tall">
          Apply
        </button>
      </div>
      <p class="error" id={`${id}-error`} role="alert">
        {codeError && <Icon name="warning" />}
        {codeError}
      </p>
    </form>
  );
}
