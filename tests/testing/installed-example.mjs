/**
 * An example as its user has it: a copy, its locked dependencies, and the tarball.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** @param {string} name Of the environment's variable. */
function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests by \`cargo xtask test --only testing\``);
  return value;
}

/**
 * @typedef {object} Example
 * @property {string} folder
 * @property {(command: string, args: readonly string[], env?: Record<string, string>) => Promise<string>} run Returns the command's output; fails with it if the command fails.
 */

/** @param {string} name @returns {Promise<Example>} */
export async function installedExample(name) {
  const source = `${repository}examples/${name}`;
  const folder = `${repository}target/examples/${name}`;
  const modules = `${folder}/node_modules`;
  const run = runIn(folder);
  const lock = await readFile(`${source}/package-lock.json`, "utf8");
  // Install the lock file's packages once: Cypress alone takes half a minute.
  if ((await readFile(`${modules}/.lock`, "utf8").catch(() => "")) !== lock) {
    await rm(folder, { recursive: true, force: true });
    await cp(source, folder, { recursive: true });
    await run("npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline"], { CYPRESS_INSTALL_BINARY: "0" });
    await writeFile(`${modules}/.lock`, lock);
  }
  await cp(source, folder, { recursive: true, filter: (path) => !path.includes("node_modules") });
  // Unpack it as a package manager does. npm would keep an older tarball of the same version.
  await rm(`${modules}/set-pin-widget`, { recursive: true, force: true });
  await mkdir(`${modules}/set-pin-widget`);
  await run("tar", ["-xzf", given("PACKAGE_TARBALL"), "--strip-components=1", "-C", `${modules}/set-pin-widget`]);
  return { folder, run };
}

/** @param {string} folder @returns {Example["run"]} */
function runIn(folder) {
  return async (command, args, env = {}) => {
    try {
      const { stdout } = await promisify(execFile)(command, args, { cwd: folder, env: { ...process.env, ...env } });
      return stdout;
    } catch (error) {
      const { stdout, stderr } = /** @type {{stdout?: string, stderr?: string}} */ (error);
      throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}\n${stderr}`, { cause: error });
    }
  };
}
