/**
 * Finds elements in a page, including its shadow trees: fixtures/deep.mjs, from the driver.
 */
import { error } from "selenium-webdriver";
import { deepFindAll } from "../fixtures/deep.mjs";
import { until } from "./wait.mjs";

/** @typedef {import("selenium-webdriver").WebDriver} WebDriver */
/** @typedef {import("selenium-webdriver").WebElement} WebElement */

/** Code to run before a script. It defines `deepFindAll` and `deepFind`. */
export const WITH_DEEP = `${deepFindAll} const deepFind = (selector) => deepFindAll(selector)[0] ?? null;\n`;

/**
 * Finds all matching elements. If the page changes while the script's result is on its way,
 * Firefox's driver returns `null` and WebKit's reports a stale element; the function then searches
 * again.
 * @param {WebDriver} driver
 * @param {string} selector
 * @param {string} [methodCall] A method to call on the first one, with its arguments.
 * @returns {Promise<WebElement[]>}
 */
export function deepFindElements(driver, selector, methodCall) {
  const first = methodCall ? `found[0]?.${methodCall};` : "";
  return until("a page to search", async () => {
    try {
      return /** @type {WebElement[] | null} */ (
        await driver.executeScript(
          `${WITH_DEEP} const found = deepFindAll(arguments[0]); ${first} return found`,
          selector,
        )
      );
    } catch (thrown) {
      if (thrown instanceof error.StaleElementReferenceError) return null;
      throw thrown;
    }
  });
}

/**
 * @param {WebDriver} driver
 * @param {string} selector
 * @param {string} [methodCall] As for `deepFindElements`.
 * @returns {Promise<WebElement>}
 */
export async function deepFind(driver, selector, methodCall) {
  const [found] = await deepFindElements(driver, selector, methodCall);
  if (!found) throw new error.NoSuchElementError(`No element matches ${selector}`);
  return found;
}
