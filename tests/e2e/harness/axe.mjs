/**
 * Validates a page with axe-core.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Returns the violations that axe-core finds in the driver's current page, as sentences.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @returns {Promise<string[]>}
 */
export async function violations(driver) {
  // The source is half a megabyte, so load it only once for each page.
  if (!(await driver.executeScript("return 'axe' in window"))) await driver.executeScript(axe);
  // Skip frames: the hosted page is the issuer's, and axe would wait for a response from it.
  const script = `
    const done = arguments[arguments.length - 1];
    axe.run(document, { iframes: false, resultTypes: ["violations"] }).then(
      ({ violations }) => done(violations.flatMap(({ help, nodes }) => nodes.map(({ html }) => help + ": " + html.slice(0, 160)))),
      (error) => done(["axe failed: " + error]));`;
  return driver.executeAsyncScript(script);
}
