/** The checkout without a mouse, without sight, without motion, and on small screens. */

import type { Locator, Page } from "@playwright/test";
import { CO_BADGED, VISA } from "../support/cards.ts";
import { PageHealth } from "../support/page_health.ts";
import { STATES } from "../support/states.ts";
import { expect, test } from "../support/test.ts";

test("a shopper buys with the keyboard alone", async ({ shop, page, charged }) => {
  await shop.open();
  await tabTo(page, page.getByRole("button", { name: "Add Harbour trainers to the basket" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("link", { name: "Check out", exact: true }));
  await page.keyboard.press("Enter");
  const { number, expiry, code, name, payButton } = shop.checkout;
  await expect(number).toBeEditable();
  await tabTo(page, number);
  await page.keyboard.type("4242424242424242");
  await expect(expiry).toBeFocused();
  await page.keyboard.type("1240");
  await expect(code).toBeFocused();
  await page.keyboard.type("123");
  await tabTo(page, name);
  await page.keyboard.type("Ada Lovelace");
  await tabTo(page, payButton);
  await page.keyboard.press("Space");
  await shop.checkout.expectPaid("€133.90");
  await expect(shop.thanks).toBeFocused();
  expect(charged()).toHaveLength(1);
});

test("Tab goes through the form in reading order, and back", async ({ shop, page }) => {
  await shop.checkOut();
  const { number, expiry, code, name, payButton } = shop.checkout;
  const order = [number, expiry, code, name, payButton];
  await number.focus();
  for (const next of order.slice(1)) {
    await page.keyboard.press("Tab");
    await expect(next).toBeFocused();
  }
  for (const previous of order.slice(0, -1).reverse()) {
    await page.keyboard.press("Shift+Tab");
    await expect(previous).toBeFocused();
  }
});

test("a field in a frame has a name, and its error as its description", async ({ shop }) => {
  await shop.checkOut();
  const { number, expiry, code, payButton } = shop.checkout;
  await expect(number).toHaveAccessibleName("Card number");
  await expect(number).toHaveAttribute("aria-invalid", "false");
  await number.fill("4242 4242 4242 4241");
  await expiry.fill("01 / 25");
  await payButton.click();
  for (const [field, error] of [
    [number, "One digit looks wrong. Check the number."],
    [expiry, "Expired. Use another card."],
    [code, "Enter the security code."],
  ] as const) {
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(error);
  }
  await number.fill("4242 4242 4242 4242");
  await expect(number).toHaveAttribute("aria-invalid", "false");
  await expect(number).toHaveAccessibleDescription("");
});

test("Pay goes to the first error and announces all of them", async ({ shop, page }) => {
  await shop.checkOut();
  await shop.checkout.number.fill(VISA.number);
  await shop.checkout.payButton.click();
  await expect(shop.checkout.expiry).toBeFocused();
  const announced = page.getByRole("alert").filter({ hasText: "Check these fields" });
  await expect(announced).toHaveText(
    "Check these fields: Expiry, Security code, and Name on card.",
  );
});

test("in the shop's own form, Pay goes to the first error, too", async ({ shop, page }) => {
  await shop.checkOut("Dockside boots", { mode: "headless" });
  await shop.checkout.number.fill(VISA.number);
  await shop.checkout.payButton.click();
  await expect(shop.checkout.expiry).toBeFocused();
  await expect(shop.checkout.expiry).toHaveAccessibleDescription("Enter the expiry date.");
  const field = page.locator(".own-form .active .field");
  await expect(field).not.toHaveCSS("box-shadow", "none");
});

for (const reducedMotion of ["no-preference", "reduce"] as const) {
  const moves = reducedMotion === "no-preference";
  test(`with reduced motion at ${reducedMotion}, waiting ${moves ? "moves" : "keeps still"}`, async ({
    shop,
    page,
  }) => {
    await page.emulateMedia({ reducedMotion });
    await stateCalled("processing").reach(shop);
    const running = await page.evaluate(
      () =>
        document.getAnimations().filter(({ playState, effect }) => {
          const { duration } = effect?.getComputedTiming() ?? {};
          return playState === "running" && Number(duration) > 0;
        }).length,
    );
    expect(running > 0).toBe(moves);
  });
}

test("where colours are forced, borders, focus and errors still show", async ({ shop, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await stateCalled("error").reach(shop);
  const boxes = page.locator("#primer-checkout :is(.tender-box, .tender-pay)");
  await expect(boxes).toHaveCount(5);
  for (const box of await boxes.all()) {
    const { border, width, background } = await box.evaluate((element) => {
      const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(element);
      return { border: borderTopColor, width: borderTopWidth, background: backgroundColor };
    });
    expect(Number.parseFloat(width)).toBeGreaterThanOrEqual(1);
    expect(border).not.toBe(background);
  }
  const focused = page.locator(".tender-field--focused .tender-box");
  await expect(focused).toHaveCSS("outline-style", "solid");
  await expect(page.locator(".tender-error .tender-glyph").first()).toBeVisible();
});

for (const { title, use } of [
  { title: "320 px wide", use: { viewport: { width: 320, height: 640 } } },
  { title: "at 200 % zoom", use: { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 } },
]) {
  test.describe(title, () => {
    test.use(use);
    for (const name of ["shop-basket", "error", "declined", "headless-error"]) {
      test(`${name} needs no scrolling sideways`, async ({ shop, page }) => {
        const health = new PageHealth(page);
        await stateCalled(name).reach(shop);
        await health.expectSound();
        for (const text of await page.locator("#primer-checkout :is(p, button, label)").all()) {
          expect(await isCut(text), `${await text.textContent()}`).toBe(false);
        }
      });
    }
  });
}

test("everything in the drop-in is large enough for a finger", async ({ shop, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await shop.checkOut();
  await shop.checkout.fill(CO_BADGED);
  await expect(page.getByRole("radio", { name: "Cartes Bancaires" })).toBeVisible();
  // What is pressed: the box around an input, the label around a radio.
  const targets = page.locator("#primer-checkout :is(.tender-box, .tender-tile, button)");
  expect(await targets.count()).toBeGreaterThanOrEqual(7);
  for (const target of await targets.all()) {
    const { width = 0, height = 0 } = (await target.boundingBox()) ?? {};
    expect(Math.min(width, height), `${await target.textContent()}`).toBeGreaterThanOrEqual(44);
  }
});

test("a press anywhere on a field's box lands in the field", async ({ shop, page }) => {
  await shop.checkOut();
  for (const [name, field] of [
    ["cardNumber", shop.checkout.number],
    ["expiryDate", shop.checkout.expiry],
    ["cvv", shop.checkout.code],
    ["cardholderName", shop.checkout.name],
  ] as const) {
    const box = await page.locator(`[data-field="${name}"] .tender-box`).boundingBox();
    if (!box) throw new Error(`no box around ${name}`);
    for (const [x, y] of [
      [4, 4],
      [box.width - 4, box.height - 4],
    ] as const) {
      await page.locator("h1").click();
      await page.mouse.click(box.x + x, box.y + y);
      await expect(field).toBeFocused();
    }
  }
});

test("nothing below the form jumps when it has loaded", async ({ shop, page }) => {
  let load = () => {};
  const loading = new Promise<void>((resolve) => {
    load = resolve;
  });
  await page.route("**/client-sdk/configuration*", async (route) => {
    await loading;
    await route.continue();
  });
  await shop.open();
  await shop.putInBasket("Harbour trainers");
  await shop.goToCheckout();
  await expect(page.getByText("Loading the payment form")).toBeAttached();
  const below = page.getByRole("heading", { name: "Test cards" });
  const before = await below.boundingBox();
  load();
  await expect(shop.checkout.number).toBeEditable();
  expect(await below.boundingBox()).toEqual(before);
});

/** More stops than any page of ours has. */
const STOPS_MAX = 80;

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    const isThere = await target.evaluate(
      (element) => element === document.activeElement && document.hasFocus(),
    );
    if (isThere) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab never gets there");
}

function stateCalled(name: string) {
  const state = STATES.find((state) => state.name === name);
  if (!state) throw new Error(`no state ${name}`);
  return state;
}

/** Whether some of the text is not to be seen. What is for screen readers never is. */
async function isCut(element: Locator): Promise<boolean> {
  return await element.evaluate(
    ({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1,
  );
}
