/** Builds ../dist: one file for the page, the licences of what is in it, and a manifest that says from which sources. */
import { createHash } from "node:crypto";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.env.OUTDIR ?? join(here, "..", "dist");
const INPUTS = ["build.mjs", "package.json", "package-lock.json", "tsconfig.json"];

async function sources() {
  const found = await readdir(join(here, "src"), { recursive: true, withFileTypes: true });
  const inside = found.filter((entry) => entry.isFile()).map((entry) => relative(here, join(entry.parentPath, entry.name)));
  return [...INPUTS, ...inside.map((path) => path.split("\\").join("/"))].sort();
}

/** SHA-256 over "path NUL content NUL" of every input in order, so that a test can tell a stale bundle without Node. */
async function digest(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(path).update("\0").update(await readFile(join(here, path))).update("\0");
  return hash.digest("hex");
}

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { editor: "src/editor.ts" },
  outdir: dist,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  entryNames: "[name]-[hash]",
  loader: { ".css": "text" },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

/** Licence texts of everything bundled, which minifying strips: package folders as esbuild met them. */
async function licences() {
  const folders = new Set(Object.keys(metafile.inputs).flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []));
  const texts = [...folders].sort().map(async (folder) => {
    const about = JSON.parse(await readFile(join(here, folder, "package.json"), "utf8"));
    const file = (await readdir(join(here, folder))).find((name) => /^licen[cs]e/i.test(name));
    const text = file === undefined ? "" : await readFile(join(here, folder, file), "utf8");
    return `${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}

await writeFile(join(dist, "LICENSES.txt"), await licences());

const [entry] = Object.keys(metafile.outputs).map((path) => path.split("/").at(-1));
await writeFile(join(dist, "manifest.json"), `${JSON.stringify({ entry, sources: await digest(await sources()) }, null, 2)}\n`);
