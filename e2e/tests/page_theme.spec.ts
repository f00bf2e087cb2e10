/** The checkout is as light or dark as the page around it. */

import { expect, test } from "../support/test.ts";

const scheme = (content: string) => `<meta name="color-scheme" content="${content}">`;

for (const { page: kind, head, system, theme } of [
  { page: "dark by its head", head: scheme("dark"), system: "light", theme: "dark" },
  { page: "dark by its head alone", head: scheme("only dark"), system: "light", theme: "dark" },
  { page: "light by its head", head: scheme("light"), system: "dark", theme: "light" },
  {
    page: "as the system is, by its head",
    head: scheme("light dark"),
    system: "dark",
    theme: "dark",
  },
  {
    page: "as the system is, by its head",
    head: scheme("light dark"),
    system: "light",
    theme: "light",
  },
  { page: "silent", head: "", system: "dark", theme: "light" },
  {
    page: "light by its styles, which outweigh its head",
    head: `${scheme("dark")}<style>:root { color-scheme: light }</style>`,
    system: "dark",
    theme: "light",
  },
] as const) {
  test(`on a page that is ${kind}, with a ${system} system, the checkout is ${theme}`, async ({
    merchantPage,
    merchant,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: system });
    await merchantPage.load("script", { head });
    const { clientToken } = await merchant.createSession();
    await merchantPage.showDropIn(clientToken);
    await expect(page.locator("tender-checkout")).toHaveAttribute("data-theme", theme);
    const surface = theme === "dark" ? "rgb(20, 27, 26)" : "rgb(255, 255, 255)";
    await expect(page.locator(".tender-box").first()).toHaveCSS("background-color", surface);
  });
}

test("a page that turns dark by its head takes the checkout with it", async ({
  merchantPage,
  merchant,
  page,
}) => {
  await merchantPage.load("script", { head: scheme("light") });
  const { clientToken } = await merchant.createSession();
  await merchantPage.showDropIn(clientToken);
  await expect(page.locator("tender-checkout")).toHaveAttribute("data-theme", "light");
  await page.evaluate(() => {
    document.querySelector("meta[name=color-scheme]")?.setAttribute("content", "dark");
  });
  await expect(page.locator("tender-checkout")).toHaveAttribute("data-theme", "dark");
});
