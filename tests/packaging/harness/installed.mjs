/**
 * An application as its owner has it: outside this repository, with its locked dependencies and the
 * tarball.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** A folder without packages or settings above it that a tool would find; one for each checkout. */
const home = join(
  tmpdir(),
  `set-pin-widget-packaging-${createHash("sha256").update(repository).digest("hex").slice(0, 8)}`,
);

/** The tarball under test, from `cargo xtask test`. */
export function tarball() {
  const path = process.env.PACKAGE_TARBALL;
  if (!path) throw new Error("PACKAGE_TARBALL is not set: run these tests by `cargo xtask test --only packaging`");
  return path;
}

/**
 * @typedef {object} Installed
 * @property {string} folder
 * @property {Record<string, string>} env The environment variables of its commands.
 * @property {(command: string, ...args: string[]) => Promise<string>} run Returns the command's output; fails with it if the command fails.
 */

/**
 * @param {string} name Of a folder in `apps/`.
 * @param {{shared?: string, over?: string, needsNode22?: boolean, env?: Record<string, string>}} [how] `shared`: where the application
 *   keeps the files of `shared/`; `over`: another folder in `apps/`, copied over it.
 * @returns {Promise<Installed>}
 */
export async function installed(name, { shared, over, needsNode22, env: given } = {}) {
  const source = fileURLToPath(new URL(`../apps/${name}`, import.meta.url));
  const folder = join(home, name);
  const env = {
    CI: "true",
    ...given,
    ...(needsNode22 ? { PATH: `${await node22()}${delimiter}${process.env.PATH}` } : {}),
  };
  const run = runIn(folder, env);
  await installLocked(source, folder, run);
  // Remove the files of an earlier build or of another row.
  for (const entry of await readdir(folder))
    if (entry !== "node_modules") await rm(join(folder, entry), { recursive: true, force: true });
  await cp(source, folder, { recursive: true });
  if (over) await cp(fileURLToPath(new URL(`../apps/${over}`, import.meta.url)), folder, { recursive: true });
  if (shared) await cp(fileURLToPath(new URL("../shared", import.meta.url)), join(folder, shared), { recursive: true });
  await removeToolCaches(folder);
  await unpackPackage(folder, run);
  return { folder, env, run };
}

/**
 * Installs the lock file's packages once.
 * @param {string} source
 * @param {string} folder
 * @param {Installed["run"]} run
 */
async function installLocked(source, folder, run) {
  const lock = await readFile(join(source, "package-lock.json"), "utf8").catch(() => "");
  const mark = join(folder, "node_modules/.lock");
  const done = await readFile(mark, "utf8").catch(() => undefined);
  if (done !== lock) {
    await rm(folder, { recursive: true, force: true });
    await cp(source, folder, { recursive: true });
    if (lock) await run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    await mkdir(join(folder, "node_modules"), { recursive: true });
    await writeFile(mark, lock);
  }
}

/**
 * Vite and others keep what they built of a package in a hidden folder, by the package's version:
 * that would be an earlier build of this package.
 * @param {string} folder
 */
async function removeToolCaches(folder) {
  const modules = join(folder, "node_modules");
  for (const entry of await readdir(modules, { withFileTypes: true })) {
    const isCache = entry.isDirectory() && entry.name.startsWith(".") && entry.name !== ".bin";
    if (isCache) await rm(join(modules, entry.name), { recursive: true });
  }
}

/**
 * As a package manager unpacks it; npm itself would keep an older tarball of the same version.
 * @param {string} folder
 * @param {Installed["run"]} run
 */
async function unpackPackage(folder, run) {
  const place = join(folder, "node_modules/set-pin-widget");
  await rm(place, { recursive: true, force: true });
  await mkdir(place);
  await run("tar", "-xzf", tarball(), "--strip-components=1", "-C", place);
  const description = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { version } = JSON.parse(await readFile(join(place, "package.json"), "utf8"));
  // As `npm install` writes it: some tools treat a listed dependency differently.
  description.dependencies = { ...description.dependencies, "set-pin-widget": version };
  await writeFile(join(folder, "package.json"), JSON.stringify(description, null, 2));
}

/** @param {string} folder @param {Record<string, string>} env @returns {Installed["run"]} */
function runIn(folder, env) {
  return async (command, ...args) => {
    try {
      const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
      const { stdout, stderr } = await promisify(execFile)(command, args, options);
      return stdout + stderr;
    } catch (error) {
      const { stdout, stderr } = /** @type {{stdout?: string, stderr?: string}} */ (error);
      throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}\n${stderr}`, { cause: error });
    }
  };
}

/** The folder of a Node 22 from npm, for tools that refuse older ones. */
export async function node22() {
  if (Number(process.versions.node.split(".", 1)[0]) >= 22) return join(process.execPath, "..");
  const { folder } = await installed("node-22");
  return join(folder, `node_modules/node-linux-${process.arch}/bin`);
}
