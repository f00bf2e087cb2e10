/** Pictures of every state, to be looked at: results/screenshots. */

import { join } from "node:path";
import { PageHealth } from "../support/page_health.ts";
import { STATES } from "../support/states.ts";
import { test } from "../support/test.ts";

const folder = join(import.meta.dirname, "../results/screenshots");

for (const theme of ["light", "dark"] as const) {
  for (const { name, reach } of STATES) {
    test(`${name}, ${theme}`, async ({ page, shop }) => {
      const health = new PageHealth(page);
      await page.emulateMedia({ colorScheme: theme });
      await reach(shop);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await health.expectSound();
        const path = join(folder, `${name}-${width}-${theme}.png`);
        await page.screenshot({ path, fullPage: true, animations: "disabled" });
      }
    });
  }
}
