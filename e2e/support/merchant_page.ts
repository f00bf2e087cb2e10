/** A merchant's page around the SDK, with nothing else on it: for what merchants program. */

import { expect, type Page } from "@playwright/test";
import type { Primer } from "../../web/sdk/src/index.ts";
import { DropIn } from "./checkout_page.ts";
import { type Answer, merchantScript, type Shop } from "./merchant_script.ts";
import type { PageServer } from "./page_server.ts";

/** How the page loads the SDK: the script with `type="module"` is a mistake that works. */
export type Loading = "script" | "module" | "script as module";

/** What else the page has. */
export interface Extras {
  readonly headers?: Record<string, string>;
  /** In its head, before the SDK. */
  readonly head?: string;
}

declare global {
  interface Window {
    Primer: typeof Primer;
    shop: Shop;
  }
}

export class MerchantPage {
  readonly checkout: DropIn;

  private constructor(
    readonly page: Page,
    private readonly site: PageServer,
    private readonly sdkUrl: string,
  ) {
    this.checkout = new DropIn(page);
  }

  static async open(page: Page, site: PageServer, sdkUrl: string): Promise<MerchantPage> {
    const shop = new MerchantPage(page, site, sdkUrl);
    await shop.load("script");
    return shop;
  }

  /** Loads the page anew. Its own scripts have the nonce "shop". */
  async load(loading: Loading, { headers, head }: Extras = {}): Promise<void> {
    const path = `/${loading.replaceAll(" ", "-")}`;
    await this.page.goto(this.site.add(path, page(this.sdkUrl, loading, head), headers));
    await this.page.waitForFunction(() => window.shop);
  }

  /** Resolves with the code of the error if the SDK refuses. */
  async showDropIn(clientToken: string, options = {}, answer: Answer = {}): Promise<string> {
    return await this.page.evaluate(
      ([clientToken, options, answer]) =>
        window.shop.dropIn(clientToken, options, answer).then(
          () => "shown",
          (error) => error.code,
        ),
      [clientToken, options, answer] as const,
    );
  }

  /** Puts the drop-in's container into other surroundings, given as HTML with `#checkout` in it. */
  async surroundCheckoutWith(html: string): Promise<void> {
    await this.page.evaluate((html) => window.shop.surround(html), html);
  }

  /** Gives the drop-in another place than the page's body. */
  async placeCheckoutIn(place: "form" | "shadow root"): Promise<void> {
    await this.page.evaluate((place) => window.shop.placeIn(place), place);
  }

  /** A form of the page's own, with a button that pays. */
  async showHeadless(clientToken: string, options = {}, answer: Answer = {}): Promise<void> {
    await this.page.evaluate(
      ([clientToken, options, answer]) => window.shop.headless(clientToken, options, answer),
      [clientToken, options, answer] as const,
    );
  }

  async refreshClientSession(): Promise<boolean> {
    return await this.page.evaluate(() => window.shop.checkout.refreshClientSession());
  }

  /** The total as the SDK writes it. */
  async total(): Promise<string | null> {
    return await this.page.evaluate(() => {
      const { checkout } = window.shop;
      return "start" in checkout ? checkout.getSDKUtilities().getUIOrderAmount() : null;
    });
  }

  /** As a button of the page's own does. */
  async submit(): Promise<void> {
    await this.page.evaluate(async () => {
      const { checkout } = window.shop;
      if ("submit" in checkout) await checkout.submit();
    });
  }

  async setPaymentCreationEnabled(enabled: boolean): Promise<void> {
    await this.page.evaluate(
      (enabled) => window.shop.checkout.setPaymentCreationEnabled(enabled),
      enabled,
    );
  }

  async teardown(): Promise<void> {
    await this.page.evaluate(() => window.shop.checkout.teardown());
  }

  /** All that a checkout could leave in the page, but the version marks of a library. */
  async everything(): Promise<object> {
    return await this.page.evaluate(() => ({
      html: document.documentElement.outerHTML,
      styleSheets: document.adoptedStyleSheets.length,
      globals: Object.keys(window).filter((name) => !/^(\d+|lit|reactive)/.test(name)),
    }));
  }

  /** The names of the callbacks so far, but for those of the card form. */
  async told(): Promise<string[]> {
    return (await this.heard()).filter((name) => !name.startsWith("onCard"));
  }

  private async heard(): Promise<string[]> {
    return await this.page.evaluate(() => window.shop.told.map(({ name }) => name));
  }

  /** What came with a callback, once it has come. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read JSON as it comes
  async hear(callback: string): Promise<any> {
    await expect.poll(() => this.heard()).toContain(callback);
    return await this.page.evaluate(
      (callback) => window.shop.told.findLast(({ name }) => name === callback)?.details,
      callback,
    );
  }
}

function page(sdkUrl: string, loading: Loading, head = ""): string {
  const module = sdkUrl.replace(/\.js$/, ".mjs");
  const type = loading === "script as module" ? "module" : "text/javascript";
  const [script, from] =
    loading === "module"
      ? ["", `import { Primer } from ${JSON.stringify(module)};`]
      : [`<script type="${type}" src="${sdkUrl}"></script>`, ""];
  return `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <title>A shop</title>
        ${head}
        ${script}
      </head>
      <body>
        <h1>A shop</h1>
        <div id="checkout"></div>
        <script type="module" nonce="shop">${from} window.shop = (${merchantScript})(Primer);</script>
      </body>
    </html>`;
}
