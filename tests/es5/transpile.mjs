/**
 * `node tests/es5/transpile.mjs TOOL FOLDER` copies the package into FOLDER, its modules transpiled
 * to ES5 by `swc` or `babel`, as an application for old browsers has them.
 */
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transformAsync } from "@babel/core";
import { transform } from "@swc/core";

const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));

/**
 * Each by its default, but for the modules, which stay modules.
 * @type {Record<string, (code: string) => Promise<{code?: string | null} | null>>}
 */
const TOOLS = {
  swc: (code) => transform(code, { jsc: { target: "es5" }, module: { type: "es6" }, configFile: false, swcrc: false }),
  babel: (code) =>
    transformAsync(code, {
      presets: [["@babel/preset-env", { modules: false, targets: "ie 11" }]],
      compact: true,
      configFile: false,
      babelrc: false,
    }),
};

const [tool = "", folder = ""] = process.argv.slice(2);
const transpile = TOOLS[tool];
if (!transpile || !folder) throw new Error(`Name one of ${Object.keys(TOOLS).join(", ")}, and a folder`);

await rm(folder, { recursive: true, force: true });
await cp(pkg, folder, { recursive: true });
for (const file of ["index.mjs", "engine-js.mjs", "csp.mjs", "element.mjs"]) {
  const transpiled = await transpile(await readFile(`${pkg}/${file}`, "utf8"));
  if (!transpiled?.code) throw new Error(`${tool} wrote nothing for ${file}`);
  await writeFile(`${folder}/${file}`, transpiled.code);
}
