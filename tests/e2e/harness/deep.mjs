/**
 * Finds elements in a page's shadow trees too: fixtures/deep.mjs, from the driver.
 */
import { error } from "selenium-webdriver";
import { deepFindAll } from "../fixtures/deep.mjs";

/** @typedef {import("selenium-webdriver").WebDriver} WebDriver */
/** @typedef {import("selenium-webdriver").WebElement} WebElement */

/** Before a script: defines `deepFindAll` and `deepFind` in it. */
export const WITH_DEEP = `${deepFindAll} const deepFind = (selector) => deepFindAll(selector)[0] ?? null;\n`;

/** @param {WebDriver} driver @param {string} selector @returns {Promise<WebElement[]>} */
export async function deepFindElements(driver, selector) {
  return /** @type {WebElement[]} */ (
    await driver.executeScript(`${WITH_DEEP} return deepFindAll(arguments[0])`, selector)
  );
}

/** @param {WebDriver} driver @param {string} selector @returns {Promise<WebElement>} */
export async function deepFind(driver, selector) {
  const [found] = await deepFindElements(driver, selector);
  if (!found) throw new error.NoSuchElementError(`No element matches ${selector}`);
  return found;
}
