import { useStore } from "../model/store.ts";
import { CardField } from "./card_field.tsx";
import { Icon } from "./icon.tsx";
import { Message } from "./message.tsx";
import { NotLoaded } from "./not_loaded.tsx";
import type { FormProps } from "./payment.tsx";
import { useOwnForm } from "./use_own_form.ts";

/** The shop's own form: its layout, its words, its button. Only three inputs are Tender's. */
export function Headless(props: FormProps) {
  const form = useOwnForm(props);
  const { paid } = useStore(props.order);
  if (form.opening === "failed") return <NotLoaded onReopen={props.onReopen} />;
  if (paid) return null;
  return (
    <form
      class="own-form"
      aria-busy={form.opening === "loading"}
      onSubmit={(event) => {
        event.preventDefault();
        void form.pay();
      }}
    >
      {form.notice && <Message tone={form.notice.tone}>{form.notice.text}</Message>}
      <CardField
        label="Card number"
        place={form.places.cardNumber}
        note={form.network}
        {...form.fields.cardNumber}
      />
      <div class="two">
        <CardField label="Expiry" place={form.places.expiryDate} {...form.fields.expiryDate} />
        <CardField label="Security code" place={form.places.cvv} {...form.fields.cvv} />
      </div>
      <label class="field">
        <span class="label">Name on card</span>
        <input
          name="cc-name"
          autocomplete="cc-name"
          placeholder="As printed on the card"
          onInput={(event) => form.setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="btn primary pay" disabled={form.paying}>
        {form.paying ? "Paying" : "Pay"} <bdi class="num">{form.total}</bdi>
      </button>
      <p class="safe">
        <Icon name="lock" />
        The shop made this form. The card goes into three fields of Tender's.
      </p>
    </form>
  );
}
