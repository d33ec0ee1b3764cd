/**
 * A browser with a page of the benchmark.
 */
import { launch } from "../tests/e2e/harness/engines.mjs";
import { until } from "../tests/e2e/harness/wait.mjs";
import { folderOf } from "./build.mjs";

/** @typedef {import("./flows.mjs").FlowDescription} FlowDescription */
/** @typedef {import("../tests/e2e/harness/engines.mjs").EngineName} EngineName */

/**
 * @typedef {object} Chromium The part of Chromium's driver that selenium's types lack.
 * @property {(command: string, given?: object) => Promise<any>} sendAndGetDevToolsCommand
 */

/** A measurement of a whole page may take this long. */
const SCRIPT_TIMEOUT_MS = 1_200_000;

let pages = 0;

export class Session {
  /**
   * @param {EngineName} engine
   * @param {Awaited<ReturnType<typeof launch>>} browser
   * @param {import("./server.mjs").Servers} servers
   */
  constructor(engine, browser, servers) {
    this.engine = engine;
    this.driver = browser.driver;
    this.stop = browser.stop;
    this.servers = servers;
  }

  /** @param {EngineName} engine @param {import("./server.mjs").Servers} servers */
  static async start(engine, servers) {
    const browser = await launch(engine, [], { headlessShell: false });
    await browser.driver.manage().setTimeouts({ script: SCRIPT_TIMEOUT_MS });
    return new Session(engine, browser, servers);
  }

  /** @returns {Promise<string>} */
  async version() {
    const capabilities = await this.driver.getCapabilities();
    return `${capabilities.getBrowserName()} ${capabilities.getBrowserVersion() ?? ""}`.trim();
  }

  /** Sends a command of the DevTools protocol. @param {string} command @param {object} [given] */
  send(command, given = {}) {
    return /** @type {Chromium} */ (/** @type {unknown} */ (this.driver)).sendAndGetDevToolsCommand(command, given);
  }

  /** A URL that no page had before, so that nothing is in a cache. @param {string} path */
  #fresh(path) {
    pages += 1;
    return `${this.servers.host}/run/${pages}/${path}`;
  }

  /**
   * Opens a page that measures a flow.
   * @param {FlowDescription} flow
   * @param {{attachments?: boolean, isCold?: boolean, before?: string, beforeFlow?: () => Promise<void>}} [how]
   * `before`: a script that runs before the flow is loaded; `beforeFlow`: the same outside of the page.
   */
  async open(flow, { attachments = false, isCold = false, before, beforeFlow } = {}) {
    const url = this.#fresh("bench.html");
    await this.driver.get(url);
    await until("the page of the benchmark", () => this.driver.executeScript("return 'bench' in window"));
    if (before) await this.driver.executeScript(before);
    await beforeFlow?.();
    const setup = {
      flow: new URL(`built/${folderOf(flow.name)}/index.mjs`, url).pathname,
      origin: this.servers.page,
      hosted: flow.hosted,
      announces: flow.announces ?? false,
      usesPort: flow.usesPort ?? false,
      attachments,
      isCold,
    };
    await this.run(`bench.prepare(${JSON.stringify(setup)})`);
  }

  /**
   * Runs an expression in the page and returns what its promise resolves to. In Chromium, without
   * the driver's own scripts, which would count as the page's.
   * @param {string} expression
   * @returns {Promise<any>}
   */
  async run(expression) {
    if (this.engine === "chromium") {
      const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    }
    const outcome = await this.driver.executeAsyncScript(
      `const done = arguments[0];
       Promise.resolve(${expression}).then((value) => done({ value }), (error) => done({ error: String(error) }));`,
    );
    if (outcome.error) throw new Error(outcome.error);
    return outcome.value;
  }

  /**
   * Opens a page that opens the flow by itself, and waits for its result.
   * @param {FlowDescription} flow
   * @param {Record<string, string>} [query]
   * @returns {Promise<SlowResult>}
   */
  async openSlow(flow, query = {}) {
    const parameters = new URLSearchParams({
      flow: folderOf(flow.name),
      hosted: flow.hosted,
      ...(flow.announces ? { announces: "yes" } : {}),
      ...query,
    });
    await this.driver.get(this.#fresh(`slow.html?${parameters}`));
    const result = await until(
      `the load of ${flow.name}`,
      () => this.driver.executeScript("return window.result"),
      undefined,
      60_000,
    );
    const found = /** @type {SlowResult & {error?: string}} */ (result);
    if (found.error) throw new Error(`${flow.name}: ${found.error}`);
    return found;
  }
}

/**
 * @typedef {object} SlowResult
 * @property {number} ms From the navigation, or from the press, to the frame's load.
 * @property {number} imported When the flow's module was ready.
 * @property {number} start
 * @property {number} end
 * @property {{name: string, start: number, response: number, end: number}[]} waterfall `response`:
 * when the response started, or 0 if the browser hides it.
 */
