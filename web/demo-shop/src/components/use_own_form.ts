import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { toneOf, wordsFor } from "../model/failure.ts";
import type { CardManager, HeadlessCheckout, Primer } from "../model/sdk.ts";
import type { FormProps } from "./payment.tsx";
import { eventsFor, type Opening, useCheckout } from "./use_checkout.ts";

/** The fields that Tender hosts, by the names of its validation errors. */
export type FieldName = "cardNumber" | "expiryDate" | "cvv";

/** One hosted field as the shop's box around it shows it. */
export interface FieldLook {
  readonly active: boolean;
  readonly error: string;
}

/** What the shopper must know before they pay. */
export interface Notice {
  readonly tone: "info" | "neg";
  readonly text: string;
}

export interface OwnForm {
  readonly opening: Opening;
  /** Where the frames go. */
  readonly places: Readonly<Record<FieldName, RefObject<HTMLDivElement | null>>>;
  readonly fields: Readonly<Record<FieldName, FieldLook>>;
  /** What the card may be, such as "Visa"; empty while unknown. */
  readonly network: string;
  /** The total that a press on Pay would charge, as the shopper reads it. */
  readonly total: string;
  readonly notice: Notice | null;
  readonly paying: boolean;
  setName(name: string): void;
  pay(): Promise<void>;
}

const BLANK: FieldLook = { active: false, error: "" };
const UNTOUCHED = { cardNumber: BLANK, expiryDate: BLANK, cvv: BLANK };

/** A headless checkout with Tender's three inputs. */
export function useOwnForm({ sdkUrl, clientToken, order, settings }: FormProps): OwnForm {
  const [fields, setFields] = useState<Record<FieldName, FieldLook>>(UNTOUCHED);
  const [network, setNetwork] = useState("");
  const [total, setTotal] = useState("");
  const [notice, setNotice] = useState<Notice | null>(null);
  const [paying, setPaying] = useState(false);
  const manager = useRef<CardManager | null>(null);
  const checkout = useRef<HeadlessCheckout | null>(null);
  const shown = useRef("");
  const places = {
    cardNumber: useRef<HTMLDivElement>(null),
    expiryDate: useRef<HTMLDivElement>(null),
    cvv: useRef<HTMLDivElement>(null),
  };
  const look: Look = (name, change) =>
    setFields((now) => ({ ...now, [name]: { ...now[name], ...change } }));
  const showTotal = () => {
    const now = checkout.current?.getSDKUtilities().getUIOrderAmount() ?? "";
    const before = shown.current;
    shown.current = now;
    setTotal(now);
    // Whoever changed the basket here knows it.
    if (before === "" || before === now || order.state.busy) return;
    setNotice({
      tone: "info",
      text: `The total changed from ${before} to ${now}. Check it, then pay.`,
    });
  };
  const shop = eventsFor(order);

  const open = (primer: Primer) =>
    primer.createHeadless(clientToken, {
      locale: settings.locale,
      liveUpdates: settings.live,
      onAvailablePaymentMethodsLoad: () => {},
      onClientSessionUpdate: () => {
        showTotal();
        shop.onClientSessionUpdate();
      },
      onCheckoutComplete: shop.onCheckoutComplete,
      onCheckoutFail: (error, { payment }) => {
        setNotice({ tone: toneOf(error), text: wordsFor(error, payment !== undefined) });
        shop.onCheckoutFail(error, {});
      },
    });

  const render = async (opened: HeadlessCheckout) => {
    checkout.current = opened;
    showTotal();
    await opened.start();
    const card = await opened.createPaymentMethodManager("PAYMENT_CARD", {
      onCardNetworksChange: ({ detectedCardNetworks: { items } }) =>
        setNetwork(items.map(({ displayName }) => displayName).join(" or ")),
    });
    if (!card) throw new Error("The account takes no cards.");
    manager.current = card;
    await renderInputs(card, places, look);
  };
  const opening = useCheckout(sdkUrl, order, open, render);

  const pay = async () => {
    const card = manager.current;
    if (!card || paying) return;
    setNotice(null);
    const { valid, validationErrors } = await card.validate();
    for (const { name, message } of validationErrors) {
      if (name in UNTOUCHED) look(name as FieldName, { error: message });
      else setNotice({ tone: "neg", text: message });
    }
    if (!valid) return;
    setPaying(true);
    await card.submit();
    setPaying(false);
  };
  const setName = (name: string) => manager.current?.setCardholderName(name);
  return { opening, places, fields, network, total, notice, paying, setName, pay };
}

type Look = (name: FieldName, change: Partial<FieldLook>) => void;

/** Puts the three inputs in their places and keeps the boxes around them true. */
async function renderInputs(card: CardManager, places: OwnForm["places"], look: Look) {
  const { cardNumberInput, expiryInput, cvvInput } = card.createHostedInputs();
  const inputs = { cardNumber: cardNumberInput, expiryDate: expiryInput, cvv: cvvInput };
  const rendered = Object.entries(inputs).map(([key, input]) => {
    const name = key as FieldName;
    input.addEventListener("focus", () => look(name, { active: true }));
    input.addEventListener("blur", () => look(name, { active: false }));
    input.addEventListener("change", ({ error }) => look(name, { error: error ?? "" }));
    return input.render(places[name].current as Element, { ...HINTS[name], style: inputStyle() });
  });
  await Promise.all(rendered);
}

const HINTS: Readonly<Record<FieldName, { ariaLabel: string; placeholder: string }>> = {
  cardNumber: { ariaLabel: "Card number", placeholder: "1234 1234 1234 1234" },
  expiryDate: { ariaLabel: "Expiry, month and year", placeholder: "MM / YY" },
  cvv: { ariaLabel: "Security code", placeholder: "3 digits" },
};

/** The shop's colours for the inside of the frames, which no style sheet of it reaches. */
function inputStyle(): Readonly<Record<string, unknown>> {
  const { color, fontFamily } = getComputedStyle(document.body);
  const probe = document.createElement("span");
  probe.className = "placeholder-probe";
  document.body.append(probe);
  const placeholder = { color: getComputedStyle(probe).color };
  probe.remove();
  const theme = document.documentElement.dataset.theme;
  const isDark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const colorScheme = isDark ? "dark" : "light";
  return { base: { color, fontFamily, placeholder }, colorScheme };
}
