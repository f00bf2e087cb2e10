/** What the READMEs show pays, as it is printed there. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VISA } from "../support/cards.ts";
import { DropIn } from "../support/checkout_page.ts";
import { expect, test } from "../support/test.ts";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const sdkReadme = readFileSync(join(root, "web/sdk/README.md"), "utf8");

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

test("the SDK's drop-in example pays and goes to the merchant's own page", async ({
  page,
  tender,
  site,
  merchant,
}) => {
  const { clientToken } = await merchant.createSession({ orderId: "order-of-the-drop-in" });
  const html = `<div id="checkout"></div>${script(tender.url, clientToken, sdkExample("Drop-in"))}`;
  site.add("/thanks", "<title>Thank you</title>");
  await page.goto(site.add("/sdk-drop-in", html));

  await new DropIn(page).payWith(VISA);

  await expect(page).toHaveURL(/\/thanks\?order=order-of-the-drop-in$/);
});

test("the SDK's headless example pays and tells what is wrong", async ({
  page,
  tender,
  site,
  merchant,
}) => {
  const { clientToken } = await merchant.createSession({ orderId: "order-of-the-headless" });
  const helpers = `
    const payButton = document.getElementById("pay");
    const show = (text) => { document.title = text; };
    const thank = (payment) => show("Paid " + payment.orderId);
    const explain = show;
    const showFaults = (faults) => show(faults.map((fault) => fault.error).join());`;
  const code = `${helpers}\n${sdkExample("Headless")}\npayButton.disabled = false;`;
  const form = `<div id="number"></div><div id="expiry"></div><div id="cvv"></div>
    <button id="pay" disabled>Pay</button>`;
  await page.goto(site.add("/sdk-headless", form + script(tender.url, clientToken, code)));

  await page.getByRole("button", { name: "Pay" }).click();
  await expect(page).toHaveTitle("cardNumber.required,expiry.required,cvv.required");

  const field = (title: string) =>
    page.frameLocator(`iframe[title^="${title}"]`).getByRole("textbox", { name: title });
  await field("Card number").fill(VISA.number);
  await field("Expiry").fill(VISA.expiry);
  await field("Security code").fill(VISA.code);
  await page.getByRole("button", { name: "Pay" }).click();
  await expect(page).toHaveTitle("Paid order-of-the-headless");
});

/** The code below a heading of the SDK's README. */
function sdkExample(heading: string): string {
  const [, code = ""] =
    new RegExp(`## ${heading}\n+\`\`\`js\n([\\s\\S]*?)\`\`\``).exec(sdkReadme) ?? [];
  expect(code).toContain("await Primer.");
  return code;
}

function script(url: string, clientToken: string, code: string): string {
  return `<script type="module">
    import { Primer } from "${url}/sdk/v1/primer.mjs";
    const clientToken = ${JSON.stringify(clientToken)};
    ${code}
  </script>`;
}
