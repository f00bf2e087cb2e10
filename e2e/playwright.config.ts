/**
 * The checkout in Debian's Chromium, through the real stack. Needs a built `tender`
 * (target/debug/tender) and the built web parts; `./test` sees to both.
 */

import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  outputDir: "results/tests",
  fullyParallel: true,
  workers: 2,
  // A test that fails now and then has found something.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 15_000,
    // Recording takes as long as the tests: `-- --trace on` for one that fails.
    trace: "off",
    screenshot: "only-on-failure",
    // The same on every machine: texts, number formats and dates depend on them.
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        // No calls to anybody else: the tests run offline.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
