/** House rules that no compiler checks, for all TypeScript of the project. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Longest source file, in lines: past it, it is more than one thing. */
const LINES_MAX = 400;

/** Which folders of web/sdk/src each of them may import from. */
const LAYERS: Record<string, string[]> = {
  api: [],
  card: [],
  core: ["api", "card"],
  fields: ["core", "api", "card"],
  hosted: ["card", "fields"],
  headless: ["fields", "core", "api", "card"],
  "drop-in": ["headless", "fields", "core", "api", "card"],
};

/** What the frames may know of the page: the messages between them, and nothing else. */
const HOSTED_MAY_IMPORT_OF_FIELDS = "fields/protocol.ts";

describe("every source file", () => {
  const sources = ["web", "e2e"].flatMap((folder) => typescript(join(root, folder)));

  test("is found", () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  test.each(sources.map((path) => relative(root, path)))("%s is tidy", (path) => {
    const text = readFileSync(join(root, path), "utf8");
    expect(text.split("\n").length, "split it").toBeLessThanOrEqual(LINES_MAX + 1);
    if (isModule(path)) expect(text.startsWith("/**"), "begins with what it is for").toBe(true);
    expect(text.split("\n").filter((line) => /\b(T[O]DO|F[I]XME)\b(?!.*#\d)/.test(line))).toEqual(
      [],
    );
  });
});

describe("imports of the SDK run one way", () => {
  const source = join(root, "web/sdk/src");

  test.each(Object.keys(LAYERS))("%s", (layer) => {
    for (const file of typescript(join(source, layer))) {
      for (const target of imports(file)) {
        const path = relative(source, target);
        const to = path.split("/")[0] ?? "";
        if (to === layer) continue;
        expect(LAYERS[layer], `${relative(root, file)} imports ${path}`).toContain(to);
        if (layer === "hosted" && to === "fields") expect(path).toBe(HOSTED_MAY_IMPORT_OF_FIELDS);
      }
    }
  });

  test("the core knows no DOM", () => {
    const global = /\b(document|window|navigator|localStorage|HTMLElement)\b\s*[.?[]/;
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    for (const layer of ["api", "card", "core"]) {
      for (const file of typescript(join(source, layer))) {
        expect(code(readFileSync(file, "utf8")), relative(root, file)).not.toMatch(global);
      }
    }
  });
});

/** A component or a test says what it is by its first declaration. */
function isModule(path: string): boolean {
  return /\.ts$/.test(path) && !/\.(test|config)\.ts$|components\//.test(path);
}

/** The files that a file imports by a relative path. */
function imports(file: string): string[] {
  const specifiers = readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g);
  return [...specifiers].map(([, specifier]) => join(dirname(file), specifier ?? ""));
}

function typescript(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    const skipped = ["node_modules", "dist", "dist-backend", "results"].includes(entry.name);
    if (entry.isDirectory()) return skipped ? [] : typescript(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
