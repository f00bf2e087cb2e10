/**
 * Every state that a shopper sees, at desktop and phone width, light and dark: nothing is
 * broken, axe finds nothing, and there is a picture to look at in results/screenshots.
 */

import { join } from "node:path";
import type { Frame, Page } from "@playwright/test";
import { violationsOf } from "../support/axe.ts";
import { PageHealth } from "../support/page_health.ts";
import { STATES } from "../support/states.ts";
import { expect, test } from "../support/test.ts";

const folder = join(import.meta.dirname, "../results/screenshots");

for (const { name, fails, reach } of STATES) {
  for (const width of [1440, 390]) {
    test(`${name}, ${width} px`, async ({ page, shop }) => {
      const health = new PageHealth(page, { requestsFail: fails ?? false });
      await page.setViewportSize({ width, height: 900 });
      await reach(shop);
      for (const theme of ["light", "dark"] as const) {
        await turn(page, theme);
        await showAll(page, width);
        const path = join(folder, `${name}-${width}-${theme}.png`);
        await page.screenshot({ path, animations: "disabled" });
        await health.expectSound();
        expect(await violationsOf(page), theme).toEqual([]);
      }
    });
  }
}

/** As when the shopper's system turns dark in the evening. */
async function turn(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  for (const frame of await shownFrames(page)) {
    if (frame.parentFrame()) {
      await expect(frame.locator("html")).toHaveCSS("color-scheme", theme);
    }
  }
}

/** The page and its frames, without the one that keeps the card and is never seen. */
async function shownFrames(page: Page): Promise<Frame[]> {
  const shown = [];
  for (const frame of page.frames()) {
    const isShown = !frame.parentFrame() || (await (await frame.frameElement()).isVisible());
    if (isShown) shown.push(frame);
  }
  return shown;
}

/** Browsers do not paint frames that are out of sight, so nothing may be. */
async function showAll(page: Page, width: number): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, 900) });
  for (const frame of await shownFrames(page)) {
    await frame.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
}
