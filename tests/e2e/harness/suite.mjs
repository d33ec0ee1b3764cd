/**
 * The setup of a test file: one sandbox, the job's browser or one of its own, and a separate
 * signed-in cardholder for each test.
 */
import { after, before } from "node:test";
import { By } from "selenium-webdriver";
import { engineUnderTest, launch } from "./engines.mjs";
import { HostPage } from "./host-page.mjs";
import { forRuntime, runtimeAt, runtimeUnderTest } from "./runtimes.mjs";
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
 * @param {import("./engines.mjs").BrowserSettings} [userSettings]
 * @returns {Suite}
 */
export function useBrowser(userSettings) {
  const engine = engineUnderTest();
  const runtime = runtimeUnderTest();
  /** @type {import("./sandbox.mjs").Sandbox | undefined} */
  let sandbox;
  /** @type {Awaited<ReturnType<typeof launch>> | undefined} */
  let browser;

  before(
    async () => {
      sandbox = await startSandbox();
      browser = await launch(engine, [], userSettings);
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
      const isFixture = path.startsWith("/fixtures/");
      const url = isFixture ? forRuntime(path, runtime) : path;
      const session = await SandboxSession.start(sandbox.origins.host);
      if (settings) await session.configure(settings);
      await openPage(browser, session.entry(url), isFixture);
      return new HostPage(browser.driver, session, sandbox.origins, engine, runtimeAt(url), settings?.faults);
    },
  };
}

/**
 * Returns `earlier` while the page of the test before is still shown: its navigation may have ended
 * without a page (204), or may have replaced this one.
 */
const PAGE_STATE = `
  if (window.isEarlierPage) return "earlier";
  if (location.pathname === "/sandbox/enter") return "refused: " + document.body.innerText;
  return arguments[0] && typeof fixture !== "object" ? "loading" : "opened";`;

/**
 * @param {Awaited<ReturnType<typeof launch>>} browser
 * @param {string} url
 * @param {boolean} isFixture
 */
async function openPage({ driver }, url, isFixture) {
  await driver.switchTo().defaultContent();
  await driver.executeScript("window.isEarlierPage = true");
  let state = "earlier";
  await until(
    "the page to be opened",
    async () => {
      if (state === "earlier") await driver.get(url);
      state = await driver.executeScript(PAGE_STATE, isFixture);
      if (state.startsWith("refused")) throw new Error(`The sandbox opened no page: ${state}`);
      return state === "opened";
    },
    () => driver.findElement(By.css("body")).getText(),
  );
}
