import { defineConfig } from "vite";

/** The backend, as one file for Node 20, which does not read TypeScript by itself. */
export default defineConfig({
  build: {
    ssr: "backend.ts",
    outDir: "dist-backend",
    target: "node20",
    copyPublicDir: false,
    rollupOptions: { output: { entryFileNames: "backend.mjs" } },
  },
});
