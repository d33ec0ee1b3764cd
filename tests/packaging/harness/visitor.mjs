/**
 * A cardholder with Chromium, who sets a PIN on an application's page. Collects the browser's
 * messages.
 */
import { By, logging } from "selenium-webdriver";
import { deepFindElements } from "../../e2e/harness/deep.mjs";
import { launch } from "../../e2e/harness/engines.mjs";
import { FRAME } from "../../e2e/harness/host-page.mjs";
import { HostedPage } from "../../e2e/harness/hosted-page.mjs";
import { until } from "../../e2e/harness/wait.mjs";
import { engineOf, recordEngine, runBeforePages } from "./engine.mjs";

const RECORDER = `
  if (window === top) {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      window.violations.push(effectiveDirective + " " + blockedURI);
    });
  }`;

/** @typedef {Awaited<ReturnType<typeof arrive>>} Visitor */

export async function arrive() {
  const { driver, stop } = await launch("chromium");
  await runBeforePages(driver, RECORDER);
  await recordEngine(driver);
  const text = () => driver.findElement(By.css("#result")).getText();
  const messages = async () => (await driver.manage().logs().get(logging.Type.BROWSER)).map(({ message }) => message);
  const frames = async () => (await deepFindElements(driver, FRAME)).length;

  /** @param {string} url */
  async function goTo(url) {
    await messages(); // Discard the messages of an earlier page.
    await driver.get(url);
  }

  /** @param {string} pin */
  async function typesPin(pin) {
    await until("the frame", async () => (await frames()) === 1, messages);
    await new HostedPage(driver, FRAME, "chromium").setPinByPointer(pin);
  }

  /** Returns the remains of the widget, the browser's messages, and the engine that ran. */
  async function remains() {
    const leftovers = (await deepFindElements(driver, "[data-set-pin-widget], iframe")).length;
    const violations = /** @type {string[]} */ (await driver.executeScript("return window.violations"));
    const output = (await messages()).filter((message) => !message.includes("/favicon.ico"));
    return { leftovers, violations, output, engine: await engineOf(driver) };
  }

  return {
    stop,
    /**
     * Opens the page and sets a PIN.
     * @param {string} url
     * @param {string} pin
     */
    async setsPin(url, pin) {
      await goTo(url);
      const button = await until(
        "the button",
        async () => driver.findElement(By.css("#set-pin:enabled")).catch(() => undefined),
        messages,
      );
      await button.click();
      await typesPin(pin);
      const result = await until("the result on the page", text, messages);
      return { result, ...(await remains()) };
    },
    /**
     * The same on a page that opens the widget itself and reports nothing.
     * @param {string} url
     * @param {string} pin
     */
    async setsPinAtOnce(url, pin) {
      await goTo(url);
      await typesPin(pin);
      await until("the end of the frame", async () => (await frames()) === 0, messages);
      return remains();
    },
  };
}
