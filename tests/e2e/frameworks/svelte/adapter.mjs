import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const folder = new URL("./", import.meta.url);

/**
 * The package's name in this repository, which has two versions side by side, and each version's
 * names of the compiler's targets.
 */
const versions = {
  4: {
    alias: { svelte: "svelte-4", "svelte/server": fileURLToPath(new URL("server-4.mjs", folder)) },
    compiler: "svelte-4/compiler",
    targets: { browser: "dom", server: "ssr" },
    flags: { hydratable: true },
  },
  5: {
    alias: {},
    compiler: "svelte/compiler",
    targets: { browser: "client", server: "server" },
    flags: {},
  },
};

/** @param {4 | 5} version @param {"browser" | "server"} target @returns {import("esbuild").Plugin} */
const compiled = (version, target) => ({
  name: "svelte",
  setup(build) {
    const { compiler, targets, flags } = versions[version];
    build.onLoad({ filter: /\.svelte$/ }, async ({ path: filename }) => {
      const { compile } = await import(compiler);
      const source = await readFile(filename, "utf8");
      const { js, warnings } = compile(source, { filename, dev: true, generate: targets[target], ...flags });
      assert.deepEqual(warnings, []);
      return { contents: js.code };
    });
  },
});

/** @param {4 | 5} version @returns {import("../promises.mjs").Adapter} */
export const svelte = (version) => ({
  name: `Svelte ${version}`,
  build: {
    name: `svelte-${version}`,
    entry: "svelte",
    folder,
    alias: versions[version].alias,
    options: (target) => ({
      plugins: [compiled(version, target)],
      // This build includes Svelte's own checks.
      conditions: ["development"],
    }),
  },
  // Svelte parses its templates as markup and makes a Trusted Types policy for that. The sandbox's
  // pages forbid that policy; tests/examples allows it.
  query: "?csp=none",
  usages: [
    { kind: "action", mode: "inline" },
    { kind: "action", mode: "modal", opensOnClick: true },
    { kind: "store", mode: "modal", opensOnClick: true, showsState: true },
  ],
});
