/**
 * A page that loads the release's files from another site, under a strict policy. The files may be
 * changed or missing.
 */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { engineUnderTest, launch } from "./engines.mjs";
import { languages } from "./languages.mjs";
import { integrityOf, packaged, startSite } from "./site.mjs";
import { until } from "./wait.mjs";

/** @typedef {import("./site.mjs").Site} Site */
/** @typedef {{ok: boolean, code?: string, message?: string}} Outcome */

export const NONCE = "bm9uY2U=";
export const SCRIPT = "/set-pin-widget.js";
export const SCRIPT_ENGINE = "/set-pin-widget-engine.js";
export const SCRIPT_LANGUAGES = "/set-pin-widget-languages.js";
export const LAZY_SCRIPT = "/set-pin-widget-lazy.js";
export const SCRIPT_RUNTIME = "/set-pin-widget-runtime.js";
export const MODULE = "/index.mjs";
export const MODULE_ENGINE = "/engine-js.mjs";
/** The module with the JavaScript engine only. */
export const CSP_MODULE = "/csp.mjs";
export const LAZY_MODULE = "/lazy.mjs";
export const MODULE_RUNTIME = "/runtime.mjs";
/** The end of a changed file. */
export const CHANGE = "\nglobalThis.changedFileRan = true;";
/** For a policy: Trusted Types. */
export const TRUSTED = "; require-trusted-types-for 'script'; trusted-types set-pin-widget";

const LANGUAGES = [...languages.keys()].filter((code) => code !== "en").map((code) => `/languages/${code}.mjs`);
const SCRIPTS = [SCRIPT, SCRIPT_ENGINE, SCRIPT_LANGUAGES, LAZY_SCRIPT, SCRIPT_RUNTIME];
const FILES = [...SCRIPTS, MODULE, MODULE_ENGINE, CSP_MODULE, LAZY_MODULE, MODULE_RUNTIME, ...LANGUAGES];

/**
 * One browser for all tests, and for each test the page's site and another site that acts as a CDN.
 */
export function useSites() {
  /** @type {Awaited<ReturnType<typeof launch>> | undefined} */
  let browser;
  before(
    async () => {
      browser = await launch(engineUnderTest());
    },
    { timeout: 90_000 },
  );
  after(() => browser?.stop());
  /** @param {import("node:test").TestContext} context */
  return async (context) => {
    if (!browser) throw new Error("A page can be opened only from within a test");
    const [host, cdn] = await Promise.all([startSite(), startSite()]);
    context.after(() => Promise.all([host.stop(), cdn.stop()]));
    for (const path of FILES) {
      cdn.responses[path] = async () => ({ body: await packaged(path.slice(1)) });
    }
    return new Page(browser.driver, host, cdn);
  };
}

export class Page {
  /**
   * @param {import("selenium-webdriver").WebDriver} driver
   * @param {Site} host
   * @param {Site} cdn
   */
  constructor(driver, host, cdn) {
    this.driver = driver;
    this.host = host;
    this.cdn = cdn;
  }

  /** The content of the page. */
  body = "";

  /** The entries that the page loads, as a script and as a module. */
  script = SCRIPT;
  module = MODULE;

  /** Headers of the page's response, in addition to the policy. @type {Record<string, string>} */
  headers = {};

  /**
   * Opens a page with this head under this policy, and waits for the package.
   * @param {string} policy
   * @param {string} head
   */
  async open(policy, head) {
    this.host.responses["/"] = () => ({
      type: "text/html",
      headers: { "content-security-policy": `default-src 'none'; ${policy}`, ...this.headers },
      body: `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,">${head}</head><body>${this.body}</body></html>`,
    });
    await this.driver.get(`${this.host.origin}/`);
    await until("the package", () => this.driver.executeScript("return typeof SetPin === 'object'"));
  }

  /**
   * Opens a page with the script build from the CDN.
   * @param {string} policy
   * @param {string} [attributes]
   * @param {string} [before] The markup before it.
   */
  async openWithScript(policy, attributes = "", before = "") {
    const hash = await integrityOf(this.script.slice(1));
    await this.open(
      `script-src ${policy}`,
      `${before}<script src="${this.cdn.origin}${this.script}" integrity="${hash}" crossorigin="anonymous" ${attributes}></script>`,
    );
  }

  /**
   * Opens a page with the modules from the CDN.
   * @param {string} policy
   * @param {string} [map] The page's import map.
   * @param {string} [before] The markup before it.
   */
  async openWithModules(policy, map = "", before = "") {
    const from = map ? "set-pin-widget" : this.cdn.origin + this.module;
    this.host.responses["/page.mjs"] = () => ({
      body: `import * as SetPin from "${from}"; globalThis.SetPin = SetPin;`,
    });
    await this.open(
      `script-src 'self' ${this.cdn.origin} 'nonce-${NONCE}' ${policy}`,
      `${before}${map}<script type="module" src="/page.mjs"></script>`,
    );
  }

  /**
   * Opens a page with the modules and the release's own import map, which refers to this test's
   * CDN.
   * @param {string} policy
   */
  async openWithOwnMap(policy) {
    const written = await packaged("import-map.html");
    const map = written
      .replaceAll(/https:\/\/cdn\.jsdelivr\.net\/npm\/set-pin-widget@[^/]+/g, this.cdn.origin)
      .replace("<script", `<script nonce="${NONCE}"`);
    await this.openWithModules(policy, map);
  }

  /**
   * Returns the names on `SetPin`, on a page that may have changed `Object.prototype`.
   * @returns {Promise<string[]>}
   */
  async exported() {
    const names = await this.driver.executeScript(
      "return Object.keys(SetPin).filter((name) => SetPin[name]).sort().join()",
    );
    return String(names).split(",");
  }

  /** Returns the outcome of `preload()`. @returns {Promise<Outcome>} */
  async preload() {
    // Return no object: drivers also return the properties of its prototype.
    const ok = await this.driver.executeAsyncScript(
      "const done = arguments[0]; SetPin.preload().then(() => done(true), () => done(false))",
    );
    return { ok: ok === true };
  }

  /** Returns the outcome of `open()` on a page that gives no token. @returns {Promise<Outcome>} */
  async openWidget() {
    return this.driver.executeAsyncScript(
      `const done = arguments[0];
       SetPin.createSetPin({ tokenUrl: "/token", onFailure: "close" }).open().then(({ reason, error }) =>
         done({ ok: reason !== "failed", code: error?.code, message: error?.message }));`,
    );
  }

  /** Returns the number of requests to the CDN for this path. @param {string} path */
  requestCount(path) {
    return this.cdn.requests.filter((request) => request === path).length;
  }

  async leavesNothing() {
    assert.equal(await this.driver.executeScript("return document.scripts.length"), 1, "a script element remains");
    assert.equal(await this.driver.executeScript("return 'changedFileRan' in globalThis"), false, "a changed file ran");
  }
}
