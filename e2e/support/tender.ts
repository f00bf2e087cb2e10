/** A running `tender dev` of its own: on SQLite in a new folder, with the demo shop. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "../..");
const binary = process.env.TENDER ?? join(root, "target/debug/tender");

/** What `tender dev --json` prints when it is ready. */
interface Ready {
  url: string;
  apiKey: string;
  sdkUrl: string;
  shopUrl: string;
}

export class Tender {
  readonly data = mkdtempSync(join(tmpdir(), "tender-e2e-"));
  private process!: ChildProcess;
  private ready!: Ready;

  static async start(): Promise<Tender> {
    const tender = new Tender();
    await tender.run("0", "0");
    return tender;
  }

  get url() {
    return this.ready.url;
  }
  get apiKey() {
    return this.ready.apiKey;
  }
  get sdkUrl() {
    return this.ready.sdkUrl;
  }
  get shopUrl() {
    return this.ready.shopUrl;
  }

  /** Ends the process at once, as a crash does, and waits until it is gone. */
  async kill(): Promise<void> {
    const exit = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await exit;
  }

  /** Starts again on the same addresses with the same data. */
  async restart(): Promise<void> {
    await this.run(new URL(this.url).port, new URL(this.shopUrl).port);
  }

  /** How often the simulated processor has charged. */
  charges(): number {
    return Number(this.query("SELECT count(*) FROM simulator_operation"));
  }

  /** How many payments were begun. */
  payments(): number {
    return Number(this.query("SELECT count(*) FROM payment"));
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    rmSync(this.data, { recursive: true });
  }

  private async run(port: string, shopPort: string): Promise<void> {
    const args = ["dev", "--json", "--data", this.data, "--port", port, "--shop-port", shopPort];
    this.process = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    this.process.stderr?.on("data", (text) => {
      log += text;
    });
    const lines = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    const ended = once(this.process, "exit").then(() => {
      throw new Error(`tender ended before it was ready:\n${log}`);
    });
    ended.catch(() => {});
    const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
    this.ready = JSON.parse(line);
  }

  private query(sql: string): string {
    return execFileSync("sqlite3", ["-readonly", join(this.data, "tender.db"), sql], {
      encoding: "utf8",
    });
  }
}
