/** What the page translators of browsers do to a page, and what careless scripts do. */

import type { Page } from "@playwright/test";

/**
 * Puts an element with the same words in the place of each text. A polite translator leaves
 * alone what asks for it.
 */
export async function translate(page: Page, manner: "polite" | "rough"): Promise<void> {
  await page.evaluate((manner) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    while (texts.nextNode()) found.push(texts.currentNode as Text);
    for (const text of found) {
      const kept = text.parentElement?.closest("script, style, [translate=no], .notranslate");
      if (!text.data.trim() || (kept && manner === "polite")) continue;
      const font = document.createElement("font");
      font.textContent = text.data;
      text.replaceWith(font);
    }
  }, manner);
}

/** Writes a text into the pay button, again and again, until the answer is called. */
export async function overwriteAmount(page: Page, text: string): Promise<() => Promise<void>> {
  const observer = await page.evaluateHandle((text) => {
    const write = () => {
      const amount = document.querySelector(".tender-pay span > bdi");
      if (amount && amount.textContent !== text) amount.textContent = text;
    };
    const observer = new MutationObserver(write);
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
    write();
    return observer;
  }, text);
  return () => observer.evaluate((observer) => observer.disconnect());
}
