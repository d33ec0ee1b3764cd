/**
 * One browser for all test files of a job: starting one for each took a quarter of the processor
 * time of the tests. The process that started it names its session in an environment variable, and
 * each file begins with an empty window.
 */
import { createRequire } from "node:module";
import { error, Session } from "selenium-webdriver";
import { Name } from "selenium-webdriver/lib/command.js";

// `selenium-webdriver/http` is a folder: ES modules cannot import it by the name that its types have.
export const { Executor, HttpClient } = /** @type {typeof import("selenium-webdriver/http")} */ (
  createRequire(import.meta.url)("selenium-webdriver/http")
);

/**
 * @typedef {object} SharedBrowser
 * @property {import("./engines.mjs").EngineName} engine
 * @property {string} driverUrl
 * @property {string} session
 * @property {object} capabilities
 * @property {{width: number, height: number}} size Of its window.
 * @property {number} emptyPagesPort Of a server of empty pages, which runs as long as the browser.
 */

const VARIABLE = "E2E_BROWSER";

/** The host names that set cookies in the tests. A cookie belongs to all ports of its host. */
const HOSTS = ["localhost", "127.0.0.1"];

/**
 * @param {SharedBrowser} browser
 * @returns {Record<string, string>} The environment of processes that use this browser.
 */
export const environmentOf = (browser) => ({ [VARIABLE]: JSON.stringify(browser) });

/** @returns {SharedBrowser | undefined} */
export function sharedBrowser() {
  const text = process.env[VARIABLE];
  return text ? JSON.parse(text) : undefined;
}

/** Uses a session that exists, and leaves it to its owner. */
export class ExecutorOfSession extends Executor {
  #browser;

  /** @param {SharedBrowser} browser */
  constructor(browser) {
    super(new HttpClient(browser.driverUrl));
    this.#browser = browser;
  }

  /**
   * @override
   * @param {import("selenium-webdriver/lib/command.js").Command} command
   */
  async execute(command) {
    const { session, capabilities } = this.#browser;
    if (command.getName() === Name.NEW_SESSION) return new Session(session, capabilities);
    return super.execute(command);
  }
}

/**
 * Leaves nothing of an earlier test file in the browser: neither its windows, with all that belongs
 * to a window, nor its cookies, which must have the path `/`. Storage and caches belong to origins,
 * and the ports of a file are rarely those of an earlier one. A test removes its own virtual
 * authenticators, which belong to the session.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @param {SharedBrowser} browser
 */
export async function emptyBrowser(driver, { size, emptyPagesPort }) {
  const earlier = await driver.getAllWindowHandles();
  // The current window may be one that a test has closed.
  await driver.switchTo().window(earlier[0] ?? "");
  await driver.switchTo().newWindow("tab");
  const window = await driver.getWindowHandle();
  for (const handle of earlier) {
    try {
      await driver.switchTo().window(handle);
      await driver.close();
    } catch (thrown) {
      // A window closes those that it has opened.
      if (!(thrown instanceof error.NoSuchWindowError)) throw thrown;
    }
  }
  await driver.switchTo().window(window);
  await driver.manage().window().setRect(size);
  for (const host of HOSTS) {
    await driver.get(`http://${host}:${emptyPagesPort}`);
    await driver.manage().deleteAllCookies();
  }
  await driver.get("about:blank");
}
