/**
 * The applications: how each is built and served by its tool's own default configuration.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * @typedef {object} Application
 * @property {string} name
 * @property {string} folder In `apps/`; several rows may share one.
 * @property {boolean} [always] Whether CI takes it each time; the others are for `--packaging`.
 * @property {string} [build] The npm script that builds it.
 * @property {string} [files] The folder to serve.
 * @property {string} [server] Or the npm script that serves it.
 * @property {string} [shared] Where it keeps the files of `shared/`; `src` by default.
 * @property {string} [over] Another folder in `apps/`, laid over it.
 * @property {boolean} [ownPolicy] Whether it answers with a policy, by its framework's own guide.
 * @property {boolean} [needsNode22]
 * @property {(folder: string) => Promise<void>} [prepare]
 * @property {{trustedTypes?: string, asksForWasm?: false}} [strict] Also taken through under the strict policy, with and without WebAssembly.
 */

/** @type {Application[]} */
export const applications = [
  { name: "Vite", folder: "vite", always: true, build: "build", files: "dist", strict: {} },
  { name: "Vite's dev server", folder: "vite", always: true, server: "dev" },
  { name: "webpack", folder: "webpack", always: true, build: "build", files: "dist" },
  { name: "Next.js by Turbopack", folder: "next", always: true, build: "build", server: "start", shared: "app" },
  { name: "Next.js by webpack", folder: "next", always: true, build: "build:webpack", server: "start", shared: "app" },
  {
    name: "the script tag",
    folder: "script-tag",
    always: true,
    files: ".",
    shared: ".",
    prepare: putScriptTag,
    strict: { trustedTypes: "set-pin-widget" },
  },
  { name: "a plain page", folder: "plain", always: true, files: ".", shared: ".", strict: {} },
  { name: "an import map", folder: "import-map", always: true, files: ".", shared: "." },
  { name: "Rollup", folder: "rollup", build: "build", files: "dist", strict: {} },
  { name: "esbuild", folder: "esbuild", build: "build", files: "dist", strict: {} },
  { name: "esbuild, split", folder: "esbuild", build: "build:split", files: "dist", strict: {} },
  { name: "Parcel", folder: "parcel", build: "build", files: "dist" },
  // Parcel finds a second file by an inline script: under a strict policy it wants the entry without one.
  {
    name: "Parcel and set-pin-widget/csp",
    folder: "parcel",
    over: "parcel-csp",
    build: "build",
    files: "dist",
    strict: { asksForWasm: false },
  },
  { name: "Rspack", folder: "rspack", build: "build", files: "dist" },
  {
    name: "Next.js with nonces",
    folder: "next",
    over: "next-nonce",
    ownPolicy: true,
    build: "build",
    server: "start",
    shared: "app",
  },
  { name: "Nuxt", folder: "nuxt", build: "build", server: "start", shared: "app", needsNode22: true },
  { name: "SvelteKit", folder: "sveltekit", build: "build", server: "preview", shared: "src/routes" },
  {
    name: "SvelteKit with hashes",
    folder: "sveltekit",
    over: "sveltekit-csp",
    ownPolicy: true,
    build: "build",
    server: "preview",
    shared: "src/routes",
  },
  { name: "Astro", folder: "astro", build: "build", files: "dist", needsNode22: true, strict: {} },
];

/** Puts the tag that the package brings into the page, from this origin in place of the network's. @param {string} folder */
async function putScriptTag(folder) {
  const page = join(folder, "index.html");
  const tag = await readFile(join(folder, "node_modules/set-pin-widget/script-tag.html"), "utf8");
  const own = tag.replace(/src="[^"]*\/set-pin-widget\.js"/, 'src="/node_modules/set-pin-widget/set-pin-widget.js"');
  await writeFile(page, (await readFile(page, "utf8")).replace("<!-- script-tag.html -->", own.trim()));
}
