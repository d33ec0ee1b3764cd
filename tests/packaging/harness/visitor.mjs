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
  const text = () => driver.findElement(By.css("#told")).getText();
  const words = async () => (await driver.manage().logs().get(logging.Type.BROWSER)).map(({ message }) => message);
  const frames = async () => (await deepFindElements(driver, FRAME)).length;

  /** @param {string} address */
  async function goTo(address) {
    await words(); // Discard the messages of an earlier page.
    await driver.get(address);
  }

  /** @param {string} pin */
  async function typesPin(pin) {
    await until("the frame", async () => (await frames()) === 1, words);
    await new HostedPage(driver, FRAME, "chromium").setPinByPointer(pin);
  }

  /** What is left of the widget, the browser's messages, and the engine that ran. */
  async function left() {
    const leftovers = (await deepFindElements(driver, "[data-set-pin-widget], iframe")).length;
    const violations = /** @type {string[]} */ (await driver.executeScript("return window.violations"));
    const said = (await words()).filter((message) => !message.includes("/favicon.ico"));
    return { leftovers, violations, said, engine: await engineOf(driver) };
  }

  return {
    stop,
    /**
     * Opens the page and sets a PIN.
     * @param {string} address
     * @param {string} pin
     */
    async setsPin(address, pin) {
      await goTo(address);
      const button = await until(
        "the button",
        async () => driver.findElement(By.css("#set-pin:enabled")).catch(() => undefined),
        words,
      );
      await button.click();
      await typesPin(pin);
      const told = await until("the result on the page", text, words);
      return { told, ...(await left()) };
    },
    /**
     * The same on a page that opens the widget itself and reports nothing.
     * @param {string} address
     * @param {string} pin
     */
    async setsPinAtOnce(address, pin) {
      await goTo(address);
      await typesPin(pin);
      await until("the end of the frame", async () => (await frames()) === 0, words);
      return left();
    },
  };
}
