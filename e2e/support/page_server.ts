/** A merchant's website in a test: pages on an origin of their own. */

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export class PageServer {
  private readonly pages = new Map<string, { html: string; headers: Record<string, string> }>();
  private server!: Server;

  static async start(): Promise<PageServer> {
    const site = new PageServer();
    site.server = createServer((request, response) => {
      const page = site.pages.get(new URL(request.url ?? "/", "http://site").pathname);
      const headers = { "content-type": "text/html", ...page?.headers };
      response.writeHead(page === undefined ? 404 : 200, headers);
      response.end(page?.html);
    }).listen(0, "127.0.0.1");
    await once(site.server, "listening");
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Puts a page up and gives its address. */
  add(path: string, html: string, headers: Record<string, string> = {}): string {
    this.pages.set(path, { html, headers });
    return this.origin + path;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
