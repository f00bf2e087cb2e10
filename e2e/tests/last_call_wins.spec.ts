/** Several openings in one place: the last call has it, whatever loads first. */

import type { Page } from "@playwright/test";
import type { Primer as PrimerType } from "../../web/sdk/src/index.ts";
import { VISA } from "../support/cards.ts";
import type { Merchant } from "../support/merchant.ts";
import { MerchantPage } from "../support/merchant_page.ts";
import { expect, test } from "../support/test.ts";

/** What is won by chance is lost in one of these. Each is a cold load of its own. */
const ROUNDS = 6;

for (const loading of ["script", "module"] as const) {
  test(`of two calls in one tick the second stays, loaded as a ${loading}`, async ({
    merchant,
    site,
    tender,
    browser,
  }) => {
    const tokens = await twoSessions(merchant);
    for (let round = 0; round < ROUNDS; round++) {
      const context = await browser.newContext();
      const shop = await MerchantPage.open(await context.newPage(), site, tender.sdkUrl);
      if (loading === "module") await shop.load(loading);
      const outcomes = await shop.page.evaluate(
        (tokens) =>
          Promise.all(
            tokens.map((token) =>
              window.shop.dropIn(token, {}, {}).then(
                () => "shown",
                (error) => error.code,
              ),
            ),
          ),
        tokens,
      );
      expect(outcomes).toEqual(["PRIMER_TEARDOWN", "shown"]);
      await shop.checkout.expectToAsk("€64.00");
      await expect(shop.page.locator("tender-checkout")).toHaveCount(1);
      await context.close();
    }
  });
}

test("a component that is mounted, unmounted and mounted shows its checkout", async ({
  merchant,
  site,
  tender,
  browser,
}) => {
  const tokens = await twoSessions(merchant);
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext();
    const shop = await MerchantPage.open(await context.newPage(), site, tender.sdkUrl);
    await mountLikeReact(shop.page, tokens);
    await shop.checkout.expectToAsk("€64.00");
    await expect(shop.checkout.number).toBeEditable();
    await expect(shop.page.locator("tender-checkout")).toHaveCount(1);
    await context.close();
  }
});

for (const { part, path } of [
  { part: "session", path: "**/client-sdk/configuration**" },
  { part: "texts", path: "**/sdk/assets/de-*.js" },
]) {
  test(`a first call whose ${part} comes last does not take the place back`, async ({
    merchantPage,
    merchant,
    page,
    charged,
  }) => {
    const [first = "", second = ""] = await twoSessions(merchant);
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let requests = 0;
    await page.route(path, async (route) => {
      if (requests++ === 0) await held;
      await route.continue();
    });
    const overtaken = merchantPage.showDropIn(first, { locale: "de" });
    await expect.poll(() => requests).toBe(1);
    expect(await merchantPage.showDropIn(second, { locale: "en" })).toBe("shown");
    goOn();
    expect(await overtaken).toBe("PRIMER_TEARDOWN");
    await merchantPage.checkout.payWith(VISA);
    await merchantPage.checkout.expectPaid("€64.00");
    expect(charged()).toEqual([{ amount: 6400, currency: "EUR" }]);
  });
}

test("a container that is gone before its checkout is there gets none", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const { clientToken } = await merchant.createSession();
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let requests = 0;
  await page.route("**/client-sdk/configuration**", async (route) => {
    requests++;
    await held;
    await route.continue();
  });
  const opening = merchantPage.showDropIn(clientToken);
  await expect.poll(() => requests).toBe(1);
  await page.evaluate(() => document.getElementById("checkout")?.remove());
  goOn();
  expect(await opening).toBe("PRIMER_TEARDOWN");
  await expect.poll(() => page.frames().length).toBe(1);
});

/** Two tokens; the second session costs 64 euros. */
async function twoSessions(merchant: Merchant): Promise<string[]> {
  const sessions = [await merchant.createSession(), await merchant.createSession()];
  const tokens = sessions.map(({ clientToken }) => clientToken as string);
  await merchant.setPrice(tokens[1] ?? "", 6400);
  return tokens;
}

/** As React's StrictMode runs an effect: twice, with its clean-up between, all in one tick. */
async function mountLikeReact(page: Page, tokens: readonly string[]): Promise<void> {
  await page.evaluate(([first = "", second = ""]) => {
    const effect = (token: string) => {
      let gone = false;
      const options = { container: "#checkout" };
      const { Primer } = window as unknown as { Primer: typeof PrimerType };
      const opening = Primer.showUniversalCheckout(token, options);
      opening.then(
        (checkout) => gone && checkout.teardown(),
        () => {},
      );
      return () => {
        gone = true;
      };
    };
    const cleanUp = effect(first);
    cleanUp();
    effect(second);
  }, tokens);
}
