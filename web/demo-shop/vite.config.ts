import { defineConfig } from "vite";

/** The page. Its backend is built by vite.backend.config.ts. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: ["chrome123", "firefox120", "safari17.5"],
    // A policy without data: addresses holds for this page, too.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
