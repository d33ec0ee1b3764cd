/**
 * The React page and what a server renders of it, built for one version of React.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));

/** The packages' names in this repository, where two versions live side by side. */
const aliases = {
  18: { react: "react-18", "react-dom": "react-dom-18" },
  19: {},
};

/** @param {string} markup */
const page = (markup) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A React app</title><link rel="icon" href="data:,"></head>
<body><div id="root">${markup}</div><script type="module" src="/page.mjs"></script></body>
</html>
`;

/** @param {18 | 19} version @param {string} source @param {string} outfile @param {import("esbuild").BuildOptions} options */
async function bundle(version, source, outfile, options) {
  const pkg = process.env.E2E_PKG ?? `${repository}pkg`;
  await build({
    bundle: true,
    format: "esm",
    // With StrictMode's rehearsals.
    define: { "process.env.NODE_ENV": '"development"' },
    alias: { ...aliases[version], "set-pin-widget/react": `${pkg}/react.mjs` },
    logLevel: "warning",
    entryPoints: [source],
    outfile,
    ...options,
  });
}

/**
 * Builds `index.html`, empty, and `hydrated.html`, rendered where there is no window.
 * @param {18 | 19} version
 * @returns {Promise<string>} The folder to serve.
 */
export async function buildPages(version) {
  const folder = `${repository}target/e2e-react-${version}-${process.pid}`;
  await mkdir(folder, { recursive: true });
  await bundle(version, `${here}page.mjs`, `${folder}/page.mjs`, {});
  const server = `${folder}/server.cjs`;
  await bundle(version, `${here}server.mjs`, server, { platform: "node", format: "cjs" });
  /** @type {{markup: string}} */
  const { markup } = await import(pathToFileURL(server).href);
  await rm(server);
  await writeFile(`${folder}/index.html`, page(""));
  await writeFile(`${folder}/hydrated.html`, page(markup));
  return folder;
}
