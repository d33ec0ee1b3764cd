/**
 * The issuer's page as a cardholder meets it inside a frame. Every function leaves the driver in the host page again.
 */
import { By, Key } from "selenium-webdriver";
import { until } from "./wait.mjs";

/** @typedef {import("selenium-webdriver").WebDriver} WebDriver */
/** @typedef {import("selenium-webdriver").WebElement} WebElement */

/** @param {unknown} error */
const isGone = (error) =>
  error instanceof Error && ["StaleElementReferenceError", "NoSuchFrameError", "NoSuchWindowError"].includes(error.name);

export class HostedPage {
  #driver;
  #selector;
  #clicksFirst;

  /**
   * @param {WebDriver} driver
   * @param {string} selector Of the frame, in the host page.
   * @param {import("./engines.mjs").EngineName} engine
   */
  constructor(driver, selector, engine) {
    this.#driver = driver;
    this.#selector = selector;
    // WebKit's driver sends keys nowhere until something in the frame was clicked.
    this.#clicksFirst = engine === "webkit";
  }

  /**
   * Does something inside the frame.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async inside(work) {
    await this.#driver.switchTo().defaultContent();
    await this.#driver.switchTo().frame(await this.#driver.findElement(By.css(this.#selector)));
    try {
      return await work();
    } finally {
      await this.#driver.switchTo().defaultContent();
    }
  }

  /**
   * Waits for an element of the hosted page, which may be on its way from one of its own pages to the next.
   * @param {string} id
   * @returns {Promise<WebElement>}
   */
  #element(id) {
    return until(`#${id} in the hosted page`, async () => {
      try {
        const [found] = await this.#driver.findElements(By.id(id));
        return found && (await found.isDisplayed()) && (await found.isEnabled()) ? found : undefined;
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    });
  }

  /** Waits until the hosted page shows the element `id`. @param {string} id */
  async shows(id) {
    await this.inside(() => this.#element(id));
  }

  /** @param {string} id */
  text(id) {
    return this.inside(async () => (await this.#element(id)).getText());
  }

  /** @param {string} id @param {string[]} keys */
  async type(id, ...keys) {
    await this.inside(async () => {
      const field = await this.#element(id);
      if (this.#clicksFirst) await field.click();
      await field.sendKeys(...keys);
    });
  }

  /** @param {string} id */
  async click(id) {
    await this.inside(async () => {
      try {
        await (await this.#element(id)).click();
      } catch (error) {
        // The click did its work: it closed the frame that it was made in.
        if (!isGone(error)) throw error;
      }
    });
  }

  /** Presses a key where the frame's focus is. @param {string[]} keys */
  async press(...keys) {
    await this.inside(async () => {
      try {
        await this.#driver.switchTo().activeElement().sendKeys(...keys);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  }

  /** @param {string} pin */
  async setPinByKeyboard(pin) {
    await this.type("pin", pin, Key.TAB);
    await this.press(pin);
    await this.press(Key.ENTER);
  }

  /** @param {string} pin */
  async setPinByPointer(pin) {
    await this.click("pin");
    await this.type("pin", pin);
    await this.click("pin-confirm");
    await this.type("pin-confirm", pin);
    await this.click("submit");
  }

  /** The variant that asks on several pages. @param {string} pin */
  async setPinOverSeveralPages(pin) {
    await this.type("pin", pin);
    await this.click("next");
    await this.type("pin-confirm", pin);
    await this.click("submit");
  }

  /** Runs a script of the hosted page's own, as a page that was taken over would. @param {string} script @param {unknown[]} given */
  async run(script, ...given) {
    return this.inside(() => this.#driver.executeScript(script, ...given));
  }
}
