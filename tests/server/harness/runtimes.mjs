/**
 * Serves the route in each supported runtime.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { start, untilUp } from "../../e2e/harness/processes.mjs";

const folder = fileURLToPath(new URL("../", import.meta.url));

/**
 * The platform's binary, which npm installs beside the package. The package's own command would
 * only add a process.
 */
function binary(/** @type {string} */ scope, /** @type {string} */ prefix, /** @type {string} */ file) {
  const packages = `${folder}node_modules/${scope}`;
  const name = readdirSync(packages).find((entry) => entry.startsWith(prefix));
  if (!name) throw new Error(`${packages} holds no ${prefix}*: run \`npm ci\` in tests/server`);
  return `${packages}/${name}/${file}`;
}

/** @type {Record<string, () => [string, string[]]>} */
const COMMANDS = {
  node: () => [process.execPath, ["node.mjs"]],
  bun: () => [binary("@oven", "bun-", "bin/bun"), ["bun.mjs"]],
  deno: () => [binary("@deno", "", "deno"), ["run", "--quiet", "--no-config", "--allow-net=127.0.0.1", "deno.mjs"]],
  workerd: () => [binary("@cloudflare", "workerd-", "bin/workerd"), ["serve", "workerd.capnp", "--control-fd=1"]],
};

export const RUNTIMES = Object.keys(COMMANDS);

/**
 * @typedef {object} Runtime
 * @property {number} port
 * @property {() => string} log All its output.
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} name
 * @returns {Promise<Runtime>}
 */
export async function startRuntime(name) {
  const [command, args] = /** @type {() => [string, string[]]} */ (COMMANDS[name])();
  return listen(name, command, args);
}

/**
 * Runs a block of the documentation in its runtime.
 *
 * @param {string} file
 * @param {Record<string, string>} env
 * @returns {Promise<Runtime>}
 */
export async function startReadme(file, env) {
  if (!file.endsWith("worker.js")) return listen(file, process.execPath, ["readme.mjs", file], env);
  const [command, args] = /** @type {() => [string, string[]]} */ (COMMANDS.workerd)();
  return listen(
    file,
    command,
    args.map((argument) => argument.replace("workerd.capnp", "readme.capnp")),
    env,
  );
}

/**
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<Runtime>}
 */
async function listen(name, command, args, env) {
  const isOurs = (/** @type {string} */ argument) => /^[a-z]+\.(mjs|capnp)$/.test(argument);
  const at = args.map((argument) => (isOurs(argument) ? `${folder}runtimes/${argument}` : argument));
  const running = start(command, at, { env: { DENO_NO_UPDATE_CHECK: "1", ...env } });
  const port = await untilUp(name, running, () => /"port":(\d+)/.exec(running.output())?.[1]);
  return { port: Number(port), log: () => running.output() + running.errors(), stop: running.stop };
}
