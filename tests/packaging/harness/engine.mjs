/**
 * Finds out which of the package's engines ran on a page: if WebAssembly cannot start, the other
 * engine runs without a report.
 */

/**
 * The loader starts WebAssembly in this one way (`pkg-template/src/engine/load.ts`); a failed start
 * does not count.
 */
const RECORDER = `
  window.webAssemblyStarts = 0;
  {
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...given) => {
      const started = await instantiateStreaming(...given);
      window.webAssemblyStarts += 1;
      return started;
    };
  }`;

/**
 * Lets Chromium run a script on each page from now on, before the page's own scripts and outside
 * its policy.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @param {string} source
 */
export async function runBeforePages(driver, source) {
  await /** @type {import("selenium-webdriver/chrome.js").Driver} */ (driver).sendDevToolsCommand(
    "Page.addScriptToEvaluateOnNewDocument",
    { source },
  );
}

/**
 * Has each page from now on remember its engine.
 * @param {import("selenium-webdriver").WebDriver} driver
 */
export async function recordEngine(driver) {
  await runBeforePages(driver, RECORDER);
}

/**
 * Returns the engine of a page after an attempt. The page has one copy of the package, which starts
 * one engine.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @returns {Promise<"WebAssembly" | "JavaScript">}
 */
export async function engineOf(driver) {
  const starts = await driver.executeScript("return window.webAssemblyStarts");
  if (starts !== 0 && starts !== 1) throw new Error(`WebAssembly was started this often: ${starts}`);
  return starts === 1 ? "WebAssembly" : "JavaScript";
}
