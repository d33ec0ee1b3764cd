/**
 * Which of the package's engines a page has run: where the one cannot start, the other takes its place without a word.
 */

/** The loader starts WebAssembly in this one way (`pkg-template/src/engine/load.ts`); a start that failed is none. */
const RECORDER = `
  window.webAssemblyStarts = 0;
  {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...given) => {
      const started = await instantiate(...given);
      window.webAssemblyStarts += 1;
      return started;
    };
  }`;

/**
 * Has Chromium run a script in each page from now on, before any of the page's own and outside of its policy.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @param {string} source
 */
export async function runBeforePages(driver, source) {
  await /** @type {import("selenium-webdriver/chrome.js").Driver} */ (driver).sendDevToolsCommand(
    "Page.addScriptToEvaluateOnNewDocument",
    { source },
  );
}

/** Has each page from now on remember its engine. @param {import("selenium-webdriver").WebDriver} driver */
export async function recordEngine(driver) {
  await runBeforePages(driver, RECORDER);
}

/**
 * The engine of a page on which one has done its work, whose one copy of the package starts one.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @returns {Promise<"WebAssembly" | "JavaScript">}
 */
export async function engineOf(driver) {
  const starts = await driver.executeScript("return window.webAssemblyStarts");
  if (starts !== 0 && starts !== 1) throw new Error(`WebAssembly was started this often: ${starts}`);
  return starts === 1 ? "WebAssembly" : "JavaScript";
}
