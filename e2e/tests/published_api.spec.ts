/** The published names, as pages that were written for them use them. */

import { AMEX, CO_BADGED, VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test("options may come by configure, and only one way", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const { clientToken, orderId } = await merchant.createSession();
  const told = await page.evaluate(async (clientToken) => {
    const { Primer } = window;
    const told: string[] = [];
    const callbacks = {
      onAvailablePaymentMethodsLoad: (methods: readonly { type: string }[]) =>
        told.push(...methods.map(({ type }) => type)),
      onClientSessionUpdate: (session: { orderId?: string }) => told.push(`${session.orderId}`),
    };
    const headless = await Primer.createHeadless(clientToken);
    headless.configure(callbacks);
    await headless.start();
    const refused = (run: () => void) => {
      try {
        run();
        return "taken";
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    told.push(refused(() => headless.configure(callbacks)));
    const other = await Primer.createHeadless(clientToken, callbacks);
    told.push(refused(() => other.configure(callbacks)));
    return told;
  }, clientToken);
  expect(told).toEqual(["PAYMENT_CARD", orderId, "INVALID_ARGUMENT", "INVALID_ARGUMENT"]);
  expect(await merchantPage.told()).toEqual([]);
});

test("the card is told in the published forms", async ({ merchantPage, merchant }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  await merchantPage.checkout.number.fill(AMEX.number);
  expect(await merchantPage.hear("onCardMetadataChange")).toEqual({
    type: "american-express",
    possibleTypes: ["american-express"],
    cvvLength: 4,
    cardNumberLength: 15,
  });
  await merchantPage.checkout.payButton.click();
  const { data } = await merchantPage.hear("onCheckoutFail");
  expect(data.validationErrors).toMatchObject([
    { name: "expiryDate-card", field: "expiryDate", error: "expiry.required" },
    { name: "cvv-card", field: "cvv", error: "cvv.required" },
  ]);
});

test("inputs may be created one by one", async ({ merchantPage, merchant, page }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  expect(
    await page.evaluate(() => {
      const { card } = window.shop;
      const { cardNumberInput, expiryInput, cvvInput } = card?.createHostedInputs() ?? {};
      const inputs = ["cardNumber", "expiryDate", "cvv"].map((n) => card?.createHostedInput(n));
      return [cardNumberInput, expiryInput, cvvInput].map((input, n) => input === inputs[n]);
    }),
  ).toEqual([true, true, true]);
});

test("each brand has a picture that any page may show and keep", async ({
  merchantPage,
  merchant,
  page,
  tender,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  const assets = await page.evaluate(async () => {
    const { checkout } = window.shop;
    if (!("getAssetsManager" in checkout)) return [];
    const manager = checkout.getAssetsManager();
    const names = ["VISA", "american-express", "CARTES_BANCAIRES", "something-new"];
    return await Promise.all(names.map((name) => manager.getCardNetworkAsset(name)));
  });
  expect(assets.map(({ displayName }) => displayName)).toEqual([
    "Visa",
    "American Express",
    "Cartes Bancaires",
    "something-new",
  ]);
  for (const { cardUrl } of assets) {
    expect(cardUrl).toContain(`${tender.url}/sdk/assets/`);
    const { headers } = await fetch(cardUrl);
    expect(headers.get("content-type")).toBe("image/svg+xml");
    expect(headers.get("cache-control")).toContain("immutable");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    const width = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return image.naturalWidth;
    }, cardUrl);
    expect(width).toBe(32);
  }
});

test("a checkout refreshes by its older name, and says what is not there yet", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, { liveUpdates: false });
  await merchant.setPrice(clientToken, 5900);
  const refreshed = await page.evaluate(() => {
    const { checkout } = window.shop;
    return "setClientToken" in checkout ? checkout.setClientToken() : null;
  });
  expect(refreshed).toBe(true);
  await merchantPage.checkout.expectToAsk("€59.00");
  const missing = await page.evaluate(
    (token) => window.Primer.showVaultManager(token).catch((error) => error.message),
    clientToken,
  );
  expect(missing).toContain("not there yet");
});

for (const { names, network } of [
  { names: ["visa"], network: "VISA" },
  { names: ["VISA"], network: "VISA" },
  { names: ["CARTES_BANCAIRES"], network: "CARTES_BANCAIRES" },
  { names: [], network: "VISA" },
  { names: ["visa-debit"], network: "VISA" },
]) {
  for (const way of ["showHeadless", "showDropIn"] as const) {
    test(`allowedCardNetworks [${names}] pays over ${network}: ${way}`, async ({
      merchantPage,
      merchant,
    }) => {
      const { clientToken } = await merchant.createSession();
      await merchantPage[way](clientToken, { allowedCardNetworks: names });
      await merchantPage.checkout.payWith(CO_BADGED);
      const { payment } = await merchantPage.hear("onCheckoutComplete");
      expect(payment.paymentMethodData.network).toBe(network);
    });
  }
}

test("a page that wraps fetch and copies what it is given has payments made", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const wrapped: string[] = [];
  await page.exposeFunction("sent", (method: string) => wrapped.push(method));
  await page.evaluate(() => {
    const { sent, fetch } = window as unknown as Window & { sent(method: string): void };
    window.fetch = (address, request) => {
      sent(request?.method?.toUpperCase() ?? "none");
      return fetch(address, { ...request, headers: { ...request?.headers, "x-shop": "1" } });
    };
  });
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await merchantPage.checkout.payWith(VISA);
  await merchantPage.checkout.expectPaid("€49.00");
  expect(new Set(wrapped)).toEqual(new Set(["GET", "POST"]));
});
