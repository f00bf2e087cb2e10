/** The demo shop's backend in TypeScript, as a merchant runs it beside Tender. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Tender } from "./tender.ts";

const program = join(import.meta.dirname, "../../web/demo-shop/dist-backend/backend.mjs");

export class ShopBackend {
  private constructor(
    private readonly process: ChildProcess,
    readonly address: string,
  ) {}

  static async start(tender: Tender): Promise<ShopBackend> {
    const env = { TENDER_URL: tender.url, TENDER_API_KEY: tender.apiKey, PORT: "0" };
    const stdio = ["ignore", "pipe", "inherit"] as const;
    const backend = spawn(process.execPath, [program], { env, stdio: [...stdio] });
    const [line] = await once(createInterface({ input: backend.stdout }), "line");
    const address = /http:\S+/.exec(line)?.[0];
    if (!address) throw new Error(`The shop's backend says: ${line}`);
    return new ShopBackend(backend, address);
  }

  async stop(): Promise<void> {
    const exit = once(this.process, "exit");
    this.process.kill();
    await exit;
  }
}
