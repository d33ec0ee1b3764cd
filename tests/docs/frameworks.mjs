/**
 * Prepares blocks in a framework's own language for esbuild: compiles them with the framework's own
 * compiler, and mounts them as its documentation says.
 */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { COMPILERS, DEFINITIONS } from "../e2e/harness/generated-app.mjs";
import { blocksOfKind } from "./blocks.mjs";

export { DEFINITIONS };

/** @typedef {import("./blocks.mjs").Block} Block */

/**
 * The file name's ending, and the compiler.
 * @type {Partial<Record<import("./blocks.mjs").Kind, {ending: string, compiler: keyof typeof COMPILERS}>>}
 */
const FILES = {
  vue: { ending: "vue", compiler: "Vue" },
  svelte: { ending: "svelte", compiler: "Svelte" },
  angular: { ending: "component.ts", compiler: "Angular" },
};

const starts = (/** @type {Block} */ { text }) => text.includes("bootstrapApplication(");

/** Blocks of Angular that start an application: they are run with each component. */
export const mains = blocksOfKind("angular").filter(starts);

/** Components, each of which is an app. */
export const components = blocksOfKind("vue", "svelte", "angular").filter((block) => !starts(block));

/** @param {Block} block */
export const fileOf = ({ id, kind, language }) => `${id}.${FILES[kind]?.ending ?? language}`;

/** Returns the code that mounts a component. @param {Block} block @returns {string} */
export function entryOf(block) {
  const file = fileOf(block);
  if (block.kind === "vue")
    return `import { createApp } from "vue";\nimport App from "./${file}";\ncreateApp(App).mount("#app");\n`;
  if (block.kind === "svelte")
    return `import { mount } from "svelte";\nimport App from "./${file}";\nmount(App, { target: document.querySelector("#app") });\n`;
  const [main, ...others] = mains;
  if (!main || others.length > 0)
    throw new Error("The documentation shows one main.ts of Angular: which one is it now?");
  return `import "@angular/compiler";\n${main.text.replace("./app/app.config", ANGULAR_CONFIG).replace('"./app/app"', `"./${file}"`)}`;
}

const ANGULAR_CONFIG = "the application's config";

/** @type {import("esbuild").Plugin} */
export const frameworks = {
  name: "the frameworks' own compilers",
  setup({ onLoad, onResolve }) {
    for (const { ending, compiler } of Object.values(FILES)) {
      onLoad({ filter: new RegExp(`\\.${ending.replace(".", "\\.")}$`) }, async ({ path }) => ({
        ...(await COMPILERS[compiler](await readFile(path, "utf8"))),
        resolveDir: dirname(path),
      }));
    }
    onResolve({ filter: new RegExp(`^${ANGULAR_CONFIG}$`) }, ({ path, resolveDir }) => ({
      path,
      namespace: "angular",
      pluginData: resolveDir,
    }));
    onLoad({ filter: /./, namespace: "angular" }, ({ pluginData }) => ({
      contents: `import { provideZonelessChangeDetection } from "@angular/core";
export const appConfig = { providers: [provideZonelessChangeDetection()] };`,
      resolveDir: pluginData,
    }));
  },
};
