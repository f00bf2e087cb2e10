/** The page that README shows pays, as it is printed there. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VISA } from "../support/cards.ts";
import { DropIn } from "../support/checkout_page.ts";
import { expect, test } from "../support/test.ts";

const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

test("README's page opens the session and pays it", async ({ page, tender, site, merchant }) => {
  const session = await merchant.createSession({ orderId: "order-of-the-readme" });
  const [, example = ""] = /```html\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(example).toContain("http://127.0.0.1:8080");
  const body = example.replace("http://127.0.0.1:8080", tender.url);
  const token = `<script>const clientToken = ${JSON.stringify(session.clientToken)};</script>`;
  await page.goto(site.add("/readme", `<!doctype html><title>Shop</title>${token}${body}`));

  const checkout = new DropIn(page);
  await checkout.payWith(VISA);

  await checkout.expectPaid("€49.00");
  await expect(page).toHaveTitle("Paid order-of-the-readme");
});
