/**
 * What a test file needs: one sandbox and one browser for all its tests, and a signed-in cardholder of its own for each.
 */
import { after, before } from "node:test";
import { By } from "selenium-webdriver";
import { engineUnderTest, launch } from "./engines.mjs";
import { HostPage } from "./host-page.mjs";
import { SandboxSession, startSandbox } from "./sandbox.mjs";
import { until } from "./wait.mjs";

/**
 * @typedef {object} Suite
 * @property {import("./engines.mjs").EngineName} engine
 * @property {(settings?: import("./sandbox.mjs").Settings, path?: string) => Promise<HostPage>} open A fresh session and a fresh page.
 * @property {() => string} sandboxLog
 */

/**
 * Starts everything before the file's first test, and ends it after the last.
 * @returns {Suite}
 */
export function useBrowser() {
  const engine = engineUnderTest();
  /** @type {import("./sandbox.mjs").Sandbox | undefined} */
  let sandbox;
  /** @type {Awaited<ReturnType<typeof launch>> | undefined} */
  let browser;

  before(
    async () => {
      sandbox = await startSandbox();
      browser = await launch(engine);
    },
    { timeout: 90_000 },
  );
  after(async () => {
    await browser?.stop();
    await sandbox?.stop();
  });

  return {
    engine,
    sandboxLog: () => sandbox?.log() ?? "",
    async open(settings, path = "/fixtures/blank.html") {
      if (!sandbox || !browser) throw new Error("A page can be opened only from within a test");
      const session = await signIn(browser.driver, sandbox.origins.host, path);
      if (settings) await session.configure(settings);
      await until(
        "the fixture to be loaded",
        () => isLoaded(browser),
        () => browserSaysWhy(browser),
      );
      return new HostPage(browser.driver, session, sandbox.origins, engine);
    },
  };
}

/**
 * A page loaded without a session cookie signs a new cardholder in.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @param {string} host
 * @param {string} path
 */
async function signIn(driver, host, path) {
  await driver.switchTo().defaultContent();
  if ((await driver.getCurrentUrl()).startsWith(host)) await driver.manage().deleteAllCookies();
  await driver.get(host + path);
  const cookie = await driver.manage().getCookie("session");
  return new SandboxSession(host, `session=${cookie.value}`);
}

/** @param {Awaited<ReturnType<typeof launch>> | undefined} browser */
async function isLoaded(browser) {
  return /** @type {boolean} */ (await browser?.driver.executeScript("return typeof fixture === 'object'"));
}

/** @param {Awaited<ReturnType<typeof launch>> | undefined} browser */
async function browserSaysWhy(browser) {
  return (await browser?.driver.findElement(By.css("body")).getText()) ?? "no browser";
}
