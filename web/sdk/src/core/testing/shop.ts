/** A checkout at a fake server, with everything that its callbacks were told. */

import type { HeadlessOptions } from "../../api/options.ts";
import type { PaymentMethodToken } from "../../api/types.ts";
import { Checkout } from "../checkout.ts";
import { type FakeBrowser, FakeHost, settle } from "./fake_host.ts";
import { FakeServer } from "./fake_server.ts";

export const TOKEN: PaymentMethodToken = {
  token: "card-token",
  paymentInstrumentType: "PAYMENT_CARD",
  paymentInstrumentData: { last4Digits: "4242", first6Digits: "424242", network: "VISA" },
};

export interface Shop {
  readonly server: FakeServer;
  readonly host: FakeHost;
  readonly checkout: Checkout;
  /** Names of the callbacks, in order. */
  readonly told: string[];
  /** What each was told last. */
  readonly last: Record<string, readonly unknown[]>;
  /** Pays with a card that becomes a token at once, and lets it run. */
  pay(tokenize?: () => Promise<PaymentMethodToken>): Promise<void>;
}

export async function openShop(
  options: HeadlessOptions = {},
  { server = new FakeServer(), browser }: { server?: FakeServer; browser?: FakeBrowser } = {},
): Promise<Shop> {
  const host = new FakeHost(server.fetch, browser);
  server.now ??= () => host.time;
  const told: string[] = [];
  const last: Record<string, readonly unknown[]> = {};
  const record = (name: string) => ({
    [name]: (...details: unknown[]) => {
      told.push(name);
      last[name] = details;
    },
  });
  const recorders = [
    "onAvailablePaymentMethodsLoad",
    "onPaymentCreationStart",
    "onCheckoutComplete",
    "onCheckoutFail",
    "onTokenizeStart",
    "onTokenizeSuccess",
    "onTokenizeError",
    "onTokenizeDidNotStart",
    "onBeforeClientSessionUpdate",
    "onClientSessionUpdate",
    "onPaymentMethodAction",
  ].map(record);
  const callbacks: HeadlessOptions = Object.assign({ liveUpdates: false }, ...recorders, options);
  const checkout = await Checkout.open(server.clientToken, callbacks, host);
  const pay = async (tokenize = async () => TOKEN) => {
    void checkout.pay("PAYMENT_CARD", tokenize);
    await settle();
  };
  return { server, host, checkout, told, last, pay };
}

/** As the drop-in does: shows each total as soon as it is there. */
export function paint({ checkout }: Shop): void {
  const show = () => {
    const { total } = checkout.state;
    if (total) checkout.painted(total);
  };
  show();
  checkout.subscribe(show);
}

/** A door that stays shut until it is opened. */
export function door(): { readonly shut: Promise<void>; open(): void } {
  let open = () => {};
  const shut = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { shut, open };
}
