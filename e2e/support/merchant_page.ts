/** A merchant's page around the SDK, with nothing else on it: for what merchants program. */

import { expect, type Page } from "@playwright/test";
import { DropIn } from "./checkout_page.ts";
import type { PageServer } from "./page_server.ts";

/** How the page loads the SDK. */
export type Loading = "script" | "module";

/** What the page answers onBeforePaymentCreate with; without it the page has none. */
export interface Answer {
  readonly beforePayment?: "continue" | "abort";
}

interface Shop {
  /** The callbacks, in the order in which they came. */
  readonly told: readonly { readonly name: string; readonly details: unknown }[];
  dropIn(clientToken: string, options: object, answer: Answer): Promise<void>;
  headless(clientToken: string, options: object, answer: Answer): Promise<void>;
  checkout: { refreshClientSession(): Promise<boolean>; teardown(): void };
  total(): string;
  placeIn(place: "form" | "shadow root"): void;
}

declare global {
  interface Window {
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

  /** Loads the page anew. */
  async load(loading: Loading): Promise<void> {
    await this.page.goto(this.site.add(`/${loading}`, page(this.sdkUrl, loading)));
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
  async total(): Promise<string> {
    return await this.page.evaluate(() => window.shop.total());
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

  /** The names of the callbacks so far. */
  async told(): Promise<string[]> {
    return await this.page.evaluate(() => window.shop.told.map(({ name }) => name));
  }

  /** What came with a callback, once it has come. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read JSON as it comes
  async hear(callback: string): Promise<any> {
    await expect.poll(() => this.told()).toContain(callback);
    return await this.page.evaluate(
      (callback) => window.shop.told.findLast(({ name }) => name === callback)?.details,
      callback,
    );
  }
}

function page(sdkUrl: string, loading: Loading): string {
  const module = sdkUrl.replace(/\.js$/, ".mjs");
  const [script, from] =
    loading === "script"
      ? [`<script src="${sdkUrl}"></script>`, ""]
      : ["", `import { Primer } from ${JSON.stringify(module)};`];
  return `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <title>A shop</title>
        ${script}
      </head>
      <body>
        <h1>A shop</h1>
        <div id="checkout"></div>
        <script type="module">${from}${SHOP}</script>
      </body>
    </html>`;
}

/** The merchant's own script. */
const SHOP = `
  const told = [];
  const details = (value) =>
    value instanceof Error ? { code: value.code, message: value.message, data: value.data } : value;
  const callbacks = (answer) => {
    const names = [
      "onAvailablePaymentMethodsLoad", "onPaymentCreationStart", "onCheckoutComplete",
      "onCheckoutFail", "onBeforeClientSessionUpdate", "onClientSessionUpdate",
    ];
    const note = (name) => [name, (value) => told.push({ name, details: details(value) })];
    const heard = Object.fromEntries(names.map(note));
    if (!answer.beforePayment) return heard;
    return {
      ...heard,
      onBeforePaymentCreate(choice, handler) {
        told.push({ name: "onBeforePaymentCreate", details: choice });
        if (answer.beforePayment === "abort") handler.abortPaymentCreation();
        else handler.continuePaymentCreation();
      },
    };
  };
  const FORM = \`<form>
      <div id="number"></div><div id="expiry"></div><div id="code"></div>
      <label>Name on card <input id="name"></label>
      <button>Pay</button>
    </form>\`;

  const container = document.getElementById("checkout");
  window.shop = {
    told,
    async dropIn(clientToken, options, answer) {
      const all = { container, ...options, ...callbacks(answer) };
      this.checkout = await Primer.showUniversalCheckout(clientToken, all);
    },
    async headless(clientToken, options, answer) {
      const all = { ...options, ...callbacks(answer) };
      this.checkout = await Primer.createHeadless(clientToken, all);
      await this.checkout.start();
      container.innerHTML = FORM;
      const card = await this.checkout.createPaymentMethodManager("PAYMENT_CARD");
      const { cardNumberInput, expiryInput, cvvInput } = card.createHostedInputs();
      await Promise.all([
        cardNumberInput.render("#number", { ariaLabel: "Card number" }),
        expiryInput.render("#expiry", { ariaLabel: "Expiry" }),
        cvvInput.render("#code", { ariaLabel: "Security code" }),
      ]);
      document.getElementById("name").addEventListener("input", (event) => {
        card.setCardholderName(event.target.value);
      });
      document.querySelector("form").addEventListener("submit", (event) => {
        event.preventDefault();
        card.submit();
      });
    },
    placeIn(place) {
      const home = document.createElement(place === "form" ? "form" : "div");
      container.replaceWith(home);
      (place === "form" ? home : home.attachShadow({ mode: "open" })).append(container);
    },
    total() {
      return this.checkout.getSDKUtilities().getUIOrderAmount();
    },
  };
`;
