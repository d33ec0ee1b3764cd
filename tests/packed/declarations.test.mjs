/**
 * The declarations with compilers of several years, including the check of libraries
 * (`skipLibCheck: false`).
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { project, repository } from "./installed.mjs";

const OLDEST = "typescript-4.7";

/**
 * Of each compiler, the ways in which it finds a package.
 * @type {Record<string, {module: string, moduleResolution: string}[]>}
 */
const COMPILERS = {
  [OLDEST]: [
    { module: "commonjs", moduleResolution: "node" },
    { module: "node16", moduleResolution: "node16" },
  ],
  "typescript-5.3": [
    { module: "commonjs", moduleResolution: "node10" },
    { module: "node16", moduleResolution: "node16" },
    { module: "esnext", moduleResolution: "bundler" },
  ],
  typescript: [
    { module: "nodenext", moduleResolution: "nodenext" },
    { module: "esnext", moduleResolution: "bundler" },
  ],
};

/**
 * Returns the compiler's output for a file of `declarations/`, as an ES module and as CommonJS.
 * @param {string} compiler
 * @param {string} file
 * @param {Record<string, unknown>} settings
 */
function saidBy(compiler, file, settings) {
  const folder = `${project}declarations/`;
  mkdirSync(folder, { recursive: true });
  const source = fileURLToPath(new URL(`declarations/${file}.ts`, import.meta.url));
  const endings = /^node(?:16|next)$/.test(String(settings.module)) ? ["mts", "cts"] : ["ts"];
  const files = endings.map((ending) => `${file}.${ending}`);
  for (const copy of files) cpSync(source, folder + copy);
  const compilerOptions = {
    target: "es2020",
    lib: ["es2020", "dom"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    ...settings,
  };
  writeFileSync(`${folder}tsconfig.json`, JSON.stringify({ compilerOptions, files }));
  const { stdout, stderr } = spawnSync("node", [`${repository}node_modules/${compiler}/bin/tsc`, "-p", folder], {
    encoding: "utf8",
  });
  return stdout + stderr;
}

for (const [compiler, ways] of Object.entries(COMPILERS)) {
  describe(`${compiler} finds no error in the declarations`, () => {
    for (const way of ways) {
      test(`by moduleResolution ${way.moduleResolution}`, () => {
        assert.equal(saidBy(compiler, "host", way), "");
      });
    }
  });
}

describe("./server and ./testing need no DOM types", () => {
  for (const compiler of ["typescript-5.3", "typescript"]) {
    test(compiler, () => {
      const node = { lib: ["es2022"], target: "es2022", types: ["node"], module: "node16", moduleResolution: "node16" };
      assert.equal(saidBy(compiler, "without-dom", node), "");
    });
  }
});
