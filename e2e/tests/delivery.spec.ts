/** How the SDK and its frames travel: how much, how often, from where, with which headers. */

import { createHash } from "node:crypto";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { VISA } from "../support/cards.ts";
import { expect, test } from "../support/test.ts";

/** Bytes of the SDK, gzipped, before the shopper picks a payment method. */
const BUDGET = 45_000;

test("what a shop loads is within the budget, gzipped, headers included", async ({
  page,
  merchantPage,
  merchant,
  tender,
}) => {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  await wire.send("Network.setExtraHTTPHeaders", { headers: { "accept-encoding": "gzip" } });
  const loads = new Map<string, { url: string; encoding: string }>();
  let bytes = 0;
  wire.on("Network.responseReceived", ({ requestId, response }) => {
    const encoding = response.headers["content-encoding"] ?? "";
    if (response.url.startsWith(`${tender.url}/sdk/`)) {
      loads.set(requestId, { url: response.url, encoding });
    }
  });
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (loads.has(requestId)) bytes += encodedDataLength;
  });
  await merchantPage.load("script");
  await merchantPage.showDropIn((await merchant.createSession()).clientToken);
  await expect(merchantPage.checkout.number).toBeEditable();
  const files = [...loads.values()];
  expect(files.length).toBeGreaterThan(2);
  expect(files.map(({ encoding }) => encoding)).toEqual(files.map(() => "gzip"));
  expect(bytes).toBeGreaterThan(BUDGET / 4);
  expect(bytes).toBeLessThanOrEqual(BUDGET);
});

test("the script tag loads nothing but itself until it is used", async ({
  page,
  site,
  tender,
  merchant,
}) => {
  const loaded = addressesOf(page);
  const html = `<!doctype html><title>A shop</title><link rel="icon" href="data:,">
    <script src="${tender.sdkUrl}"></script><div id="checkout"></div>`;
  const address = site.add("/idle", html);
  await page.goto(address, { waitUntil: "networkidle" });
  expect(loaded).toEqual([address, tender.sdkUrl]);
  expect(await page.evaluate(() => Object.keys(Reflect.get(window, "Primer")))).toContain(
    "showUniversalCheckout",
  );
  const { clientToken } = await merchant.createSession();
  await page.evaluate(
    (clientToken) =>
      Reflect.get(window, "Primer").showUniversalCheckout(clientToken, { container: "#checkout" }),
    clientToken,
  );
  expect(loaded.length).toBeGreaterThan(4);
});

test("a whole purchase asks nobody but the shop and Tender", async ({ page, shop, tender }) => {
  const asked = addressesOf(page);
  await shop.checkOut();
  await shop.checkout.payWith(VISA);
  await expect(shop.thanks).toBeVisible();
  const origins = new Set(asked.map((address) => new URL(address).origin));
  expect([...origins].sort()).toEqual([tender.url, new URL(tender.shopUrl).origin].sort());
});

test("hashed files are kept for a year, entry points asked for again", async ({ page, shop }) => {
  const caching = new Map<string, string>();
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (/^\/(sdk|hosted)\//.test(pathname)) {
      caching.set(pathname, response.headers()["cache-control"] ?? "none");
    }
  });
  await shop.checkOut();
  for (const [path, value] of caching) {
    const hashed = path.includes("/assets/");
    if (hashed) expect(path).toMatch(/-[\w-]{8}\.(js|css)$/);
    expect(value, path).toBe(hashed ? "public, max-age=31536000, immutable" : "no-cache");
  }
  expect(caching.size).toBeGreaterThan(5);
});

test("a file travels as brotli, gzip or plain, as the browser likes", async ({ tender }) => {
  const plain = await download(tender.sdkUrl);
  for (const [encoding, expand] of [
    ["br", brotliDecompressSync],
    ["gzip", gunzipSync],
  ] as const) {
    const packed = await download(tender.sdkUrl, { "accept-encoding": encoding });
    expect(packed.headers["content-encoding"]).toBe(encoding);
    expect(packed.headers.vary).toContain("Accept-Encoding");
    expect(expand(packed.body)).toEqual(plain.body);
    const { etag = "" } = packed.headers;
    const again = await download(tender.sdkUrl, {
      "accept-encoding": encoding,
      "if-none-match": etag,
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  }
});

test("the page of a field lets in its own script and nothing else", async ({ tender }) => {
  const { headers, body } = await download(`${tender.url}/hosted/v1/field.html`);
  const policy = String(headers["content-security-policy"]).split(/;\s*/);
  expect(policy.sort()).toEqual([
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "script-src 'self'",
    "style-src 'self'",
  ]);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["cache-control"]).toBe("no-cache");
  expect(headers["set-cookie"]).toBeUndefined();
  expect(headers["access-control-allow-origin"]).toBeUndefined();

  const parts = [...String(body).matchAll(/(?:src|href)="([^"]+)" integrity="sha384-([^"]+)"/g)];
  expect(parts.length).toBe(String(body).match(/<(script|link)\b/g)?.length);
  for (const [, path = "", hash] of parts) {
    const part = await download(new URL(path, `${tender.url}/hosted/v1/`).href);
    expect(createHash("sha384").update(part.body).digest("base64"), path).toBe(hash);
    expect(part.headers["cross-origin-resource-policy"]).toBe("same-origin");
  }
});

/** The addresses that a page, its frames and its workers ask for from now on. */
function addressesOf(page: Page): string[] {
  const addresses: string[] = [];
  page.context().on("request", (request) => {
    if (!request.url().startsWith("data:")) addresses.push(request.url());
  });
  return addresses;
}

/** The answer as it comes over the wire. */
async function download(address: string, headers: Record<string, string> = {}) {
  const [response] = (await once(get(address, { headers }), "response")) as [IncomingMessage];
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, headers: response.headers, body };
}
