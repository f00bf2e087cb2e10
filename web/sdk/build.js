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
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "vite";

/** Bytes, gzipped, of all scripts that a drop-in loads before the shopper picks a method. */
const SCRIPTS_MAX = 45_000;

/** The same with the frames of the card fields: a drop-in of cards alone opens them at once. */
const WITH_FRAMES_MAX = 50 * 1024;

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, "src");
/** Where it is built. A server that runs is given all of it at once, at the end. */
const www = join(root, "dist/next");

/** What the server sends is made once, so as small as it gets. */
const GZIP = { level: 9, memLevel: 9 };

/** Newer syntax than this is rewritten: browsers of 2022, as the supported ones of card fields. */
const target = ["es2022", "chrome105", "firefox110", "safari16"];

const shared = {
  root: source,
  configFile: false,
  logLevel: "warn",
  base: "./",
  build: { target, outDir: join(www, "sdk"), emptyOutDir: false, modulePreload: false },
  plugins: [
    { name: "tighten-templates", transform: { filter: { id: /\/drop-in\// }, handler: tighten } },
    {
      name: "own-policy",
      transform: { filter: { id: /\/lit-html\/lit-html\.js$/ }, handler: ownPolicy },
    },
    { name: "own-keys", renderChunk: ownKeys },
  ],
};

rmSync(www, { recursive: true, force: true });
const chunks = await buildModule();
await buildScript(entryOf(chunks, "primer").fileName);
await buildHosted();
buildTypes();
compress(www);
weigh(chunks);
rmSync(join(root, "dist/www"), { recursive: true, force: true });
renameSync(www, join(root, "dist/www"));

/** The ES module and its lazily loaded parts, all named by their hash. */
async function buildModule() {
  const [{ output }] = await build({
    ...shared,
    build: {
      ...shared.build,
      // As a library: Vite's helper for preloading pages would weigh more than it saves.
      // Two entries: the classic script has the constants in itself and needs only `Primer`.
      lib: {
        entry: { index: join(source, "index.ts"), primer: join(source, "primer.ts") },
        formats: ["es"],
      },
      rolldownOptions: {
        // Nobody but our own scripts sees what `primer` exports beside `Primer`.
        preserveEntrySignatures: "allow-extension",
        output: {
          minify: true,
          codeSplitting: {
            groups: [{ debugName: "first", name: fileOf, includeDependenciesRecursively: false }],
          },
          assetFileNames: "assets/[name]-[hash][extname]",
          entryFileNames: "assets/[name]-[hash].js",
          chunkFileNames: "assets/[name]-[hash].js",
        },
      },
    },
  });
  const made = output.filter((file) => file.type === "chunk");
  const entry = `../${entryOf(made, "index").fileName}`;
  write("sdk/v1/primer.mjs", `export * from ${JSON.stringify(entry)};\n`);
  return made;
}

/**
 * What each checkout needs is one file, and what each drop-in needs beside it another: parts
 * that are only loaded later are left where the imports put them.
 */
function fileOf(module) {
  const path = relative(source, module);
  if (/^drop-in\/(billing|details|texts\/(?!en|pick|texts))/.test(path)) return null;
  if (/^drop-in\/|\/node_modules\/(@lit|lit)/.test(path)) return "drop_in";
  const first =
    /^(core|card|door|fields|primer|universal_checkout|api\/errors|headless\/(card|allowed_networks|host|revision_share)\.)/;
  return first.test(path) ? "primer" : null;
}

/** What indents HTML and comments CSS in templates means nothing to browsers. */
function tighten(code) {
  const tight = (_, css) =>
    `css\`${css
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\s+/g, " ")
      .replace(/ ?([{};,]) ?/g, "$1")
      .replace(/: /g, ":")
      .replaceAll(";}", "}")}\``;
  return code.replace(/\bcss`([^`]*)`/g, tight).replace(/\n\s+/g, "\n");
}

/**
 * Trusted types: Lit's templates under a name of ours, which a page can allow by itself, and
 * without a policy where the page has none to give: most let strings pass all the same.
 */
function ownPolicy(code) {
  const made = /(\w+)\s*\?\s*\1\.createPolicy\((["'])lit-html\2,\s*(\{[^}]*\})\)\s*:\s*void 0/;
  if (!made.test(code)) throw new Error("lit-html makes its policy in another way than before");
  return code.replace(
    made,
    '(() => { try { return $1.createPolicy("tender-checkout", $3); } catch {} })()',
  );
}

/** The bundler's own code must not trip over what a page has put into Object.prototype. */
function ownKeys(code) {
  return code.replace(
    /for \((?:var|let|const) (\w+) in (\w+)\)/g,
    "for (const $1 of Object.keys($2))",
  );
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
    writeFileSync(`${path}.gz`, gzipSync(bytes, GZIP));
  }
}

/** Prints what a shop loads and holds it against the budgets. */
function weigh(made) {
  const byName = new Map(made.map((chunk) => [chunk.fileName, chunk]));
  const scripts = new Set(["sdk/v1/primer.js"]);
  const add = (name) => {
    const chunk = byName.get(name);
    if (!chunk || scripts.has(`sdk/${name}`)) return;
    scripts.add(`sdk/${name}`);
    chunk.imports.forEach(add);
  };
  add(entryOf(made, "primer").fileName);
  add(made.find((chunk) => chunk.name === "drop_in").fileName);
  const frames = files(join(www, "hosted")).filter((path) => !/\.(br|gz)$/.test(path));
  const scriptBytes = sum([...scripts]);
  const frameBytes = sum(frames.map((path) => relative(www, path)));
  hold("scripts before a method is picked", scriptBytes, SCRIPTS_MAX);
  hold("with the card frames", scriptBytes + frameBytes, WITH_FRAMES_MAX);
}

/** Bytes of these files, gzipped as they are served. */
function sum(paths) {
  const sizes = paths.map((path) => readFileSync(join(www, `${path}.gz`)).length);
  for (const [index, path] of paths.entries()) print(`${column(sizes[index])}  ${path}`);
  return sizes.reduce((total, size) => total + size, 0);
}

function hold(what, bytes, most) {
  print(`${column(bytes)}  bytes gzipped: ${what} (at most ${most})`);
  if (bytes > most) throw new Error(`${bytes - most} bytes over the budget: ${what}`);
}

function column(bytes) {
  return String(bytes).padStart(7);
}

function entryOf(made, name) {
  return made.find((chunk) => chunk.isEntry && chunk.name === name);
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
