/**
 * Drives the demo's own page (www/) as its visitor does.
 */
import { By } from "selenium-webdriver";
import { launch } from "./engines.mjs";
import { FRAME } from "./host-page.mjs";
import { HostedPage } from "./hosted-page.mjs";
import { until } from "./wait.mjs";

/** @returns {import("./sandbox.mjs").Origins} The origins of the demo that was started for this script. */
function demoUnderTest() {
  const json = process.env.SANDBOX_JSON;
  if (!json) throw new Error("SANDBOX_JSON is not set: it takes the line that `issuer-sandbox` prints when it listens");
  return JSON.parse(json);
}

/**
 * Opens the demo in Chromium, lets `work` use it, and always closes the browser.
 * @param {(page: DemoPage) => Promise<void>} work
 * @param {readonly string[]} [browserArguments]
 */
export async function withDemoPage(work, browserArguments) {
  const origins = demoUnderTest();
  const browser = await launch("chromium", browserArguments, { headlessShell: false });
  try {
    await browser.driver.get(origins.host);
    const page = new DemoPage(browser.driver, "chromium");
    await page.isReady();
    await work(page);
  } finally {
    await browser.stop();
  }
}

export class DemoPage {
  /**
   * @param {import("selenium-webdriver").WebDriver} driver
   * @param {import("./engines.mjs").EngineName} engine
   */
  constructor(driver, engine) {
    this.driver = driver;
    this.hosted = new HostedPage(driver, FRAME, engine);
  }

  async isReady() {
    await until("the demo page to be ready to use", async () => (await this.#find("#set-inline")).isEnabled());
  }

  /** @param {string} selector */
  #find(selector) {
    return this.driver.findElement(By.css(selector));
  }

  /**
   * Presses one of the two buttons and waits until the issuer's page shows its first field.
   * @param {"inline" | "modal"} mode
   */
  async begin(mode) {
    await (await this.#find(`#set-${mode}`)).click();
    await until(
      "the issuer's page to have loaded",
      async () => (await this.driver.findElements(By.css('[data-state="ready"][aria-current]'))).length === 1,
      () => this.text(),
    );
    await this.hosted.shows("pin");
  }

  /** Waits until the page shows an outcome, and returns it. */
  async outcome() {
    const shown = await until(
      "a text about the outcome",
      async () => (await this.#find("#outcome")).getAttribute("data-kind"),
      () => this.text(),
    );
    return { kind: shown, text: await (await this.#find("#outcome")).getText() };
  }

  /** Returns the text of the page: its outcome and its log. */
  async text() {
    return `${await (await this.#find("#outcome")).getText()}\n${await (await this.#find("#log")).getText()}`;
  }
}
