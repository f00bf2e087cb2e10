/** Two checkouts on one page know nothing of each other. */

import type { Page } from "@playwright/test";
import type { Primer as PrimerType } from "../../web/sdk/src/index.ts";
import { VISA } from "../support/cards.ts";
import type { Merchant } from "../support/merchant.ts";
import { expect, test } from "../support/test.ts";

test("their ids are their own, and what points at a part points at the own one", async ({
  merchantPage,
  merchant,
  page,
}) => {
  await showTwo(page, await tokens(merchant));
  await expect(merchantPage.checkout.name).toHaveCount(2);
  // Errors have ids as well.
  for (const pay of await merchantPage.checkout.payButton.all()) await pay.click();
  await expect(page.locator(".tender-error")).toHaveCount(8);

  const faults = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    const strangers: string[] = [];
    for (const element of document.querySelectorAll("tender-checkout *")) {
      const own = element.closest("tender-checkout");
      for (const name of ["for", "aria-describedby", "aria-labelledby", "aria-controls", "list"]) {
        const targets = element.getAttribute(name)?.split(" ") ?? [];
        for (const id of targets) {
          if (!own?.contains(document.getElementById(id))) strangers.push(`${name}=${id}`);
        }
      }
    }
    return { twice, strangers };
  });
  expect(faults).toEqual({ twice: [], strangers: [] });
  // The published ones are the first checkout's.
  await expect(page.locator("#one #primer-checkout-submit-button")).toBeVisible();
});

test("a press on the second's label goes to the second's field, and both pay", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  const { page } = merchantPage;
  await showTwo(page, await tokens(merchant));
  for (const place of ["#two", "#one"]) {
    const home = page.locator(place);
    await expect(home.frameLocator('[title^="Card number"]').getByRole("textbox")).toBeEditable();
    const name = home.getByRole("textbox", { name: "Name on card" });
    await home.getByText("Name on card").click();
    await expect(name).toBeFocused();
    await page.keyboard.type("Ada Lovelace");
    await expect(name).toHaveValue("Ada Lovelace");
    const fill = (title: string, text: string) =>
      home.frameLocator(`[title^="${title}"]`).getByRole("textbox").fill(text);
    await fill("Card number", VISA.number);
    await fill("Expiry", VISA.expiry);
    await fill("Security code", VISA.code);
    await home.getByRole("button", { name: /^Pay/ }).click();
    await expect(home.getByRole("heading", { name: /^Paid/ })).toBeVisible();
  }
  expect(charged().map(({ amount }) => amount)).toEqual([6400, 4900]);
});

test("when the first is gone, the second stays as it is", async ({
  merchantPage,
  merchant,
  page,
}) => {
  await showTwo(page, await tokens(merchant));
  await expect(merchantPage.checkout.payButton).toHaveCount(2);
  await page.evaluate(() => (window as unknown as Shown).one.teardown());
  await expect(page.locator("#one")).toBeEmpty();
  await expect(page.locator(".tender-pay")).toHaveCSS("min-height", "52px");
});

interface Shown {
  one: { teardown(): void };
}

async function tokens(merchant: Merchant): Promise<string[]> {
  const sessions = [await merchant.createSession(), await merchant.createSession()];
  const both = sessions.map(({ clientToken }) => clientToken as string);
  await merchant.setPrice(both[1] ?? "", 6400);
  return both;
}

/** In `#one` and `#two`. */
async function showTwo(page: Page, [one = "", two = ""]: readonly string[]): Promise<void> {
  await page.evaluate(
    async ([one = "", two = ""]) => {
      document.body.insertAdjacentHTML("beforeend", '<div id="one"></div><div id="two"></div>');
      const { Primer } = window as unknown as { Primer: typeof PrimerType };
      const show = (token: string, container: string) =>
        Primer.showUniversalCheckout(token, { container });
      const shown = await Promise.all([show(one, "#one"), show(two, "#two")]);
      Object.assign(window, { one: shown[0] });
    },
    [one, two],
  );
}
