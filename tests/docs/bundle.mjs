/**
 * Builds the blocks for the browser as pages of an app: bundled as an integrator would, with the
 * sandbox instead of the issuer.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { blocksOfKind, repository } from "./blocks.mjs";
import { components, DEFINITIONS, entryOf, fileOf, frameworks } from "./frameworks.mjs";
import { layOut, pkg } from "./workspace.mjs";

/** The issuer's origin in the documentation's code. The tests use the sandbox's origin instead. */
export const ISSUER = "https://cards.baanx.com";

/** The placeholder for the reader's own origin. */
const APP = "https://app.example";

/** The page around a block, as the documentation describes it. */
const SURROUNDINGS = `
<button id="set-pin" type="button">Set PIN</button>
<div id="pin-container"></div>
<div id="app"><app-root></app-root></div>
<p id="result" role="status"></p>`;

/** The same for a block that listens to an element of the page. */
const ELEMENT = `
<set-pin-widget><button type="button">Set PIN</button></set-pin-widget>
<p id="result" role="status"></p>`;

/** Lets every entry use the sandbox's origin if a block does not set `allowedOrigins`. */
const HERE = `
import { createSetPin as create } from "${pkg}/index.mjs";
export * from "${pkg}/index.mjs";
const { allowedOrigins } = await (await fetch("/api/config")).json();
export const createSetPin = (options) => create({ allowedOrigins, ...options });
`;

/** @type {import("esbuild").Plugin} */
const sandboxInPlaceOfIssuer = {
  name: "the sandbox in the issuer's place",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:set-pin-widget|\.\/index\.mjs)$/ }, ({ importer }) =>
      importer === "here" ? undefined : { path: "here", namespace: "here" },
    );
    onLoad({ filter: /^here$/, namespace: "here" }, () => ({ contents: HERE, resolveDir: repository }));
  },
};

/**
 * Writes a page for each block, `${id}.html`.
 * @param {import("../e2e/harness/sandbox.mjs").Origins} origins
 * @returns {Promise<string>} The folder to serve.
 */
export async function bundlePages(origins) {
  const here = (/** @type {string} */ text) => text.replaceAll(ISSUER, origins.page).replaceAll(APP, origins.host);
  const folder = layOut("pages");
  // The page that a redirect returns to.
  mkdirSync(`${folder}card`);
  writeFileSync(`${folder}card/index.html`, page("<h1>Your card</h1>"));
  const scripts = blocksOfKind("page", "react");
  for (const { id, language, text } of scripts) {
    const around = text.includes('querySelector("set-pin-widget")') ? here(ELEMENT) : SURROUNDINGS;
    const path = `${folder}${id}.${language}`;
    writeFileSync(path, here(readFileSync(path, "utf8")));
    writeFileSync(
      `${folder}${id}.entry.tsx`,
      language === "tsx" ? mount(id) : `import "./${id}.${language}";\n${READY}`,
    );
    writeFileSync(`${folder}${id}.html`, page(pageOf(id, around)));
  }
  for (const block of components) {
    writeFileSync(folder + fileOf(block), here(block.text));
    writeFileSync(`${folder}${block.id}.entry.tsx`, `${entryOf(block)}${WITHOUT_BUTTON}${READY}`);
    writeFileSync(`${folder}${block.id}.html`, page(pageOf(block.id, SURROUNDINGS)));
  }
  await build({
    entryPoints: [...scripts, ...components].map(({ id }) => `${folder}${id}.entry.tsx`),
    outdir: `${folder}out`,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    define: DEFINITIONS,
    plugins: [sandboxInPlaceOfIssuer, frameworks],
    logLevel: "warning",
  });
  for (const { id, text } of blocksOfKind("html"))
    writeFileSync(`${folder}${id}.html`, page(ofHtml(here(text), origins.page)));
  return folder;
}

/** @param {string} id @param {string} around */
const pageOf = (id, around) => `${around}<script type="module" src="/out/${id}.entry.js"></script>`;

/** A component contains its own button. */
const WITHOUT_BUTTON = 'document.querySelector("#set-pin").remove();\n';

const READY = 'document.documentElement.dataset.ready = "";\n';

/** The first function that a block of TSX exports is its component. @param {string} id */
const mount = (id) => `
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import * as block from "./${id}.tsx";
const Component = Object.values(block)[0];
${WITHOUT_BUTTON}
createRoot(document.querySelector("#app")).render(<StrictMode><Component /></StrictMode>);
${READY}`;

/**
 * The script from where the sandbox serves it, and the sandbox's origin.
 * @param {string} text
 * @param {string} issuer
 */
function ofHtml(text, issuer) {
  const served = text.replaceAll(/(src|href)="[^"]*\b(set-pin-widget\.js)"/g, '$1="/pkg/$2"');
  const tag = `<script src="/pkg/set-pin-widget.js" data-token-url="/api/card/set-pin/token" defer></script>`;
  const defined = served.includes("set-pin-widget.js") ? served : tag + served;
  return defined.replaceAll(
    /data-token-url(?![^>]*allowed-origins)/g,
    `data-allowed-origins="${issuer}" data-token-url`,
  );
}

/** @param {string} body */
const page = (body) =>
  /^<!doctype/i.test(body)
    ? body
    : `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A block of the documentation</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;
