/** What must hold for every page, whatever it shows. */

import { expect, type Page } from "@playwright/test";

export class PageHealth {
  private readonly troubles: string[] = [];

  /** Watches the page from now on; where requests are to fail, for faults of the page only. */
  constructor(
    private readonly page: Page,
    { requestsFail = false } = {},
  ) {
    page.on("pageerror", (error) => this.troubles.push(`error: ${error.stack}`));
    if (!requestsFail) this.watchRequests(page);
  }

  /** No error, no failed request, nothing to scroll to sideways. */
  async expectSound(): Promise<void> {
    expect(this.troubles).toEqual([]);
    for (const frame of this.page.frames()) {
      const [content, room] = await frame.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return [scrollWidth, clientWidth] as const;
      });
      expect(content, `width of ${frame.url()}`).toBeLessThanOrEqual(room);
    }
  }

  private watchRequests(page: Page): void {
    page.on("console", (message) => {
      const { url } = message.location();
      if (message.type() === "error") this.troubles.push(`console: ${message.text()} ${url}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) this.troubles.push(`${response.status()} ${response.url()}`);
    });
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      // Ours to give up: live streams of a paid session, look-ups of digits typed over.
      if (reason !== "net::ERR_ABORTED") this.troubles.push(`${reason} ${request.url()}`);
    });
  }
}
