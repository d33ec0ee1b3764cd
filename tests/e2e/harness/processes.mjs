/**
 * Runs child processes that end with the tests, even if the tests fail.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** @type {Set<import("node:child_process").ChildProcess>} */
const alive = new Set();

/** @param {import("node:child_process").ChildProcess} child */
function endGroup(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    // Kill the whole group: a driver that is killed alone leaves its browser running.
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

process.once("exit", () => {
  for (const child of alive) endGroup(child);
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.once(signal, () => process.exit(1));
}

/**
 * @typedef {object} Running
 * @property {import("node:child_process").ChildProcess} child
 * @property {() => string} output Everything that the process wrote to stdout.
 * @property {() => string} errors Everything that the process wrote to stderr.
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{env?: Record<string, string>, cwd?: string, extraPipe?: boolean}} [options] `extraPipe` opens file descriptor 3 for reading.
 * @returns {Running}
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, {
    detached: true,
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "pipe", ...(options.extraPipe ? [/** @type {const} */ ("pipe")] : [])],
  });
  alive.add(child);
  let output = "";
  let errors = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  child.once("error", (error) => {
    errors += `${command} could not be started: ${error.message}`;
  });
  const ended = new Promise((resolve) => {
    child.once("close", resolve);
    child.once("error", resolve);
  });
  return {
    child,
    output: () => output,
    errors: () => errors,
    async stop() {
      child.stdin?.end();
      endGroup(child);
      await ended;
      alive.delete(child);
    },
  };
}

/**
 * Waits until `probe` returns a value. Fails with the process's output if the process ends or the
 * time is over.
 * @template T
 * @param {string} what
 * @param {Running} running
 * @param {() => T | undefined | Promise<T | undefined>} probe
 * @param {number} [timeoutMs]
 * @returns {Promise<T>}
 */
export async function untilUp(what, running, probe, timeoutMs = 30_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    const ended = running.child.exitCode !== null || running.child.pid === undefined;
    if (ended || Date.now() > deadline) {
      await running.stop();
      const how = ended ? `exited with code ${running.child.exitCode}` : `did not listen after ${timeoutMs} ms`;
      throw new Error(`${what} ${how}. Its output:\n${running.errors().slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** @returns {Promise<number>} A free port of the loopback interface. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === "object") resolve(address.port);
        else reject(new Error("The system gave no port"));
      });
    });
  });
}
