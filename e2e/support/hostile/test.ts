/** The `test` of the attacks: beside the merchant's origin there is somebody else's. */

import { PageServer } from "../page_server.ts";
import { test as base } from "../test.ts";
import type { Stage } from "./victims.ts";

export { expect } from "@playwright/test";

export const test = base.extend<{ stage: Stage }, { elsewhere: PageServer }>({
  elsewhere: [
    // biome-ignore lint/correctness/noEmptyPattern: the form that Playwright asks for
    async ({}, use) => {
      const elsewhere = await PageServer.start();
      await use(elsewhere);
      await elsewhere.stop();
    },
    { scope: "worker" },
  ],
  stage: async ({ page, tender, merchant, site, elsewhere }, use) => {
    await use({ page, tender, merchant, site, elsewhere });
  },
});
