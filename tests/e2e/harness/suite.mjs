/**
 * The setup of a test file: one sandbox and one browser for all its tests, and a separate signed-in
 * cardholder for each.
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
      const session = await signIn(browser.driver, sandbox.origins.host, url);
      if (settings) await session.configure(settings);
      if (isFixture) {
        await until(
          "the fixture to be loaded",
          () => isLoaded(browser),
          () => browserSaysWhy(browser),
        );
      }
      return new HostPage(browser.driver, session, sandbox.origins, engine, runtimeAt(url), settings?.faults);
    },
  };
}

/**
 * Signs in a new cardholder and opens the page. The page itself sends the request: a cookie that
 * the driver deletes or sets reaches the next request of some engines too late.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @param {string} host
 * @param {string} path
 */
async function signIn(driver, host, path) {
  await driver.switchTo().defaultContent();
  const before = (await driver.getCurrentUrl()).startsWith(host) ? await sessionCookie(driver) : undefined;
  if (before) {
    const signedIn = await driver.executeAsyncScript(
      `const done = arguments[0]; window.isEarlierPage = true; fetch("/sandbox/session", { method: "POST" }).then(({ ok }) => done(ok), () => done(false));`,
    );
    if (!signedIn) throw new Error("The sandbox started no session");
  }
  // A navigation of the earlier page that ends without a page (204) may replace this one.
  await until("the page to be opened", async () => {
    await driver.get(host + path);
    return driver.executeScript("return !window.isEarlierPage");
  });
  const cookie = await until("the cookie of a new session", async () => {
    const now = await sessionCookie(driver);
    return now === before ? undefined : now;
  });
  return new SandboxSession(host, `session=${cookie}`);
}

/** @param {import("selenium-webdriver").WebDriver} driver */
async function sessionCookie(driver) {
  return (await driver.manage().getCookies()).find(({ name }) => name === "session")?.value;
}

/** @param {Awaited<ReturnType<typeof launch>> | undefined} browser */
async function isLoaded(browser) {
  return /** @type {boolean} */ (await browser?.driver.executeScript("return typeof fixture === 'object'"));
}

/** @param {Awaited<ReturnType<typeof launch>> | undefined} browser */
async function browserSaysWhy(browser) {
  return (await browser?.driver.findElement(By.css("body")).getText()) ?? "no browser";
}
