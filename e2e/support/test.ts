/** The `test` of this folder: a Tender per worker, a merchant, a website of theirs. */

import { test as base } from "@playwright/test";
import { Merchant } from "./merchant.ts";
import { MerchantPage } from "./merchant_page.ts";
import { PageServer } from "./page_server.ts";
import { ShopPage } from "./shop_page.ts";
import { type Charge, Tender } from "./tender.ts";

export { expect } from "@playwright/test";

interface OfTest {
  merchant: Merchant;
  /** The demo shop of `tender dev`. */
  shop: ShopPage;
  /** A page of the merchant's own around the SDK. */
  merchantPage: MerchantPage;
  /** What the processor has charged since the test began. */
  charged: () => Charge[];
}

/** A worker runs one test at a time, so a test has these to itself. */
interface OfWorker {
  /** Of the account, where a file of tests needs others than the defaults. */
  settings: object | undefined;
  tender: Tender;
  site: PageServer;
}

export const test = base.extend<OfTest, OfWorker>({
  settings: [undefined, { scope: "worker", option: true }],
  tender: [
    async ({ settings }, use) => {
      const tender = await Tender.start(settings);
      await use(tender);
      await tender.stop();
    },
    { scope: "worker" },
  ],
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: the form that Playwright asks for
    async ({}, use) => {
      const site = await PageServer.start();
      await use(site);
      await site.stop();
    },
    { scope: "worker" },
  ],
  merchant: async ({ tender }, use) => {
    await use(new Merchant(tender));
  },
  shop: async ({ page, tender }, use) => {
    await use(new ShopPage(page, tender.shopUrl));
  },
  merchantPage: async ({ page, site, tender }, use) => {
    await use(await MerchantPage.open(page, site, tender.sdkUrl));
  },
  charged: async ({ tender }, use) => {
    const before = tender.charges().length;
    await use(() => tender.charges().slice(before));
  },
});
