/**
 * Builds what the server embeds: dist/www, where the path of a file is its URL path.
 *
 *   sdk/v1/primer.js      classic script, global `Primer`; loads the module when it is used
 *   sdk/v1/primer.mjs     the same as an ES module, with its types in sdk/v1/types
 *   sdk/assets/           the code itself, named by its hash
 *   hosted/v1/field.html  the page of a card field; hosted/assets/ what it loads
 *
 * Each file lies beside its .br and .gz forms. Fails when a shop would load more than the
 * budget before the shopper has picked a payment method.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "vite";

/** Bytes, gzipped, of everything that is loaded before the shopper picks a method. */
const BUDGET = 45_000;

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, "src");
const www = join(root, "dist/www");

/** Newer syntax than this is rewritten: browsers of 2022, as the supported ones of card fields. */
const target = ["es2022", "chrome105", "firefox110", "safari16"];

const shared = {
  root: source,
  configFile: false,
  logLevel: "warn",
  base: "./",
  build: { target, outDir: join(www, "sdk"), emptyOutDir: false, modulePreload: false },
};

rmSync(join(root, "dist"), { recursive: true, force: true });
const chunks = await buildModule();
await buildScript(entryOf(chunks).fileName);
await buildHosted();
buildTypes();
compress(www);
weigh(chunks);

/** The ES module and its lazily loaded parts, all named by their hash. */
async function buildModule() {
  const [{ output }] = await build({
    ...shared,
    build: {
      ...shared.build,
      // As a library: Vite's helper for preloading pages would weigh more than it saves.
      lib: { entry: join(source, "index.ts"), formats: ["es"] },
      rolldownOptions: {
        output: {
          minify: true,
          entryFileNames: "assets/primer-[hash].js",
          chunkFileNames: "assets/[name]-[hash].js",
        },
      },
    },
  });
  const made = output.filter((file) => file.type === "chunk");
  const entry = `../${entryOf(made).fileName}`;
  write("sdk/v1/primer.mjs", `export * from ${JSON.stringify(entry)};\n`);
  return made;
}

/** The classic script, which imports the module by the hashed name it was built with. */
async function buildScript(module) {
  await build({
    ...shared,
    define: { __PRIMER_MODULE__: JSON.stringify(`../${module}`) },
    build: {
      ...shared.build,
      rolldownOptions: {
        input: { primer: join(source, "global.ts") },
        output: { format: "iife", entryFileNames: "v1/primer.js" },
      },
    },
  });
}

/** The pages inside the frames. Their scripts are pinned by hash in the page, too. */
async function buildHosted() {
  const out = join(www, "hosted");
  await build({
    ...shared,
    root: join(source, "hosted"),
    build: {
      ...shared.build,
      outDir: out,
      rolldownOptions: { input: join(source, "hosted/field.html") },
    },
  });
  const page = readFileSync(join(out, "field.html"), "utf8");
  const pinned = page.replace(/(src|href)="\.\/(assets\/[^"]+)"/g, (_, attribute, path) => {
    const hash = createHash("sha384")
      .update(readFileSync(join(out, path)))
      .digest("base64");
    return `${attribute}="../${path}" integrity="sha384-${hash}"`;
  });
  if (!pinned.includes("integrity=")) throw new Error("field.html loads no script");
  rmSync(join(out, "field.html"));
  write("hosted/v1/field.html", pinned);
}

function buildTypes() {
  const out = join(www, "sdk/v1/types");
  const options = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly"];
  const tsc = join(root, "../../node_modules/.bin/tsc");
  const args = ["-p", join(root, "tsconfig.build.json"), ...options, "--outDir", out];
  execFileSync(tsc, args, { stdio: "inherit" });
}

function compress(folder) {
  for (const path of files(folder)) {
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/** Prints what a shop loads and holds it against the budget. */
function weigh(made) {
  const byName = new Map(made.map((chunk) => [chunk.fileName, chunk]));
  const first = new Map([["v1/primer.js", readFileSync(join(www, "sdk/v1/primer.js"))]]);
  const add = (name) => {
    const chunk = byName.get(name);
    if (!chunk || first.has(name)) return;
    first.set(name, Buffer.from(chunk.code));
    chunk.imports.forEach(add);
  };
  add(entryOf(made).fileName);
  add(made.find((chunk) => chunk.name === "drop_in")?.fileName);
  let sum = 0;
  for (const [name, bytes] of first) {
    const size = gzipSync(bytes, { level: 9 }).length;
    sum += size;
    print(`${String(size).padStart(7)}  ${name}`);
  }
  print(`${String(sum).padStart(7)}  bytes gzipped before a method is picked (budget ${BUDGET})`);
  if (sum > BUDGET) throw new Error(`the checkout is ${sum - BUDGET} bytes over its budget`);
}

function entryOf(made) {
  return made.find((chunk) => chunk.isEntry);
}

function files(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath ?? e.path, e.name));
}

function write(path, text) {
  const file = join(www, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
