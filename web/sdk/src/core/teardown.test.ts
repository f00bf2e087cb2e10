import { expect, test } from "vitest";
import type { PaymentCreationHandler } from "../api/options.ts";
import { settle } from "./testing/fake_host.ts";
import { door, openShop, TOKEN } from "./testing/shop.ts";

const PAYMENTS = "/payments";

test("a checkout closed while a card becomes a token sends nothing", async () => {
  const shop = await openShop();
  const { shut, open } = door();
  await shop.pay(() => shut.then(() => TOKEN));
  shop.checkout.teardown();
  open();
  await shop.host.advance(100_000);
  expect(shop.server.sent(PAYMENTS)).toEqual([]);
  expect(shop.told).not.toContain("onCheckoutFail");
  expect(shop.checkout.state.phase.name).toBe("closed");
});

test("a checkout closed while the merchant thinks sends nothing", async () => {
  let handler: PaymentCreationHandler | undefined;
  const shop = await openShop({
    onBeforePaymentCreate: (_, given) => {
      handler = given;
    },
  });
  await shop.pay();
  shop.checkout.teardown();
  expect(shop.host.timers.size).toBe(0);
  handler?.continuePaymentCreation();
  await settle();
  expect(shop.told).toEqual([]);
});

test("a checkout closed while the merchant decides on the card sends nothing", async () => {
  const { shut, open } = door();
  const shop = await openShop({ onTokenizeShouldStart: () => shut.then(() => true) });
  let cards = 0;
  await shop.pay(async () => {
    cards += 1;
    return TOKEN;
  });
  shop.checkout.teardown();
  open();
  await settle();
  expect(cards).toBe(0);
});

test("after teardown nothing is told and nothing is left behind", async () => {
  const shop = await openShop({ liveUpdates: true });
  shop.checkout.start();
  await settle();
  const refreshed = shop.checkout.refreshClientSession();
  shop.checkout.teardown();
  expect(await refreshed).toBe(false);
  const told = shop.told.length;
  await shop.host.advance(100_000);
  expect(shop.told).toHaveLength(told);
  expect(shop.checkout.state.phase.name).toBe("closed");
  expect(shop.host.timers.size).toBe(0);
  expect(shop.host.onlineListeners.size).toBe(0);
  expect(shop.server.streams.some((stream) => stream.open)).toBe(false);
  shop.checkout.teardown();
});
