/**
 * The backend of a small shop: all that a merchant's server does to be paid through Tender.
 * It prices the basket, opens a client session, hands the session's token to its page and
 * changes the session when the basket changes. Card data never comes here.
 *
 *     npm run build --workspace web/demo-shop
 *     TENDER_API_KEY=… npm run backend --workspace web/demo-shop
 */

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { extname } from "node:path";
import catalogue from "./catalogue.json" with { type: "json" };
import { type Cart, giftWrap, type Session, sessionFor } from "./pricing.ts";

const { TENDER_URL = "http://127.0.0.1:8080", TENDER_API_KEY, PORT = "8081" } = process.env;
if (!TENDER_API_KEY) throw new Error("TENDER_API_KEY is not set");

const server = createServer(async (request, response) => {
  const { status, type = "application/json", body } = await answer(request).catch(refused);
  response.writeHead(status, { "Content-Type": type, "Content-Security-Policy": POLICY });
  response.end(body);
});
server.listen(Number(PORT), "127.0.0.1", () => {
  const { port } = server.address() as { port: number };
  process.stdout.write(`The shop is open at http://127.0.0.1:${port}\n`);
});

interface Answer {
  readonly status: number;
  /** JSON unless given. */
  readonly type?: string;
  readonly body: string | Uint8Array;
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://shop");
  switch (`${request.method} ${pathname}`) {
    case "GET /api/shop": {
      const { products, currencies, countries } = catalogue;
      return json(200, {
        sdkUrl: `${TENDER_URL}/sdk/v1/primer.js`,
        products,
        currencies,
        countries,
      });
    }
    case "POST /api/checkout": {
      const orderId = `SW-${randomUUID().slice(0, 8).toUpperCase()}`;
      return told(await call("POST", { ...sessionFor(await read(request)), orderId }));
    }
    case "PATCH /api/checkout": {
      const { clientToken, ...cart } = await read(request);
      return told(await call("PATCH", { ...sessionFor(cart), clientToken }));
    }
    case "POST /api/surprise": {
      const { clientToken } = await read(request);
      if (typeof clientToken !== "string") {
        throw new RangeError("Which session? clientToken is missing.");
      }
      const found = await call("GET", { clientToken });
      return told(found, await call("PATCH", { ...giftWrap(found.response), clientToken }));
    }
    case "GET /api/session":
      return told(await call("GET", { clientToken: searchParams.get("clientToken") ?? "" }));
    default:
      return page(pathname);
  }
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly request: { readonly clientToken?: string };
  readonly response: Session;
  readonly revision: number | null;
}

/** Calls `/client-session`: what was sent and answered, if Tender did as it was asked. */
async function call(method: "GET" | "POST" | "PATCH", sent: object): Promise<Call> {
  const path = "/client-session";
  const query = method === "GET" ? `?${new URLSearchParams({ ...sent })}` : "";
  const answered = await fetch(`${TENDER_URL}${path}${query}`, {
    method,
    headers: {
      "X-Api-Key": TENDER_API_KEY ?? "",
      "X-Api-Version": "2.4",
      "Content-Type": "application/json",
    },
    body: method === "GET" ? null : JSON.stringify(sent),
  }).catch(() => {
    throw new Refusal(502, { error: { description: "Tender does not answer." } });
  });
  const response = (await answered.json()) as Session;
  if (!answered.ok) throw new Refusal(answered.status, response);
  const revision = Number(answered.headers.get("etag")?.replaceAll('"', ""));
  return { method, path, status: answered.status, request: sent, response, revision };
}

/** What the last call answered, and all calls for those who want to look behind the page. */
function told(first: Call, last = first): Answer {
  const { clientToken = last.request.clientToken, ...session } = last.response;
  const calls = first === last ? [first] : [first, last];
  return json(200, { clientToken, session, revision: last.revision, calls });
}

function json(status: number, body: object): Answer {
  return { status, body: JSON.stringify(body) };
}

/** Tender's status and error, as they came. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {
    super();
  }
}

function refused(error: unknown): Answer {
  if (error instanceof Refusal) return json(error.status, error.body);
  const isShoppers = error instanceof RangeError || error instanceof SyntaxError;
  const description = isShoppers ? error.message : "The shop has a fault.";
  return json(isShoppers ? 400 : 500, { error: { description } });
}

async function read(request: IncomingMessage): Promise<Cart & { clientToken?: string }> {
  return JSON.parse(Buffer.concat(await request.toArray()).toString()) ?? {};
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** A built file. Parsing the address has taken every `..` out of the path. */
async function page(path: string): Promise<Answer> {
  const file = new URL(`../dist${path === "/" ? "/index.html" : path}`, import.meta.url);
  const type = TYPES[extname(path) || ".html"] ?? "application/octet-stream";
  return readFile(file).then(
    (body) => ({ status: 200, type, body }),
    () => json(404, { error: { description: "No such page. Were they built?" } }),
  );
}

/** What the shop's page may load: its own files, and Tender's script, API and card fields. */
const POLICY = [
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'",
  `script-src 'self' ${TENDER_URL}; connect-src 'self' ${TENDER_URL}; frame-src ${TENDER_URL}`,
].join("; ");
