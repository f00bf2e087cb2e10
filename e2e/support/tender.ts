/** A running `tender dev` of its own: on SQLite in a new folder, with the demo shop. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "../..");
const binary = process.env.TENDER ?? join(root, "target/debug/tender");

/** Money that the simulated processor has reserved. */
export interface Charge {
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
}

/** What `tender dev --json` prints when it is ready. */
interface Ready {
  url: string;
  apiKey: string;
  sdkUrl: string;
  shopUrl: string;
}

export class Tender {
  readonly data = mkdtempSync(join(tmpdir(), "tender-e2e-"));
  /** All that the server has logged. */
  log = "";
  private process!: ChildProcess;
  private ready!: Ready;

  private constructor(private readonly logLevel: string) {}

  /** With settings of its account, if the defaults are not wanted (README.md, "Accounts"). */
  static async start(settings?: object, logLevel = "info"): Promise<Tender> {
    const tender = new Tender(logLevel);
    await tender.run("0", "0");
    if (settings) await tender.configure(settings);
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

  /** What the simulated processor has in its own books, oldest first. */
  charges(): Charge[] {
    return this.query(
      `SELECT content ->> 'amount' AS amount, content ->> 'currency' AS currency
       FROM simulator_operation WHERE content ->> '$.outcome.type' = 'AUTHORIZED' ORDER BY rowid`,
      "simulator.db",
    ) as unknown as Charge[];
  }

  /** How many payments were begun. */
  payments(): number {
    return this.query("SELECT id FROM payment").length;
  }

  /** How many security codes wait for their payment, sealed. */
  securityCodes(): number {
    return this.query("SELECT 1 FROM card_cvv").length;
  }

  /** Lets every session end an hour ago. The server must be down. */
  expireSessions(): void {
    const hourAgo = (Date.now() - 3_600_000) * 1000;
    this.query(
      `UPDATE client_session SET expires_at = ${hourAgo};
       UPDATE client_token SET expires_at = ${hourAgo}`,
    );
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    rmSync(this.data, { recursive: true });
  }

  private async run(port: string, shopPort: string): Promise<void> {
    const args = ["dev", "--json", "--data", this.data, "--port", port, "--shop-port", shopPort];
    this.process = spawn(binary, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TENDER_LOG_LEVEL: this.logLevel },
    });
    this.process.stderr?.on("data", (text) => {
      this.log += text;
    });
    const lines = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    const ended = once(this.process, "exit").then(() => {
      throw new Error(`tender ended before it was ready:\n${this.log}`);
    });
    ended.catch(() => {});
    const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
    this.ready = JSON.parse(line);
  }

  private async configure(settings: object): Promise<void> {
    const file = join(this.data, "settings.json");
    writeFileSync(file, JSON.stringify(settings));
    const account = String(this.query("SELECT id FROM account")[0]?.id);
    // A SQLite database belongs to one process.
    await this.kill();
    const args = ["accounts", "configure", account, "--settings", file, "--data", this.data];
    execFileSync(binary, args);
    await this.restart();
  }

  private query(sql: string, file = "tender.db"): Record<string, unknown>[] {
    const database = join(this.data, file);
    const rows = execFileSync("sqlite3", ["-json", database, sql], { encoding: "utf8" });
    return rows === "" ? [] : JSON.parse(rows);
  }
}
