/**
 * The page judged by axe-core.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe-core finds wrong with the page that the driver is in, as sentences.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @returns {Promise<string[]>}
 */
export async function violations(driver) {
  // Half a megabyte, which a page that was judged before has already.
  if (!(await driver.executeScript("return 'axe' in window"))) await driver.executeScript(axe);
  // Frames aside: the hosted page is the issuer's, and axe would wait for an answer from it.
  const script = `
    const done = arguments[arguments.length - 1];
    axe.run(document, { iframes: false, resultTypes: ["violations"] }).then(
      ({ violations }) => done(violations.flatMap(({ help, nodes }) => nodes.map(({ html }) => help + ": " + html.slice(0, 160)))),
      (error) => done(["axe failed: " + error]));`;
  return driver.executeAsyncScript(script);
}
