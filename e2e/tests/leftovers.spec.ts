/** What a page keeps of a checkout that is gone, or has been copied. */

import type { CDPSession, Page } from "@playwright/test";
import { VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test("a torn down checkout leaves no listener and none of its elements", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const developer = await page.context().newCDPSession(page);
  const before = await listeners(developer);
  for (let opening = 1; opening <= 3; opening++) {
    const { clientToken } = await merchant.createSession();
    await merchantPage.showDropIn(clientToken);
    await expect(merchantPage.checkout.number).toBeEditable();
    await remember(page);
    await merchantPage.teardown();
    await expect.poll(() => page.frames().length).toBe(1);
  }
  // The page still has what showUniversalCheckout gave it.
  await expect.poll(() => kept(page, developer)).toBe(0);
  expect(await listeners(developer)).toEqual(before);
});

test("so does one that is torn down in the middle of a payment", async ({
  merchantPage,
  merchant,
  page,
}) => {
  await page.route("**/client/payments", () => {});
  const developer = await page.context().newCDPSession(page);
  const before = await listeners(developer);
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await merchantPage.checkout.payWith(VISA);
  await expect(merchantPage.checkout.outcome("Confirming with your bank")).toBeVisible();
  await merchantPage.teardown();
  await expect.poll(() => listeners(developer)).toEqual(before);
});

test("a checkout that is moved on the page works in its new place", async ({
  merchantPage,
  merchant,
  page,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await expect(merchantPage.checkout.number).toBeEditable();
  const developer = await page.context().newCDPSession(page);
  const before = await listeners(developer);
  await page.evaluate(async () => {
    const container = document.getElementById("checkout") as HTMLElement;
    container.remove();
    // Long enough for whatever would draw what is off the page.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    document.body.prepend(container);
  });
  await expect(merchantPage.checkout.number).toBeEditable();
  await expect.poll(() => listeners(developer)).toEqual(before);
  await merchantPage.checkout.payWith(VISA);
  await merchantPage.checkout.expectPaid("€49.00");
  expect(charged()).toHaveLength(1);
});

for (const copied of ["container", "checkout"] as const) {
  test(`a copied ${copied} throws nothing and shows no dead form`, async ({
    merchantPage,
    merchant,
    page,
    charged,
  }) => {
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    const { clientToken } = await merchant.createSession();
    await merchantPage.showDropIn(clientToken);
    await merchantPage.checkout.fill(VISA);
    // As Turbo keeps a page for the way back.
    await page.evaluate((copied) => {
      const selector = copied === "container" ? "#checkout" : "tender-checkout";
      const original = document.querySelector(selector) as Element;
      const copy = original.cloneNode(true);
      original.replaceWith(copy);
    }, copied);
    await expect(page.locator("tender-checkout, #checkout iframe, #checkout form")).toHaveCount(0);
    // The page shows it again, as it would after a visit.
    await merchantPage.surroundCheckoutWith('<div id="checkout"></div>');
    expect(await merchantPage.showDropIn(clientToken)).toBe("shown");
    await merchantPage.checkout.payWith(VISA);
    await merchantPage.checkout.expectPaid("€49.00");
    expect(charged()).toHaveLength(1);
    expect(errors).toEqual([]);
  });
}

test("a copy beside the original leaves that one alone", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await merchantPage.checkout.fill(VISA);
  await page.evaluate(() => {
    const original = document.getElementById("checkout") as Element;
    original.after(original.cloneNode(true));
  });
  await expect(page.locator("tender-checkout")).toHaveCount(1);
  await merchantPage.checkout.payButton.click();
  await merchantPage.checkout.expectPaid("€49.00");
  expect(errors).toEqual([]);
});

/** How many listeners of each kind window and document have. */
async function listeners(developer: CDPSession): Promise<unknown> {
  const count = (target: string) =>
    `Object.entries(getEventListeners(${target})).map(([type, all]) => type + " " + all.length)`;
  const { result } = await developer.send("Runtime.evaluate", {
    expression: `[...${count("window")}, ...${count("document")}].sort()`,
    includeCommandLineAPI: true,
    returnByValue: true,
  });
  return result.value;
}

declare global {
  interface Window {
    remembered?: WeakRef<Element>[];
  }
}

/** Notes the elements of the checkout without keeping them. */
async function remember(page: Page): Promise<void> {
  await page.evaluate(() => {
    const elements = document.querySelectorAll("tender-checkout, tender-card-form");
    window.remembered ??= [];
    for (const element of elements) window.remembered.push(new WeakRef(element));
  });
}

/** How many of them are still in memory. */
async function kept(page: Page, developer: CDPSession): Promise<number | undefined> {
  await developer.send("HeapProfiler.collectGarbage");
  return await page.evaluate(() => window.remembered?.filter((one) => one.deref()).length);
}
