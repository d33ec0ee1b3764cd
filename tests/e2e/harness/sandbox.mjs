/**
 * Runs the issuer sandbox as a child process of the tests, and controls a test's own session of it.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { start, untilUp } from "./processes.mjs";
import { runtimeUnderTest } from "./runtimes.mjs";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** @typedef {{host: string, backend?: string, api: string, page: string}} Origins `backend` only if it is not `host`. */

/**
 * @typedef {{kind: "status", status: number, message?: string, headers?: Record<string, string>, times?: number}
 *   | {kind: "delay", ms: number, times?: number}
 *   | {kind: "hang" | "drop" | "truncate" | "malformed" | "html" | "empty" | "oversized" | "reuse" | "download", times?: number}
 *   | {kind: "redirect", to: string, times?: number}
 *   | {kind: "body", body: unknown, times?: number}
 *   | {kind: "url", url: string, times?: number}} Fault
 */

/**
 * @typedef {object} Settings
 * @property {"single" | "multi" | "hop" | "unframeable"} [variant]
 * @property {number} [tokenLifetimeMs]
 * @property {"ACTIVE" | "FROZEN" | "BLOCKED" | "NONE" | "NO_PIN"} [card]
 * @property {number} [activateAfterPolls] Of a card that does not exist yet.
 * @property {boolean} [omitsFields] As the status of live cards does.
 * @property {string} [pin] The card's current PIN.
 * @property {{token?: Fault[], status?: Fault[], page?: Fault[], image?: Fault[], issuer?: Fault[]}} [faults]
 */

/**
 * @typedef {object} Observed
 * @property {{body: Record<string, unknown>, headers: Record<string, string>}[]} tokenRequests
 * @property {number} statusRequests
 * @property {number} tokensIssued
 * @property {number} pageAccesses
 * @property {number} spentPageAccesses
 * @property {number} pinChanges
 * @property {number} imageTokensIssued
 * @property {number} imageAccesses
 * @property {number} spentImageAccesses
 * @property {number} openRequests
 * @property {number} abortedRequests
 */

/**
 * @typedef {object} Sandbox
 * @property {Origins} origins
 * @property {() => string} log
 * @property {() => Promise<void>} stop
 */

/** @param {readonly string[]} [flags] More flags of the program. @param {Record<string, string>} [env] @returns {Promise<Sandbox>} */
export async function startSandbox(flags = [], env = {}) {
  const binary = process.env.SANDBOX_BIN;
  if (!binary) throw new Error("SANDBOX_BIN is not set: give it the path of the built `issuer-sandbox` binary");
  const running = start(
    binary,
    [
      ...["--host-port", "0", "--api-port", "0", "--page-port", "0", "--exit-with-stdin"],
      ...["--www", process.env.E2E_WWW ?? `${repository}www`, "--pkg", process.env.E2E_PKG ?? `${repository}pkg`],
      ...["--fixtures", process.env.E2E_FIXTURES ?? `${repository}tests/e2e/fixtures`],
      // The site's own pages choose no runtime: the policy of their host decides.
      ...(runtimeUnderTest() === "refused" ? ["--refuse-webassembly"] : []),
      ...flags,
    ],
    { env },
  );
  const line = await untilUp("The sandbox", running, () => {
    const end = running.output().indexOf("\n");
    return end < 0 ? undefined : running.output().slice(0, end);
  });
  return { origins: /** @type {Origins} */ (JSON.parse(line)), log: running.errors, stop: running.stop };
}

/**
 * One cardholder's session. The tests control it from outside the browser, so that the page under
 * test shows no trace of it.
 */
export class SandboxSession {
  #host;

  /** The session cookie's `name=value`. */
  cookie;

  /**
   * Signs in a new cardholder, or one whom the issuer knows by an access token.
   * @param {string} host
   * @param {string} [accessToken]
   */
  static async start(host, accessToken) {
    const headers = { origin: host, ...(accessToken && { authorization: `Bearer ${accessToken}` }) };
    const response = await fetch(`${host}/sandbox/session`, { method: "POST", headers });
    const cookie = response.headers.get("set-cookie");
    if (!cookie) throw new Error(`The sandbox started no session: ${response.status}`);
    return new SandboxSession(host, cookie.split(";")[0] ?? "");
  }

  /**
   * @param {string} host
   * @param {string} cookie
   */
  constructor(host, cookie) {
    this.#host = host;
    this.cookie = cookie;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async #ask(method, path, body) {
    const response = await fetch(this.#host + path, {
      method,
      headers: { cookie: this.cookie, origin: this.#host, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path} got ${response.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** The URL that opens a page of the host in this session. @param {string} path */
  entry(path) {
    const given = new URLSearchParams({ session: this.cookie.replace("session=", ""), to: path });
    return `${this.#host}/sandbox/enter?${given}`;
  }

  /** @param {Settings} settings */
  async configure(settings) {
    await this.#ask("PUT", "/sandbox/settings", settings);
  }

  /** @returns {Promise<Observed>} */
  observed() {
    return this.#ask("GET", "/sandbox/observed");
  }

  /**
   * Checks a PIN as a cash machine does.
   * @param {string} pin
   * @returns {Promise<boolean>}
   */
  async pinIs(pin) {
    return (await this.#ask("POST", "/sandbox/verify-pin", { pin })).matches;
  }
}
