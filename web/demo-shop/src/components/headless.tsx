import { useEffect, useRef, useState } from "preact/hooks";
import { OwnForm } from "../model/own_form.ts";
import { useStore } from "../model/store.ts";
import { Amount } from "./amount.tsx";
import { CardField, inputStyle } from "./card_field.tsx";
import { Icon } from "./icon.tsx";
import { Message } from "./message.tsx";
import { NotLoaded } from "./not_loaded.tsx";
import type { FormProps } from "./payment.tsx";
import { eventsFor, useCheckout } from "./use_checkout.ts";

/** The shop's own form: its layout, its words, its button. Only three inputs are Tender's. */
export function Headless({ sdkUrl, clientToken, order, settings, onReopen }: FormProps) {
  const [form] = useState(() => new OwnForm(eventsFor(order), () => order.state.busy));
  const { fields, network, notice, paying, total } = useStore(form);
  const { paid } = useStore(order);
  const cardNumber = useRef<HTMLDivElement>(null);
  const expiryDate = useRef<HTMLDivElement>(null);
  const cvv = useRef<HTMLDivElement>(null);
  const opening = useCheckout(
    sdkUrl,
    order,
    (primer) =>
      form.open(primer, clientToken, { locale: settings.locale, liveUpdates: settings.live }),
    async () => {
      if (!cardNumber.current || !expiryDate.current || !cvv.current) return;
      const places = {
        cardNumber: cardNumber.current,
        expiryDate: expiryDate.current,
        cvv: cvv.current,
      };
      await form.render(places, inputStyle());
    },
  );
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const restyle = () => form.restyle(inputStyle());
    system.addEventListener("change", restyle);
    return () => system.removeEventListener("change", restyle);
  }, [form]);

  if (opening === "failed") return <NotLoaded onReopen={onReopen} />;
  if (paid) return null;
  return (
    <form
      class="own-form"
      aria-busy={opening === "loading"}
      onSubmit={(event) => {
        event.preventDefault();
        void form.pay();
      }}
    >
      {notice && <Message tone={notice.tone}>{notice.text}</Message>}
      <CardField label="Card number" place={cardNumber} note={network} {...fields.cardNumber} />
      <div class="two">
        <CardField label="Expiry" place={expiryDate} {...fields.expiryDate} />
        <CardField label="Security code" place={cvv} {...fields.cvv} />
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
      <button type="submit" class="btn primary pay" disabled={paying}>
        {paying ? "Paying" : "Pay"} <Amount class="num">{total}</Amount>
      </button>
      <p class="safe">
        <Icon name="lock" />
        The shop made this form. The card goes into three fields of Tender's.
      </p>
    </form>
  );
}
