/** Builds a front end's ../dist: its entry, a chunk for whatever it loads on demand, their licences, and a manifest. */
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const COMPONENTS = fileURLToPath(new URL("..", import.meta.url));
const SHARED = join(COMPONENTS, "frontend-shared");

/** Every file that the bundle is made of, packages aside: the lock file speaks for those. */
async function sources(folder) {
  const found = [];
  for (const src of [join(folder, "src"), join(SHARED, "src")]) {
    const entries = await readdir(src, { recursive: true, withFileTypes: true });
    found.push(...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  }
  found.push(...["build.mjs", "package.json", "package-lock.json", "tsconfig.json"].map((name) => join(folder, name)));
  found.push(...["build.mjs", "tsconfig.json"].map((name) => join(SHARED, name)));
  return found.map((path) => relative(COMPONENTS, path).split(sep).join("/")).sort();
}

/** SHA-256 over "path NUL content NUL" of every source in order, so that a test can tell a stale bundle without Node. */
async function digest(paths) {
  const hash = createHash("sha256");
  for (const path of paths)
    hash
      .update(path)
      .update("\0")
      .update(await readFile(join(COMPONENTS, path)))
      .update("\0");
  return hash.digest("hex");
}

/** Licence texts of everything bundled, which minifying strips: package folders as esbuild met them. */
async function licences(folder, inputs) {
  const packages = new Set(inputs.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []));
  const texts = [...packages].sort().map(async (path) => {
    const about = JSON.parse(await readFile(join(folder, path, "package.json"), "utf8"));
    const file = (await readdir(join(folder, path))).find((name) => /^licen[cs]e/i.test(name));
    const text = file === undefined ? "" : await readFile(join(folder, path, file), "utf8");
    return `${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}

/**
 * Builds `src/NAME.ts` of a front end. `build` is esbuild's: packages are installed per front end and cannot be found from here.
 * OUTDIR names another place than ../dist, for a comparison.
 */
export async function buildFrontEnd(build, url, name) {
  const folder = fileURLToPath(new URL(".", url));
  const dist = process.env.OUTDIR ?? join(folder, "..", "dist");
  await rm(dist, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: { [name]: `src/${name}.ts` },
    outdir: dist,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify: true,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    loader: { ".css": "text" },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  await writeFile(join(dist, "LICENSES.txt"), await licences(folder, Object.keys(metafile.inputs)));
  const named = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
  const chunks = Object.fromEntries(named.map(([path, output]) => [output.entryPoint.replace(/^src\/|\.ts$/g, ""), basename(path)]));
  const manifest = { entry: chunks[name], chunks, sources: await digest(await sources(folder)) };
  await writeFile(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
