/**
 * Builds the playground's code for a framework, with the framework's own compiler, into an app for
 * a browser.
 */
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { compile as compileSvelte } from "svelte/compiler";
import { compileScript, parse } from "vue/compiler-sfc";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** @typedef {"React" | "Vue" | "Svelte" | "Angular"} Framework */

/** The code of each app around its component. @type {Record<Framework, string>} */
const ENTRIES = {
  React: `import { createElement } from "react";
import { createRoot } from "react-dom/client";
import * as written from "written";
createRoot(document.querySelector("#app")).render(createElement(Object.values(written)[0]));`,
  Vue: `import { createApp } from "vue";
import Written from "written";
createApp(Written).mount("#app");`,
  Svelte: `import { mount } from "svelte";
import Written from "written";
mount(Written, { target: document.querySelector("#app") });`,
  Angular: `import "@angular/compiler";
import { provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { SetPinButton } from "written";
document.querySelector("#app").append(document.createElement("app-set-pin"));
bootstrapApplication(SetPinButton, { providers: [provideZonelessChangeDetection()] });`,
};

/** Constants for the bundler that remove the frameworks' development code. */
export const DEFINITIONS = {
  "process.env.NODE_ENV": '"production"',
  ngDevMode: "false",
  __VUE_OPTIONS_API__: "false",
  __VUE_PROD_DEVTOOLS__: "false",
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
};

/** @type {Record<Framework, (code: string) => Promise<{contents: string, loader: import("esbuild").Loader}>>} */
export const COMPILERS = {
  React: async (code) => ({ contents: code, loader: "tsx" }),
  Vue: async (code) => {
    const { descriptor } = parse(code);
    const { content } = compileScript(descriptor, { id: "written", inlineTemplate: true });
    return { contents: content, loader: "ts" };
  },
  Svelte: async (code) => ({ contents: compileSvelte(code, { generate: "client" }).js.code, loader: "js" }),
  Angular: async (code) => {
    const tsconfigRaw = { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } };
    return { contents: (await transform(code, { loader: "ts", tsconfigRaw })).code, loader: "js" };
  },
};

/**
 * Returns the bundled app.
 * @param {Framework} framework
 * @param {string} code
 * @param {string} packageUrl The URL of the package for the browser.
 * @returns {Promise<string>}
 */
export async function appOf(framework, code, packageUrl) {
  const { outputFiles } = await build({
    stdin: { contents: ENTRIES[framework], resolveDir: repository },
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    conditions: ["browser"],
    define: DEFINITIONS,
    plugins: [written(framework, code), installed(packageUrl)],
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}

/** @param {Framework} framework @param {string} code @returns {import("esbuild").Plugin} */
const written = (framework, code) => ({
  name: "the playground's code",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^written$/ }, ({ path }) => ({ path, namespace: "written" }));
    onLoad({ filter: /^written$/, namespace: "written" }, async () => ({
      ...(await COMPILERS[framework](code)),
      resolveDir: repository,
    }));
  },
});

/**
 * Leaves the imports of the served package to the browser.
 * @param {string} url
 * @returns {import("esbuild").Plugin}
 */
const installed = (url) => ({
  name: "the package",
  setup({ onResolve }) {
    onResolve({ filter: /^set-pin-widget(?:\/\w+)?$/ }, ({ path }) => {
      const [, entry] = path.split("/");
      // A framework entry imports its framework, and the page must have only one copy of it. The
      // entry is bundled, and it imports the package's own file unchanged.
      return entry ? { path: `${repository}pkg/${entry}.mjs` } : { path: `${url}/index.mjs`, external: true };
    });
    onResolve({ filter: /^\.\/index\.mjs$/ }, () => ({ path: `${url}/index.mjs`, external: true }));
  },
});
