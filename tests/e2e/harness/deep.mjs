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
 * Finds all matching elements. Firefox's driver returns `null` if the page is replaced while the
 * script runs; the function then searches the next page.
 * @param {WebDriver} driver
 * @param {string} selector
 * @returns {Promise<WebElement[]>}
 */
export function deepFindElements(driver, selector) {
  return until(
    "a page to search",
    () =>
      /** @type {Promise<WebElement[] | null>} */ (
        driver.executeScript(`${WITH_DEEP} return deepFindAll(arguments[0])`, selector)
      ),
  );
}

/** @param {WebDriver} driver @param {string} selector @returns {Promise<WebElement>} */
export async function deepFind(driver, selector) {
  const [found] = await deepFindElements(driver, selector);
  if (!found) throw new error.NoSuchElementError(`No element matches ${selector}`);
  return found;
}
