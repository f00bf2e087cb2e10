/** What a merchant's page can do with a checkout, and what is left when it is gone. */

import { VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

test("a page that stops a payment before it is made charges nothing", async ({
  merchantPage,
  merchant,
  tender,
}) => {
  const begun = tender.payments();
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, {}, { beforePayment: "abort" });
  await merchantPage.checkout.payWith(VISA);
  expect(await merchantPage.hear("onCheckoutFail")).toMatchObject({
    code: "PAYMENT_CREATION_ABORTED",
  });
  await expect(merchantPage.checkout.payButton).toBeEnabled();
  await expect(merchantPage.checkout.number).toHaveValue(VISA.number);
  expect(tender.payments()).toBe(begun);
});

test("a page that lets a payment go on is asked before anything is sent", async ({
  merchantPage,
  merchant,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken, {}, { beforePayment: "continue" });
  await merchantPage.checkout.payWith(VISA);
  await merchantPage.checkout.expectPaid("€49.00");
  await merchantPage.hear("onCheckoutComplete");
  expect(await merchantPage.told()).toEqual([
    "onAvailablePaymentMethodsLoad",
    "onClientSessionUpdate",
    "onBeforePaymentCreate",
    "onPaymentCreationStart",
    "onCheckoutComplete",
  ]);
});

for (const state of ["open", "paid"] as const) {
  test(`a checkout that is torn down when it is ${state} leaves the page as it was`, async ({
    merchantPage,
    merchant,
  }) => {
    const { page, checkout } = merchantPage;
    const before = await merchantPage.everything();
    const { clientToken } = await merchant.createSession();
    await merchantPage.showDropIn(clientToken);
    if (state === "open") await checkout.fill(VISA);
    else {
      await checkout.payWith(VISA);
      await checkout.expectPaid("€49.00");
    }
    await merchantPage.teardown();
    expect(await merchantPage.everything()).toEqual(before);
    await expect.poll(() => page.frames().length).toBe(1);
  });
}

test("a page's own form is left without frames when its checkout is torn down", async ({
  merchantPage,
  merchant,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  await merchantPage.checkout.fill(VISA);
  await merchantPage.teardown();
  await expect(merchantPage.page.locator("iframe")).toHaveCount(0);
  await expect(merchantPage.page.locator("#number")).toBeEmpty();
});

test("a checkout that is opened after another one was torn down pays", async ({
  merchantPage,
  merchant,
  charged,
}) => {
  for (const price of [4900, 5900]) {
    const { clientToken } = await merchant.createSession();
    await merchant.setPrice(clientToken, price);
    await merchantPage.showDropIn(clientToken);
    if (price === 4900) await merchantPage.teardown();
  }
  await merchantPage.checkout.payWith(VISA);
  await merchantPage.checkout.expectPaid("€59.00");
  expect(charged()).toEqual([{ amount: 5900, currency: "EUR" }]);
});

test("loading the SDK does nothing by itself", async ({ page, site, tender }) => {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  const html = `<script src="${tender.sdkUrl}"></script><p>A shop</p>`;
  await page.goto(site.add("/quiet", html));
  expect(requests.filter((path) => path !== "/favicon.ico")).toEqual([
    "/quiet",
    "/sdk/v1/primer.js",
  ]);
});

test("a checkout that cannot be opened says so", async ({ merchantPage, merchant, page }) => {
  const { clientToken } = await merchant.createSession();
  await page.route("**/client-sdk/configuration**", (route) => route.abort());
  expect(await merchantPage.showDropIn(clientToken)).toBe("INITIALIZATION_ERROR");
  await expect(merchantPage.checkout.outcome("The payment form did not load")).toBeVisible();
});

test("fields that do not load say so", async ({ merchantPage, merchant, page }) => {
  const { clientToken } = await merchant.createSession();
  await page.route("**/hosted/**", (route) => route.abort());
  await merchantPage.showDropIn(clientToken);
  await expect(page.getByText("This field did not load.").first()).toBeVisible({ timeout: 30000 });
});

test("of two openings in one place, the later called stays", async ({
  merchantPage,
  merchant,
  page,
  charged,
}) => {
  const first = await merchant.createSession();
  const second = await merchant.createSession();
  await merchant.setPrice(second.clientToken, 6400);
  // The first is held up until the second stands.
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let configurations = 0;
  await page.route("**/client-sdk/configuration**", async (route) => {
    if (configurations++ === 0) await held;
    await route.continue();
  });
  const overtaken = merchantPage.showDropIn(first.clientToken);
  await expect.poll(() => configurations).toBe(1);
  expect(await merchantPage.showDropIn(second.clientToken)).toBe("shown");
  goOn();
  expect(await overtaken).toBe("PRIMER_TEARDOWN");
  await merchantPage.checkout.payWith(VISA);
  await merchantPage.checkout.expectPaid("€64.00");
  expect(charged()).toEqual([{ amount: 6400, currency: "EUR" }]);
});

for (const place of ["form", "shadow root"] as const) {
  test(`the drop-in pays inside a ${place} of the page`, async ({
    merchantPage,
    merchant,
    page,
    charged,
  }) => {
    const { clientToken } = await merchant.createSession();
    await merchantPage.placeCheckoutIn(place);
    const address = page.url();
    await merchantPage.showDropIn(clientToken);
    await merchantPage.checkout.fill(VISA);
    await merchantPage.checkout.code.press("Enter");
    await merchantPage.checkout.expectPaid("€49.00");
    expect(charged()).toHaveLength(1);
    // The page's own form was not sent.
    expect(page.url()).toBe(address);
  });
}
