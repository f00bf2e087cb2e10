/** A card that was paid with leaves nothing behind: not in the browser, not on the server. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { holdsNumber, tracesOf } from "../support/hostile/card_traces.ts";
import { test as base, expect } from "../support/hostile/test.ts";
import { CARD, Victim } from "../support/hostile/victims.ts";
import { Tender } from "../support/tender.ts";

/** With a server that logs all it can. */
const test = base.extend<object, { tender: Tender }>({
  tender: [
    // biome-ignore lint/correctness/noEmptyPattern: the form that Playwright asks for
    async ({}, use) => {
      const tender = await Tender.start(undefined, "trace");
      await use(tender);
      await tender.stop();
    },
    { scope: "worker" },
  ],
});

test("nothing of the card stays in the browser", async ({ stage }) => {
  const { page } = stage;
  const victim = await Victim.open("tender", stage);
  await victim.type();
  await victim.pay();
  expect(await victim.outcome()).toContain('"last4Digits":"4574"');
  expect(tracesOf(CARD, await leftIn(page))).toEqual([]);

  await page.evaluate(
    async ([number, cvv]) => {
      localStorage.setItem("number", number);
      sessionStorage.setItem("cvv", `cvv=${cvv}`);
      history.replaceState({ number }, "");
      // biome-ignore lint/suspicious/noDocumentCookie: as a page would
      document.cookie = `card=${number}`;
      await (await caches.open("cards")).put("/card", new Response(number));
      await new Promise((resolve) => {
        const opening = indexedDB.open("cards", 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("cards").put(number, 1);
        opening.onsuccess = resolve;
      });
    },
    [CARD.number, CARD.cvv] as const,
  );
  const planted = tracesOf(CARD, await leftIn(page)).map((trace) => trace.split(":")[0]);
  expect(planted.filter((what) => what === "number").length).toBeGreaterThanOrEqual(5);
  expect(planted).toContain("security code");
});

test("nothing of the card is in the server's log, and only sealed in its files", async ({
  stage,
}) => {
  const { tender } = stage;
  const victim = await Victim.open("tender", stage);
  await victim.type();
  await victim.pay();
  // It did log this payment, and wrote it down.
  expect(tender.log).toContain("payment-instruments");
  expect(tracesOf(CARD, tender.log)).toEqual([]);
  const files = filesIn(tender.data);
  expect(files.some(([, bytes]) => bytes.includes("payment.authorization_answered"))).toBe(true);
  for (const [name, bytes] of files) expect(holdsNumber(bytes, CARD.number), name).toBe(false);
  expect(tender.securityCodes()).toBe(0);
  // The same look finds what is there in plain.
  expect(files.some(([, bytes]) => holdsNumber(bytes, "4574"))).toBe(true);
});

test("a token discloses the first and last digits and the expiry, and no more", async ({
  stage,
}) => {
  const victim = await Victim.open("tender", stage);
  const answered = stage.page.waitForResponse("**/client/payment-instruments");
  await victim.type();
  await victim.pay();
  const token = await (await answered).json();
  const { month, year, number } = CARD;
  expect(token.paymentInstrumentData).toMatchObject({
    first6Digits: number.slice(0, 6),
    last4Digits: number.slice(-4),
    expirationMonth: month,
    expirationYear: `20${year}`,
  });
  expect(tracesOf(CARD, JSON.stringify(token))).toEqual([]);
});

/** All that a browser keeps of a page and its frames, and what a page can ask it for. */
async function leftIn(page: Page): Promise<string> {
  const state = await page.context().storageState({ indexedDB: true });
  const frames = await Promise.all(page.frames().map((frame) => frame.evaluate(keptHere)));
  return [JSON.stringify(state), JSON.stringify(await page.context().cookies()), ...frames].join(
    "\n",
  );
}

async function keptHere(): Promise<string> {
  const cached: string[] = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      cached.push(url, (await (await cache.match(url))?.text()) ?? "");
    }
  }
  const parts = {
    local: { ...localStorage },
    session: { ...sessionStorage },
    history: history.state,
    address: location.href,
    title: document.title,
    name: window.name,
    cookie: document.cookie,
    cached,
  };
  return JSON.stringify(parts);
}

function filesIn(folder: string): [string, Buffer][] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path)]);
}
