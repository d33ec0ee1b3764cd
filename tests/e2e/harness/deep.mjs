/**
 * Finds elements in a page's shadow trees too: fixtures/deep.mjs, from the driver.
 */
import { error } from "selenium-webdriver";
import { deepFindAll } from "../fixtures/deep.mjs";
import { until } from "./wait.mjs";

/** @typedef {import("selenium-webdriver").WebDriver} WebDriver */
/** @typedef {import("selenium-webdriver").WebElement} WebElement */

/** Before a script: defines `deepFindAll` and `deepFind` in it. */
export const WITH_DEEP = `${deepFindAll} const deepFind = (selector) => deepFindAll(selector)[0] ?? null;\n`;

/**
 * All matching elements. Firefox's driver returns `null` for a script whose page is replaced while it runs: the next page is searched then.
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
