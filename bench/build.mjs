/**
 * Bundles and minifies every flow alike, with its own side and that of its hosted page.
 */
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ONLY_WEIGHT } from "./flows.mjs";

const repository = fileURLToPath(new URL("../", import.meta.url));
const here = fileURLToPath(new URL("./", import.meta.url));

/** The folder that the benchmark's server serves: of this process, since two of them may run. */
export const BUILT = `${repository}target/bench/built-${process.pid}/`;
process.once("exit", () => rmSync(BUILT, { recursive: true, force: true }));

/** The folder name of a flow. @param {string} name */
export const folderOf = (name) => name.replaceAll(/[^\w@.-]+/g, "-");

/** The package's files that an app loads. */
const ENTRIES = ["index.mjs", "csp.mjs", "engine-js.mjs", "set-pin-widget.js"];

/** @typedef {{raw: number, gzip: number, brotli: number}} Weight */
/** @typedef {{name: string, weight: Weight, why?: string}} WeightRow */

/**
 * @param {string} entry
 * @param {string} folder
 * @param {string} [pkg]
 */
async function bundle(entry, folder, pkg) {
  await build({
    entryPoints: [entry],
    outdir: BUILT + folder,
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
    ...(pkg ? { alias: { "set-pin-widget": `${pkg}/index.mjs` } } : {}),
  });
}

/** @param {Buffer} bytes @returns {Weight} */
export function weigh(bytes) {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }).length,
    brotli: brotliCompressSync(bytes).length,
  };
}

/** @param {string} path @returns {Promise<Weight>} */
const weightOf = async (path) => weigh(await readFile(path));

/**
 * Builds the flows' bundles.
 * @param {readonly import("./flows.mjs").FlowDescription[]} flows
 */
export async function buildFlows(flows) {
  await bundle(`${here}page/bench.mjs`, "bench");
  for (const { name, file, pkg } of flows) await bundle(`${here}flows/${file}`, folderOf(name), pkg);
  const hosted = new Set(flows.map((flow) => flow.hosted.replace(/^\/hosted\//, "")));
  for (const name of hosted) await bundle(`${here}hosted/${name}.mjs`, `hosted/${name}`);
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
  for (const { name, pkg } of flows) {
    if (pkg) continue;
    rows.push({ name: `${name}, bundled`, weight: await weightOf(`${BUILT}${folderOf(name)}/index.mjs`) });
  }
  /** @type {Map<string, string>} */
  const packages = new Map(flows.flatMap(({ pkg, commit }) => (pkg ? [[pkg, commit ? ` @${commit}` : ""]] : [])));
  for (const [pkg, label] of packages) {
    for (const file of ENTRIES) rows.push({ name: `${file}${label}`, weight: await weightOf(`${pkg}/${file}`) });
  }
  for (const { name, file, why } of withPeers ? ONLY_WEIGHT : []) {
    const folder = folderOf(name);
    await bundle(`${here}weights/${file}`, folder);
    rows.push({ name, why, weight: await weightOf(`${BUILT}${folder}/index.mjs`) });
  }
  return rows;
}
