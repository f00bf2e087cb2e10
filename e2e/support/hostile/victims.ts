/**
 * The pages that are attacked: a merchant's page around Tender's card fields, and beside
 * it, so that an attack is known to work, pages with fields as nobody should build them.
 */

import type { FrameLocator, Locator, Page } from "@playwright/test";
import type { Merchant } from "../merchant.ts";
import type { PageServer } from "../page_server.ts";
import type { Tender } from "../tender.ts";
import type { Card } from "./card_traces.ts";
import { CARELESS_FIELD } from "./careless_field.ts";

/**
 * `tender`: hosted fields of Tender. `careless`: frames of another origin that trust
 * everybody. `sameOrigin`: frames of the page's own origin. `plain`: inputs in the page.
 */
export type Kind = "tender" | "careless" | "sameOrigin" | "plain";

export const FIELDS = ["cardNumber", "expiryDate", "cvv"] as const;
export type Field = (typeof FIELDS)[number];

/** Authorised by the simulator; no five digits of it occur elsewhere. */
export const CARD: Card = { number: "2222690420064574", month: "11", year: "31", cvv: "739" };

export interface Stage {
  readonly page: Page;
  readonly tender: Tender;
  readonly merchant: Merchant;
  /** The merchant's origin. */
  readonly site: PageServer;
  /** Somebody else's origin. */
  readonly elsewhere: PageServer;
}

export class Victim {
  private constructor(
    readonly kind: Kind,
    readonly stage: Stage,
  ) {}

  /** Opens a page of this kind; `first` runs in it before anything else. */
  static async open(kind: Kind, stage: Stage, first = "", body?: string): Promise<Victim> {
    const { page, site } = stage;
    const html = around(body ?? (await bodyOf(kind, stage)), first);
    const address = site.add(`/${kind}/${crypto.randomUUID()}`, html);
    await page.goto(address);
    const victim = new Victim(kind, stage);
    for (const field of FIELDS) await victim.input(field).waitFor();
    await page.waitForFunction(() => window.opened);
    return victim;
  }

  get page(): Page {
    return this.stage.page;
  }

  frame(field: Field): FrameLocator {
    return this.page.frameLocator(`#${field} iframe`);
  }

  input(field: Field): Locator {
    const scope = this.kind === "plain" ? this.page.locator(`#${field}`) : this.frame(field);
    return scope.locator("input").first();
  }

  /** As a shopper does: key by key. */
  async type({ number, month, year, cvv }: Card = CARD): Promise<void> {
    await this.input("cardNumber").pressSequentially(number);
    await this.input("expiryDate").pressSequentially(month + year);
    await this.input("cvv").pressSequentially(cvv);
  }

  /** Pays and waits for the outcome. */
  async pay(): Promise<void> {
    await this.page.evaluate(() => window.pay());
    await this.page.waitForFunction(() => window.outcome !== undefined);
  }

  /** What the page says of itself, as text. */
  async outcome(): Promise<string> {
    return await this.page.evaluate(() => JSON.stringify(window.outcome));
  }
}

declare global {
  interface Window {
    opened?: boolean;
    /** What the page was told of its payment. */
    outcome?: unknown;
    pay(): Promise<void>;
    /** What attacks have got hold of. */
    loot: unknown[];
    style?: object;
  }
}

/** Where the frames of this kind of page are. */
export function fieldPage(kind: Kind, { tender, site, elsewhere }: Stage): string {
  if (kind === "tender") return `${tender.url}/hosted/v1/field.html`;
  return (kind === "sameOrigin" ? site : elsewhere).add("/careless_field", CARELESS_FIELD);
}

async function bodyOf(kind: Kind, stage: Stage): Promise<string> {
  if (kind === "plain") return PLAIN;
  if (kind !== "tender") return framed(fieldPage(kind, stage));
  return hosted(stage.tender.sdkUrl, (await stage.merchant.createSession()).clientToken);
}

/** A page with this in it. */
export function around(body: string, first = ""): string {
  return `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <title>A shop</title>
        <script>window.loot = []; ${first}</script>
      </head>
      <body>
        <h1>A shop</h1>
        <p id="landing">Drop it here</p>
        ${FIELDS.map((field) => `<div id="${field}" style="height: 24px; margin: 8px"></div>`).join("")}
        ${body}
      </body>
    </html>`;
}

/** A merchant's page as the SDK's documentation has it. */
export function hosted(sdkUrl: string, clientToken: string): string {
  return `<script src="${sdkUrl}"></script>
    <script type="module">
      const end = (outcome) => { window.outcome = outcome; };
      const checkout = await Primer.createHeadless(${JSON.stringify(clientToken)}, {
        onCheckoutComplete: end,
        onCheckoutFail: (error) => end({ failed: error.message }),
      });
      await checkout.start();
      const manager = await checkout.createPaymentMethodManager("PAYMENT_CARD");
      const inputs = manager.createHostedInputs();
      const { style } = window;
      await Promise.all([
        inputs.cardNumberInput.render("#cardNumber", { ariaLabel: "Card number", style }),
        inputs.expiryInput.render("#expiryDate", { ariaLabel: "Expiry", style }),
        inputs.cvvInput.render("#cvv", { ariaLabel: "Security code", style }),
      ]);
      window.pay = () => manager.submit();
      window.opened = true;
    </script>`;
}

const PLAIN = `<script>
  for (const id of ["cardNumber", "expiryDate", "cvv"]) {
    document.getElementById(id).innerHTML = '<input aria-label="' + id + '">';
  }
  const value = (id) => document.querySelector("#" + id + " input").value;
  window.pay = async () => {
    const card = { number: value("cardNumber"), expiry: value("expiryDate"), cvv: value("cvv") };
    await fetch("/pay", { method: "POST", body: JSON.stringify(card) });
    window.outcome = "paid";
  };
  window.opened = true;
</script>`;

/**
 * A page without the SDK, which keeps the ports of its fields to itself and takes down
 * what it is told.
 */
export function bare(address: string): string {
  return `<script>
    window.ports = [];
    addEventListener("message", ({ data, source }) => {
      if (data.tender !== "ready") return;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => loot.push(data);
      ports.push(port1);
      source.postMessage({ ...data, tender: "connect" }, "*", [port2]);
      const options = { group: "", ariaLabel: "Field", placeholder: "", locale: "en" };
      const look = { disabled: false, style: {}, allowedNetworks: ["VISA", "MASTERCARD"] };
      port1.postMessage({ type: "options", options: { ...options, ...look } });
      window.opened = ports.length >= 3;
    });
    ${frames(address)}
  </script>`;
}

/** Careless frames, and a page that answers every message with a port. */
function framed(address: string): string {
  return `<script>
    const ports = [];
    addEventListener("message", ({ data, source }) => {
      if (data.tender !== "ready") return;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {};
      ports.push(port1);
      source.postMessage({ ...data, tender: "connect" }, "*", [port2]);
      port1.postMessage({ type: "options", options: { style: window.style } });
      window.opened = ports.length >= 3;
    });
    ${frames(address)}
    window.pay = async () => {
      for (const port of ports) port.postMessage({ type: "tokenize", address: window.address });
      window.outcome = "paid";
    };
  </script>`;
}

function frames(address: string): string {
  return `for (const id of ["cardNumber", "expiryDate", "cvv"]) {
      const frame = document.createElement("iframe");
      frame.src = ${JSON.stringify(address)} + "#checkout." + id;
      frame.style.cssText = "width: 100%; height: 24px; border: 0";
      document.getElementById(id).append(frame);
    }`;
}
