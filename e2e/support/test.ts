/** The `test` of this folder: a Tender per worker, a merchant, a website of theirs. */

import { test as base } from "@playwright/test";
import { Merchant } from "./merchant.ts";
import { PageServer } from "./page_server.ts";
import { Tender } from "./tender.ts";

export { expect } from "@playwright/test";

export const test = base.extend<{ merchant: Merchant }, { tender: Tender; site: PageServer }>({
  tender: [
    // biome-ignore lint/correctness/noEmptyPattern: the form that Playwright asks for
    async ({}, use) => {
      const tender = await Tender.start();
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
});
