/**
 * Bundles and minifies every flow alike, with its own side and that of its hosted page.
 */
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { engineFiles } from "./decode.mjs";
import { ONLY_WEIGHT } from "./flows.mjs";

const repository = fileURLToPath(new URL("../", import.meta.url));
const here = fileURLToPath(new URL("./", import.meta.url));

/** The folder that the benchmark's server serves: of this process, since two of them may run. */
export const BUILT = `${repository}target/bench/built-${process.pid}/`;
process.once("exit", () => rmSync(BUILT, { recursive: true, force: true }));

/** The folder name of a flow. @param {string} name */
export const folderOf = (name) => name.replaceAll(/[^\w@.-]+/g, "-");

/** @typedef {{raw: number, gzip: number, brotli: number}} Weight */
/** @typedef {{name: string, weight: Weight, why?: string}} WeightRow */

/** For each flow, the files of its bundle that load before a press. @type {Map<string, string[]>} */
const loadedFirst = new Map();

/**
 * The files that an entry imports.
 * @param {Record<string, {imports: {path: string, kind: string, external?: boolean}[]}>} files
 * @param {string} entry
 * @param {readonly string[]} kinds Without `dynamic-import`, the files that load with the entry.
 */
function importedBy(files, entry, kinds = ["import-statement"]) {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, kind, external } of files[file]?.imports ?? []) {
      if (kinds.includes(kind) && !external) found.add(path);
    }
  }
  return [...found];
}

/**
 * @param {string} entry
 * @param {string} folder
 * @param {Record<string, string>} [alias] The files that names of imports mean.
 */
async function bundle(entry, folder, alias = {}) {
  const { metafile } = await build({
    entryPoints: [entry],
    outdir: BUILT + folder,
    metafile: true,
    absWorkingDir: repository,
    outExtension: { ".js": ".mjs" },
    entryNames: "index",
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: ["chrome87", "firefox98", "safari15.4"],
    legalComments: "none",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    alias,
  });
  const main = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint !== undefined)?.[0];
  if (main === undefined) throw new Error(`esbuild wrote no bundle of ${entry}`);
  const files = importedBy(metafile.outputs, main);
  loadedFirst.set(
    folder,
    files.map((file) => repository + file),
  );
}

/**
 * The entries of a package that an app can make a widget with, the files that load with each, and
 * all that it may load later.
 * @param {string} pkg
 * @returns {Promise<{file: string, loaded: string[], all: string[]}[]>} File names; the main entry is the first.
 */
export async function widgetEntries(pkg) {
  /** @type {{exports: Record<string, string | {import?: {default: string}}>}} */
  const { exports } = JSON.parse(await readFile(`${pkg}/package.json`, "utf8"));
  const files = Object.values(exports).flatMap((entry) =>
    typeof entry === "object" && entry.import ? [entry.import.default] : [],
  );
  const { metafile } = await build({
    entryPoints: files,
    absWorkingDir: pkg,
    outdir: "unused",
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  const entries = Object.values(metafile.outputs).flatMap(({ entryPoint, exports: names }) =>
    entryPoint !== undefined && names.includes("createSetPin") && names.includes("preload") ? [entryPoint] : [],
  );
  const order = (/** @type {string} */ file) => files.indexOf(`./${file}`);
  return entries
    .sort((a, b) => order(a) - order(b))
    .map((file) => ({
      file,
      loaded: importedBy(metafile.inputs, file),
      all: importedBy(metafile.inputs, file, ["import-statement", "dynamic-import"]),
    }));
}

/** @param {Buffer} bytes @returns {Weight} */
export function weigh(bytes) {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }).length,
    brotli: brotliCompressSync(bytes).length,
  };
}

/** Files, each compressed by itself. @param {readonly string[]} paths @returns {Promise<Weight>} */
async function weightOf(...paths) {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const path of paths) {
    const { raw, gzip, brotli } = weigh(await readFile(path));
    sum.raw += raw;
    sum.gzip += gzip;
    sum.brotli += brotli;
  }
  return sum;
}

/** @param {import("./flows.mjs").FlowDescription} flow @returns {Promise<Record<string, string>>} */
async function aliasOf({ pkg, entry = "index.mjs", bytes }) {
  if (bytes) return engineFiles(bytes, BUILT);
  return pkg ? { "set-pin-widget": `${pkg}/${entry}` } : {};
}

/**
 * Builds the flows' bundles.
 * @param {readonly import("./flows.mjs").FlowDescription[]} flows
 */
export async function buildFlows(flows) {
  await bundle(`${here}page/bench.mjs`, "bench");
  for (const flow of flows) await bundle(`${here}flows/${flow.file}`, folderOf(flow.name), await aliasOf(flow));
  const hosted = new Set(flows.map((flow) => flow.hosted.replace(/^\/hosted\//, "")));
  for (const name of hosted) await bundle(`${here}hosted/${name}.mjs`, `hosted/${name}`);
}

/**
 * Weighs the files of a package that an app may load.
 * @param {string} pkg
 * @param {string} label
 * @returns {Promise<WeightRow[]>}
 */
async function packageWeights(pkg, label) {
  const entries = await widgetEntries(pkg);
  /** @type {Record<string, string>} */
  const published = JSON.parse(await readFile(`${pkg}/integrity.json`, "utf8"));
  // Those of the script tag, and those of the entries.
  const isWanted = (/** @type {string} */ file) =>
    file.endsWith(".js") || entries.some(({ all }) => all.includes(file));
  const rows = [];
  for (const file of Object.keys(published).filter(isWanted)) {
    rows.push({ name: `${file}${label}`, weight: await weightOf(`${pkg}/${file}`) });
  }
  for (const { file, loaded } of entries) {
    const weight = await weightOf(...loaded.map((one) => `${pkg}/${one}`));
    rows.push({ name: `${file}, before the first press${label}`, weight });
  }
  return rows;
}

/**
 * Weighs the bundles, and peers that no page can show.
 * @param {readonly import("./flows.mjs").FlowDescription[]} flows
 * @param {boolean} withPeers
 * @returns {Promise<WeightRow[]>}
 */
export async function weights(flows, withPeers) {
  /** @type {WeightRow[]} */
  const rows = [];
  for (const { name } of flows) {
    rows.push({ name: `${name}, bundled`, weight: await weightOf(...(loadedFirst.get(folderOf(name)) ?? [])) });
  }
  /** @type {Map<string, string>} */
  const packages = new Map(flows.flatMap(({ pkg, commit }) => (pkg ? [[pkg, commit ? ` @${commit}` : ""]] : [])));
  for (const [pkg, label] of packages) rows.push(...(await packageWeights(pkg, label)));
  for (const { name, file, why } of withPeers ? ONLY_WEIGHT : []) {
    const folder = folderOf(name);
    await bundle(`${here}weights/${file}`, folder);
    rows.push({ name, why, weight: await weightOf(`${BUILT}${folder}/index.mjs`) });
  }
  return rows;
}
