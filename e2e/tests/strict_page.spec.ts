/** Pages that forbid much, and pages that changed what belongs to all. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { VISA } from "../support/cards.ts";
import { DropIn } from "../support/checkout_page.ts";
import { PageHealth } from "../support/page_health.ts";
import { expect, test } from "../support/test.ts";

const readme = readFileSync(join(import.meta.dirname, "../../web/sdk/README.md"), "utf8");

test("under the policy that README names a checkout pays, and nothing violates it", async ({
  merchantPage,
  merchant,
  tender,
  page,
  charged,
}) => {
  const [, named = ""] = /```csp\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(named).toContain("https://pay.example.com");
  const policy = named.trim().replaceAll("https://pay.example.com", new URL(tender.url).origin);
  // The page's own script by its nonce, and nothing else.
  const own = policy.replace("script-src", "script-src 'nonce-shop'").replace(/\s+/g, " ");
  const csp = `default-src 'none'; ${own}`;
  for (const loading of ["script", "module"] as const) {
    await collectViolations(page);
    await merchantPage.load(loading, { headers: { "content-security-policy": csp } });
    const health = new PageHealth(page);
    const { clientToken } = await merchant.createSession();
    await merchantPage.showDropIn(clientToken);
    await merchantPage.checkout.payWith(VISA);
    await merchantPage.checkout.expectPaid("€49.00");
    // The card fields go with the payment.
    await expect.poll(() => page.frames().length).toBe(1);
    await health.expectSound();
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  }
  expect(charged()).toHaveLength(2);
});

const TYPES = "trusted-types";

for (const { title, csp, head = "" } of [
  { title: "allows no policy of trusted types", csp: `${TYPES} 'none'` },
  {
    title: "has a policy of trusted types of our name",
    csp: `${TYPES} tender-checkout`,
    head: `<script>trustedTypes.createPolicy("tender-checkout", {})</script>`,
  },
  {
    title: "has a policy of trusted types of Lit's",
    csp: `${TYPES} lit-html tender-checkout; require-trusted-types-for 'script'`,
    head: `<script>trustedTypes.createPolicy("lit-html", {})</script>`,
  },
  {
    title: "has a default policy and no room for another",
    csp: `${TYPES} default; require-trusted-types-for 'script'`,
    head: `<script>trustedTypes.createPolicy("default", { createHTML: (html) => html })</script>`,
  },
]) {
  test(`a page that ${title} gets its checkout`, async ({ merchantPage, merchant, charged }) => {
    await merchantPage.load("script", { headers: { "content-security-policy": csp }, head });
    const { clientToken } = await merchant.createSession();
    expect(await merchantPage.showDropIn(clientToken)).toBe("shown");
    await merchantPage.checkout.payWith(VISA);
    await merchantPage.checkout.expectPaid("€49.00");
    expect(charged()).toHaveLength(1);
  });
}

test("a page whose policy leaves nothing is told what to allow", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const csp = `${TYPES} 'none'; require-trusted-types-for 'script'`;
  await merchantPage.load("script", { headers: { "content-security-policy": csp } });
  const { clientToken } = await merchant.createSession();
  const message = await page.evaluate(
    (token) => window.shop.dropIn(token, {}, {}).catch((error: Error) => error.message),
    clientToken,
  );
  expect(message).toContain("trusted-types tender-checkout");
});

for (const key of ["button", "Enter in a frame", "Enter on the page"] as const) {
  test(`in a frame that may send no forms, ${key} pays`, async ({
    merchant,
    site,
    tender,
    page,
    charged,
  }) => {
    const { clientToken } = await merchant.createSession();
    site.add(
      "/framed",
      `<!doctype html><title>Framed</title><div id="checkout"></div>
       <script src="${tender.sdkUrl}"></script>
       <script>Primer.showUniversalCheckout(${JSON.stringify(clientToken)}, { container: "checkout" })</script>`,
    );
    const sandbox = "allow-scripts allow-same-origin";
    const html = `<!doctype html><title>Shop</title><iframe src="/framed" sandbox="${sandbox}" width="600" height="700"></iframe>`;
    await page.goto(site.add("/sandbox", html));
    const frame = page.frameLocator("iframe");
    const field = (title: string) =>
      frame.frameLocator(`iframe[title^="${title}"]`).getByRole("textbox");
    await field("Card number").fill(VISA.number);
    await field("Expiry").fill(VISA.expiry);
    await field("Security code").fill(VISA.code);
    const name = frame.getByRole("textbox", { name: "Name on card" });
    await name.fill("Ada Lovelace");
    if (key === "button") await frame.getByRole("button", { name: /^Pay/ }).click();
    else if (key === "Enter on the page") await name.press("Enter");
    else await field("Security code").press("Enter");
    await expect(frame.getByRole("heading", { name: "Paid €49.00" })).toBeVisible();
    expect(charged()).toHaveLength(1);
  });
}

for (const loading of ["script", "module", "script as module"] as const) {
  test(`where every object has a foreign key, the SDK loaded as a ${loading} pays`, async ({
    merchantPage,
    merchant,
    charged,
  }) => {
    const head = `<script>Object.prototype.foo = "bar"; Array.prototype.last = function () {};</script>`;
    await merchantPage.load(loading, { head });
    const { clientToken } = await merchant.createSession();
    expect(await merchantPage.showDropIn(clientToken, { locale: "en" })).toBe("shown");
    await merchantPage.checkout.payWith(VISA);
    await merchantPage.checkout.expectPaid("€49.00");
    expect(charged()).toHaveLength(1);
  });
}

test("the script loaded as a module works", async ({ merchantPage, merchant, page }) => {
  const health = new PageHealth(page);
  await merchantPage.load("script as module");
  const { clientToken } = await merchant.createSession();
  expect(await merchantPage.showDropIn(clientToken)).toBe("shown");
  await new DropIn(page).expectToAsk("€49.00");
  await health.expectSound();
});

test("a script that cannot know its address says what to write", async ({ site, tender, page }) => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  const html = `<!doctype html><title>Shop</title>
    <script type="module">
      const text = await (await fetch(${JSON.stringify(tender.sdkUrl)})).text();
      document.head.append(Object.assign(document.createElement("script"), { text }));
    </script>`;
  await page.goto(site.add("/pasted", html));
  await expect.poll(() => errors).toHaveLength(1);
  expect(errors[0]).toContain('<script src="https://…/sdk/v1/primer.js"></script>');
  expect(errors[0]).toContain('import { Primer } from "https://…/sdk/v1/primer.mjs"');
});

declare global {
  interface Window {
    violations: string[];
  }
}

async function collectViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      window.violations.push(`${effectiveDirective} ${blockedURI}`),
    );
  });
}
