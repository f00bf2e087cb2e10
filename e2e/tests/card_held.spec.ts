/** From the press on Pay on, nothing that happens to the form touches what is paid with. */

import { CO_BADGED, MASTERCARD, VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

for (const then of ["reset", "removeHostedInputs", "redraw", "render again"] as const) {
  test(`a page that does "${then}" after it has let a payment go on has it paid`, async ({
    merchantPage,
    merchant,
    page,
    charged,
  }) => {
    const { clientToken } = await merchant.createSession();
    await merchantPage.showHeadless(clientToken, {}, { beforePayment: "continue", then });
    await merchantPage.checkout.payWith(VISA);
    const { payment } = await merchantPage.hear("onCheckoutComplete");
    expect(payment.paymentMethodData).toMatchObject({ last4Digits: "4242" });
    expect(charged()).toHaveLength(1);
    if (then === "reset") await expect(merchantPage.checkout.number).toHaveValue("");
    // With what was typed, the frame that kept it is gone, too.
    if (then === "removeHostedInputs") await expect(page.locator("iframe")).toHaveCount(0);
  });
}

test("what is typed after Pay is not what is paid with", async ({
  merchantPage,
  merchant,
  page,
  charged,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  const { checkout } = merchantPage;
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.exposeFunction("held", () => held);
  await page.evaluate(() => {
    const { held } = window as unknown as { held(): Promise<void> };
    const { fetch } = window;
    window.fetch = async (...request) => {
      await held();
      return fetch(...request);
    };
  });
  await checkout.payWith(VISA);
  await expect.poll(() => merchantPage.told()).toContain("onPaymentCreationStart");
  await checkout.number.fill(MASTERCARD.number);
  goOn();
  const { payment } = await merchantPage.hear("onCheckoutComplete");
  expect(payment.paymentMethodData).toMatchObject({ last4Digits: "4242", network: "VISA" });
  expect(charged()).toHaveLength(1);
});

test("a form that is emptied in the same breath as it is sent is paid", async ({
  merchantPage,
  merchant,
  page,
}) => {
  const { clientToken } = await merchant.createSession();
  await merchantPage.showHeadless(clientToken);
  const { checkout } = merchantPage;
  await checkout.fill(CO_BADGED);
  // `submit` and `reset` without a wait between them.
  await page.evaluate(() => {
    const { card } = window.shop;
    void card?.submit();
    card?.reset();
  });
  const { payment } = await merchantPage.hear("onCheckoutComplete");
  expect(payment.paymentMethodData).toMatchObject({ last4Digits: "0000" });
  await expect(checkout.number).toHaveValue("");
});
