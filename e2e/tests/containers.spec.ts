/** Where merchants put a checkout: it is wide enough to be used, or the page is told what is wrong. */

import { VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

/** CSS pixels: two short fields beside each other can be read. */
const NARROWEST = 256;

interface Kind {
  readonly name: string;
  readonly html: string;
  /** What there is for it, if that is less than it wants. */
  readonly room?: number;
  /** Runs in the page before the checkout is shown, or after it. */
  readonly open?: "before" | "after";
}

const inside = (style: string, of = "") =>
  `<div style="${style}">${of}<div id="checkout"></div></div>`;
const itself = (style: string) => `<div id="checkout" style="${style}"></div>`;

const KINDS: readonly Kind[] = [
  { name: "a block", html: itself("") },
  { name: "a flex container", html: itself("display: flex") },
  { name: "an item of a flex row", html: inside("display: flex", "<p>Order</p>") },
  {
    name: "an item of a centred column",
    html: inside("display: flex; flex-direction: column; align-items: center"),
  },
  { name: "an inline flex container", html: itself("display: inline-flex") },
  { name: "a centred grid", html: itself("display: grid; place-items: center") },
  { name: "an item of a centred grid", html: inside("display: grid; place-items: center") },
  { name: "an inline grid", html: itself("display: inline-grid") },
  {
    name: "a column of minimum width",
    html: inside("display: grid; grid-template-columns: 1fr min-content", "<p>Order</p>"),
  },
  { name: "a dialog", html: `<dialog><div id="checkout"></div></dialog>`, open: "before" },
  {
    name: "a dialog that opens later",
    html: `<dialog><div id="checkout"></div></dialog>`,
    open: "after",
  },
  { name: "a popover", html: `<div popover><div id="checkout"></div></div>`, open: "before" },
  {
    name: "a table cell",
    html: `<table><tr><td>Order</td><td><div id="checkout"></div></td></tr></table>`,
  },
  { name: "a table cell itself", html: `<table><tr><td id="checkout"></td></tr></table>` },
  { name: "a float", html: itself("float: left") },
  { name: "an inline block", html: itself("display: inline-block") },
  { name: "an absolute box", html: itself("position: absolute") },
  { name: "a fixed box", html: itself("position: fixed; right: 0; top: 0") },
  { name: "a box as wide as its contents", html: itself("width: fit-content") },
  { name: "a box as narrow as its contents", html: itself("width: min-content") },
  { name: "a narrow column", html: inside("width: 220px"), room: 220 },
];

for (const { name, html, room = NARROWEST, open } of KINDS) {
  test(`the drop-in has its width in ${name}, and pays`, async ({
    merchantPage,
    merchant,
    page,
    charged,
  }) => {
    const { clientToken } = await merchant.createSession();
    await merchantPage.surroundCheckoutWith(html);
    const show = () =>
      page.evaluate(() => {
        document.querySelector("dialog")?.showModal();
        document.querySelector<HTMLElement>("[popover]")?.showPopover();
      });
    if (open === "before") await show();
    await merchantPage.showDropIn(clientToken);
    if (open === "after") await show();
    await expect(merchantPage.checkout.number).toBeEditable();
    const { scroll, client, width } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const element = document.querySelector("tender-checkout") as Element;
      return {
        scroll: scrollWidth,
        client: clientWidth,
        width: element.getBoundingClientRect().width,
      };
    });
    expect(width).toBeGreaterThanOrEqual(room);
    expect(scroll, "nothing to scroll to sideways").toBeLessThanOrEqual(client);
    await merchantPage.checkout.payWith(VISA);
    await merchantPage.checkout.expectPaid("€49.00");
    expect(charged()).toHaveLength(1);
  });
}

test("what is said makes the drop-in no wider", async ({ merchantPage, merchant, page }) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.surroundCheckoutWith(itself("display: inline-block"));
  await merchantPage.showDropIn(clientToken);
  const width = () =>
    page.evaluate(() => document.querySelector("tender-checkout")?.getBoundingClientRect().width);
  const before = await width();
  await merchantPage.checkout.payButton.click();
  await expect(page.getByText("Enter the security code.")).toBeVisible();
  await merchant.setPrice(clientToken, 9900);
  await expect(merchantPage.checkout.notice.first()).toContainText("The total changed");
  expect(await width()).toBe(before);
});

/** What merchants give by mistake, as JavaScript, and what they are told. */
const MISTAKES: readonly (readonly [container: string, told: string])[] = [
  ["undefined", "showUniversalCheckout needs a container: an element or a selector."],
  ['""', "showUniversalCheckout needs a container: an element or a selector."],
  ["null", "The container is null. Call showUniversalCheckout when its element is on the page."],
  [
    '"#nowhere"',
    'No element of the page matches "#nowhere". Call showUniversalCheckout when its element is on the page.',
  ],
  [
    '"##"',
    'No element of the page matches "##". Call showUniversalCheckout when its element is on the page.',
  ],
  ["5", "The container must be an element or a selector, not a number."],
  ["{}", "The container must be an element or a selector, not this object."],
  [
    "({ current: document.body })",
    "The container must be an element or a selector, not a ref: give its .current.",
  ],
  [
    "document.querySelectorAll('div')",
    "The container must be an element or a selector, not a list: give its [0].",
  ],
  ["document", "The container must be an element or a selector, not this object."],
  [
    "document.createElement('div')",
    "The container is not in the document. Append it to the page before the call.",
  ],
  [
    "document.body.appendChild(document.createElement('input'))",
    "The container is a <input>, which can hold no checkout. Take a <div>.",
  ],
  [
    "document.body.appendChild(document.createElement('button'))",
    "The container is a <button>, which can hold no checkout. Take a <div>.",
  ],
  [
    "document.body.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'))",
    "The container is a <svg>, which can hold no checkout. Take a <div>.",
  ],
  [
    "document.body.appendChild(document.createElement('iframe')).contentDocument.body",
    "The container is in another document. Load the SDK there, and call it there.",
  ],
];

for (const [container, told] of MISTAKES) {
  test(`the container ${container} is refused with a sentence that helps`, async ({
    merchantPage,
    merchant,
    page,
  }) => {
    const { clientToken } = await merchant.createSession();
    await expect(merchantPage.checkout.payButton).toBeHidden();
    const error = await page.evaluate(
      `window.Primer.showUniversalCheckout(${JSON.stringify(clientToken)}, { container: ${container} })
        .then(() => "shown", ({ code, message, isFromDeveloper }) => ({ code, message, isFromDeveloper }))`,
    );
    expect(error).toEqual({ code: "INVALID_ARGUMENT", message: told, isFromDeveloper: true });
    await expect(page.locator("tender-checkout")).toHaveCount(0);
  });
}
