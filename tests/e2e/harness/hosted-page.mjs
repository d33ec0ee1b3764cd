/**
 * Drives the issuer's page inside a frame, as a cardholder does. Every function returns the driver
 * to the host page. Functions named `…ByScript` press without a pointer. Use them only where the
 * test is about what follows: they also work if something covers the frame. They exist because a
 * press by the pointer takes Chromium a fifth of a second of processor time.
 */
import { Key } from "selenium-webdriver";
import { deepFind } from "./deep.mjs";
import { until } from "./wait.mjs";

/** @typedef {import("selenium-webdriver").WebDriver} WebDriver */
/** @typedef {import("selenium-webdriver").WebElement} WebElement */

/** @param {unknown} error */
const isGone = (error) =>
  error instanceof Error &&
  (["StaleElementReferenceError", "NoSuchFrameError", "NoSuchWindowError"].includes(error.name) ||
    error.message.includes("target frame detached"));

/** Returns the element if it is visible and enabled. Something may cover it. */
const USABLE = `
  const [id, waitsForLoad] = arguments;
  const element = document.getElementById(id);
  const { width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
  const isVisible = element?.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const isUsable = isVisible && width > 0 && height > 0 && !element.matches(":disabled");
  return isUsable && (!waitsForLoad || document.readyState === "complete") ? element : null;`;

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
    // WebKit's driver sends no keys until a click in the frame.
    this.#clicksFirst = engine === "webkit";
  }

  /**
   * Runs `work` inside the frame.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async inside(work) {
    await this.#driver.switchTo().defaultContent();
    // WebKit's driver clicks in a frame without scrolling it into view.
    const frame = await deepFind(this.#driver, this.#selector, "scrollIntoView({ block: 'nearest' })");
    await this.#driver.switchTo().frame(frame);
    try {
      return await work();
    } finally {
      await this.#driver.switchTo().defaultContent();
    }
  }

  /**
   * Waits for an element of the hosted page, which may be navigating between its own pages.
   * @param {string} id
   * @param {boolean} [waitsForLoad] Whether to wait for the page's script, which runs after its
   *   elements exist: a press before that would have no effect.
   * @returns {Promise<WebElement>}
   */
  #element(id, waitsForLoad = false) {
    return until(`#${id} in the hosted page`, async () => {
      try {
        return /** @type {WebElement | null} */ (await this.#driver.executeScript(USABLE, id, waitsForLoad));
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
        const element = await this.#element(id, true);
        await element.click();
      } catch (error) {
        // The click worked: it closed its own frame.
        if (!isGone(error)) throw error;
      }
    });
  }

  /**
   * Presses keys, one after the other, at the focused element of the frame.
   * @param {string[]} keys
   */
  async press(...keys) {
    await this.inside(async () => {
      try {
        for (const key of keys) await this.#driver.actions().keyDown(key).keyUp(key).perform();
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  }

  /** Presses Tab until the element `id` of the hosted page has the focus. @param {string} id */
  async tabTo(id) {
    for (let presses = 0; presses < 12; presses += 1) {
      if ((await this.run("return document.activeElement && document.activeElement.id")) === id) return;
      await this.press(Key.TAB);
    }
    throw new Error(`Pressing Tab in the hosted page never reached #${id}`);
  }

  /** Types a PIN. The focus must be in the frame. @param {string} pin */
  async setPinByKeyboard(pin) {
    await this.shows("pin");
    await this.tabTo("pin");
    await this.press(...pin);
    await this.tabTo("pin-confirm");
    await this.press(...pin, Key.ENTER);
  }

  /** @param {string} pin */
  async setPinByPointer(pin) {
    await this.click("pin");
    await this.type("pin", pin);
    await this.click("pin-confirm");
    await this.type("pin-confirm", pin);
    await this.click("submit");
  }

  /** Completes the variant that has several pages. @param {string} pin */
  async setPinOverSeveralPages(pin) {
    await this.type("pin", pin);
    await this.click("next");
    await this.type("pin-confirm", pin);
    await this.click("submit");
  }

  /**
   * @param {string} id Of the button.
   * @param {string} setUp Code to run before.
   * @param {unknown[]} scriptArguments From `arguments[1]`.
   */
  async #clickByScript(id, setUp, ...scriptArguments) {
    await this.inside(async () => {
      const button = await this.#element(id, true);
      // In a task of its own, as in `posts`.
      const click = "const button = arguments[0]; setTimeout(() => button.click());";
      try {
        await this.#driver.executeScript(setUp + click, button, ...scriptArguments);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  }

  cancelByScript() {
    return this.#clickByScript("cancel", "");
  }

  /** @param {string} pin */
  setPinByScript(pin) {
    const type = `
      for (const id of ["pin", "pin-confirm"]) {
        const field = document.getElementById(id);
        field.value = arguments[1];
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }`;
    return this.#clickByScript("submit", type, pin);
  }

  /**
   * Runs a script in the hosted page, as a compromised page would.
   * @param {string} script
   * @param {unknown[]} given
   */
  async run(script, ...given) {
    return this.inside(() => this.#driver.executeScript(script, ...given));
  }

  /**
   * Lets the hosted page post a message to its parent, which may respond by removing the page at
   * once. The post is in a separate task: if a script's own page ends during the script, Firefox
   * may report "out of memory".
   * @param {...string} messages JavaScript for each message's data.
   */
  async posts(...messages) {
    const script = messages.map((data) => `parent.postMessage(${data}, "*");`).join("");
    try {
      await this.run(`setTimeout(() => { ${script} })`);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}
