/**
 * Builds the pages of a framework's tests, one of which is rendered on a server, for one version of
 * the framework.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** @param {string} name @param {string} markup */
const page = (name, markup) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>An app in ${name}</title><link rel="icon" href="data:,"></head>
<body><div id="root">${markup}</div><script type="module" src="page.mjs"></script></body>
</html>
`;

/**
 * @typedef {object} Sources
 * @property {string} name The framework's, and its version: `react-18`.
 * @property {string} entry The package's entry: `react`.
 * @property {URL} folder The folder of `page.mjs`, for the browser, and of `server.mjs`, which exports `markup`.
 * @property {Record<string, string>} alias The packages' names in this repository, which has two versions side by side.
 * @property {(target: "browser" | "server") => import("esbuild").BuildOptions} [options]
 */

/** @param {Sources} sources @param {"browser" | "server"} target @param {string} outdir */
async function bundle({ entry, folder, alias, options }, target, outdir) {
  const pkg = process.env.E2E_PKG ?? `${repository}pkg`;
  const source = (/** @type {string} */ name) => fileURLToPath(new URL(name, folder));
  await build({
    bundle: true,
    format: "esm",
    // This build includes the frameworks' warnings and StrictMode's second renders.
    define: { "process.env.NODE_ENV": '"development"' },
    alias: { ...alias, [`set-pin-widget/${entry}`]: `${pkg}/${entry}.mjs` },
    logLevel: "warning",
    outdir,
    ...(target === "browser"
      ? // Integrators' tools do this by default: the JavaScript engine stays a separate file.
        { entryPoints: { page: source("page.mjs") }, splitting: true, outExtension: { ".js": ".mjs" } }
      : {
          entryPoints: { server: source("server.mjs") },
          platform: "node",
          format: "cjs",
          outExtension: { ".js": ".cjs" },
        }),
    ...options?.(target),
  });
}

/**
 * Builds `index.html`, which is empty, and `hydrated.html`, which is rendered without a window.
 * @param {Sources} sources
 * @returns {Promise<string>} The folder to serve.
 */
export async function buildPages(sources) {
  const output = `${repository}target/e2e-${sources.name}-${process.pid}`;
  await mkdir(output, { recursive: true });
  await bundle(sources, "browser", output);
  await bundle(sources, "server", output);
  const server = `${output}/server.cjs`;
  /** @type {{markup: string | Promise<string>}} */
  const { markup } = await import(pathToFileURL(server).href);
  await rm(server);
  await writeFile(`${output}/index.html`, page(sources.name, ""));
  await writeFile(`${output}/hydrated.html`, page(sources.name, await markup));
  return output;
}
