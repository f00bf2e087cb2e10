/** What axe finds wrong with a page and all its frames. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame, Page } from "@playwright/test";
import type axe from "axe-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA. A page must also follow what axe calls best practices, as for headings. */
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** One line for each element that breaks a rule. */
export async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    const whole = frame === page.mainFrame();
    const backdrop = whole ? "" : await backdropOf(frame);
    await frame.evaluate(SOURCE);
    found.push(...(await frame.evaluate(run, { whole, backdrop, tags: WCAG })));
  }
  return found;
}

/** What is painted behind a frame, which itself cannot know. */
async function backdropOf(frame: Frame): Promise<string> {
  const element = await frame.frameElement();
  return await element.evaluate((start) => {
    const isClear = (color: string) => /^rgba\(.*, 0\)$/.test(color);
    let place: Node | null = start;
    while (place instanceof Element && isClear(getComputedStyle(place).backgroundColor)) {
      place = place.assignedSlot ?? place.parentNode;
    }
    return place instanceof Element ? getComputedStyle(place).backgroundColor : "white";
  });
}

interface Run {
  /** A page, not a frame. */
  readonly whole: boolean;
  readonly backdrop: string;
  readonly tags: string[];
}

async function run({ whole, backdrop, tags }: Run): Promise<string[]> {
  const { style } = document.documentElement;
  style.background = backdrop;
  const { violations } = await window.axe.run(document, {
    iframes: false,
    resultTypes: ["violations"],
    runOnly: { type: "tag", values: whole ? [...tags, "best-practice"] : tags },
  });
  style.background = "";
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary}`),
  );
}
