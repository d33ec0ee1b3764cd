/**
 * The applications: how each is built and served by its tool's own default configuration.
 */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { blocksOfKind } from "../docs/blocks.mjs";

/**
 * @typedef {object} Application
 * @property {string} name
 * @property {string} folder In `apps/`; several rows may share one.
 * @property {boolean} [always] Whether CI runs it each time; the others run with `--packaging`.
 * @property {string} [build] The npm script that builds it.
 * @property {string} [files] The folder to serve.
 * @property {string} [server] Or the npm script that serves it.
 * @property {string} [shared] Where it keeps the files of `shared/`; `src` by default.
 * @property {string} [over] Another folder in `apps/`, copied over it.
 * @property {boolean} [ownPolicy] Whether it has its own policy, by its framework's guide.
 * @property {boolean} [needsNode22]
 * @property {(folder: string) => Promise<void>} [prepare]
 * @property {boolean} [hasBackend] Whether its server has the token route.
 * @property {boolean} [hasAllRoutes] Whether it has the other routes of docs/servers.md too.
 * @property {string} [serverComponent] The page on which a Server Component opens the widget.
 * @property {string[]} [takesIn] Files of the package that the build reports as bundled.
 * @property {{trustedTypes?: string, asksForWasm?: false, inlineScripts?: string}} [strict] Also tested under the strict policy, with
 *   and without WebAssembly; `inlineScripts`: the page whose inline scripts the policy names.
 */

const next = {
  folder: "next",
  server: "start",
  shared: "app",
  prepare: putTokenRoute,
  hasBackend: true,
  serverComponent: "component",
};

const nuxt = { folder: "nuxt", server: "start", shared: "app", needsNode22: true };

/** @type {Application[]} */
export const applications = [
  { name: "Vite", folder: "vite", always: true, build: "build", files: "dist", strict: {} },
  {
    name: "Vite and set-pin-widget/lazy",
    folder: "vite",
    over: "vite-lazy",
    build: "build",
    files: "dist",
    strict: {},
  },
  { name: "Vite's dev server", folder: "vite", always: true, server: "dev" },
  { name: "webpack", folder: "webpack", always: true, build: "build", files: "dist" },
  {
    name: "webpack and CommonJS",
    folder: "webpack",
    over: "webpack-cjs",
    build: "build",
    files: "dist",
    takesIn: ["cjs/index.js", "cjs/engine-js.js"],
    strict: {},
  },
  { name: "Next.js by Turbopack", ...next, always: true, build: "build" },
  { name: "Next.js by webpack", ...next, always: false, build: "build:webpack" },
  {
    name: "the script tag",
    folder: "script-tag",
    always: true,
    files: ".",
    shared: ".",
    prepare: putScriptTag,
    strict: { trustedTypes: "set-pin-widget" },
  },
  {
    name: "the script tag in two files",
    folder: "script-tag",
    over: "script-tag-lazy",
    files: ".",
    shared: ".",
    strict: { trustedTypes: "set-pin-widget" },
  },
  { name: "a plain page", folder: "plain", always: true, files: ".", shared: ".", strict: {} },
  {
    name: "an import map",
    folder: "import-map",
    files: ".",
    shared: ".",
    prepare: putImportMap,
    strict: { inlineScripts: "index.html" },
  },
  { name: "Rollup", folder: "rollup", build: "build", files: "dist", strict: {} },
  { name: "esbuild", folder: "esbuild", build: "build", files: "dist", strict: {} },
  { name: "esbuild, split", folder: "esbuild", build: "build:split", files: "dist", strict: {} },
  { name: "Parcel", folder: "parcel", build: "build", files: "dist" },
  // Parcel loads a second file by an inline script, so a strict policy needs the entry without a
  // second file.
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
    name: "Next.js with the routes of docs/servers.md",
    ...next,
    prepare: (folder) => putRecipe("export const GET", join(folder, "app/api/card/[...route]"), "route.js"),
    hasAllRoutes: true,
    build: "build",
  },
  { name: "Next.js with nonces", ...next, over: "next-nonce", ownPolicy: true, build: "build" },
  { name: "Nuxt", ...nuxt, build: "build" },
  { name: "Nuxt with nonces", ...nuxt, over: "nuxt-csp", ownPolicy: true, build: "build" },
  {
    name: "SvelteKit",
    folder: "sveltekit",
    build: "build",
    server: "preview",
    shared: "src/routes",
    prepare: (folder) =>
      putRecipe("export const fallback", join(folder, "src/routes/api/card/[...route]"), "+server.js"),
    hasBackend: true,
    hasAllRoutes: true,
  },
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

/** The package, on the page's origin instead of a CDN. */
const OWN = "/node_modules/set-pin-widget";

/**
 * Inserts the package's snippet for copying into the page, with this origin.
 * @param {string} folder
 * @param {string} file
 */
async function putIntoPage(folder, file) {
  const page = join(folder, "index.html");
  const brought = await readFile(join(folder, "node_modules/set-pin-widget", file), "utf8");
  const own = brought.replaceAll(/https:[^"]*\/set-pin-widget@[^/"]+/g, OWN);
  await writeFile(page, (await readFile(page, "utf8")).replace(`<!-- ${file} -->`, own.trim()));
}

/** @param {string} folder */
function putScriptTag(folder) {
  return putIntoPage(folder, "script-tag.html");
}

/** @param {string} folder */
function putImportMap(folder) {
  return putIntoPage(folder, "import-map.html");
}

/**
 * Writes the quick start's route handler beside the file about the signed-in user.
 * @param {string} folder
 */
async function putTokenRoute(folder) {
  const [block, ...others] = blocksOfKind("backend").filter(({ where }) => where.startsWith("docs/quick-start.md"));
  if (!block || others.length > 0) throw new Error("docs/quick-start.md must show one route handler");
  await writeFile(join(folder, "app/api/card/set-pin/token/route.js"), block.text);
}

/** The file about the signed-in user, for each application with a backend. */
const SESSION = fileURLToPath(new URL("apps/next/app/api/card/set-pin/token/session.js", import.meta.url));

/**
 * Writes a recipe of docs/servers.md into the folder of its route, beside the file about the signed-in user.
 * @param {string} mark A text that only this recipe contains.
 * @param {string} folder
 * @param {string} file
 */
async function putRecipe(mark, folder, file) {
  const [block, ...others] = blocksOfKind("server app").filter(({ text }) => text.includes(mark));
  if (!block || others.length > 0) throw new Error(`docs/servers.md must show one recipe with ${mark}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), block.text);
  await cp(SESSION, join(folder, "session.js"));
}
