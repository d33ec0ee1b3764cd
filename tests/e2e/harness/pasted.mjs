/**
 * Builds the code of a use case's page as a reader's app would: exactly the figures, and the
 * package as npm installs it.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** @typedef {{file: string, code: string}} Figure */

/**
 * Returns the figures of the browser's current page.
 * @param {import("./host-page.mjs").HostPage} page
 * @returns {Promise<Figure[]>}
 */
export async function figuresOf(page) {
  return page.run(
    `return [...document.querySelectorAll(".source")].map((figure) =>
       ({ file: figure.dataset.file, code: figure.querySelector("code").textContent }));`,
  );
}

/**
 * Bundles the first figure and its imports into one module.
 * @param {readonly Figure[]} figures
 * @param {string} packageUrl The URL of the package for the browser.
 */
export async function bundled(figures, packageUrl) {
  const [entry] = figures;
  const { outputFiles } = await build({
    entryPoints: [`./${entry?.file}`],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [shown(figures), installed(packageUrl)],
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** @param {readonly Figure[]} figures @returns {import("esbuild").Plugin} */
const shown = (figures) => ({
  name: "the text",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/[\w.-]+$/ }, ({ path, namespace, kind }) => {
      if (kind !== "entry-point" && namespace !== "shown") return undefined;
      const file = path.slice(2);
      if (figures.some((figure) => figure.file === file)) return { path: file, namespace: "shown" };
      return { errors: [{ text: `${path} is not shown` }] };
    });
    onLoad({ filter: /.*/, namespace: "shown" }, ({ path }) => ({
      contents: figures.find(({ file }) => file === path)?.code ?? "",
      loader: path.endsWith(".tsx") ? "tsx" : "js",
      resolveDir: repository,
    }));
  },
});

/** @param {string} url @returns {import("esbuild").Plugin} */
const installed = (url) => ({
  name: "the package",
  setup({ onResolve }) {
    const entry = { path: `${url}/index.mjs`, external: true };
    onResolve({ filter: /^set-pin-widget$/ }, () => entry);
    onResolve({ filter: /^set-pin-widget\/secure-view$/ }, () => ({ path: `${url}/secure-view.mjs`, external: true }));
    // A framework entry imports its framework, and the page must have only one copy of it.
    onResolve({ filter: /^set-pin-widget\/react$/ }, () => ({ path: `${repository}pkg/react.mjs` }));
    onResolve({ filter: /^\.\/index\.mjs$/ }, ({ namespace }) => (namespace === "shown" ? undefined : entry));
  },
});
