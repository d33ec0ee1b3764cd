/**
 * Drives a page of the demo site as its visitor does.
 */
import { Key } from "selenium-webdriver";
import { useCases } from "../../../www/use-cases.mjs";
import { documents } from "./documents.mjs";
import { until } from "./wait.mjs";

/** @typedef {{name: string, title: string, path: string, ready: string}} SitePage `name` is the name of its pictures, `ready` selects an element that exists when the page is usable. */

const READY = "main[data-ready]";

/** Every page of the site. @type {readonly SitePage[]} */
export const pages = [
  { name: "home", title: "The home page", path: "/", ready: "#set-inline:enabled" },
  { name: "playground", title: "The playground", path: "/playground/", ready: READY },
  ...useCases.map(({ name, title }) => ({ name, title, path: `/use-cases/${name}.html`, ready: READY })),
  { name: "404", title: "No such page", path: "/no-such-page", ready: READY },
  ...documents.map(({ url, title }) => ({
    name: `docs-${/([\w-]+)\.html$/.exec(url)?.[1] ?? "index"}`,
    title,
    path: url,
    ready: READY,
  })),
];

/** @typedef {"light" | "dark"} Theme */

export class UseCasePage {
  /** @param {import("./host-page.mjs").HostPage} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {string} [ready] */
  async isReady(ready = "main[data-ready]") {
    await until(
      `${ready} at ${await this.page.driver.getCurrentUrl()}`,
      async () => (await this.page.count(ready)) === 1,
      () => this.page.run("return document.body.innerText.slice(0, 400)"),
    );
  }

  /** @param {string} selector */
  async press(selector) {
    await (await this.page.find(selector)).click();
  }

  /** Waits until the page shows this text. @param {RegExp} text */
  async shows(text) {
    await until(
      `the text ${text} on the page`,
      async () =>
        (await this.page.count("#outcome")) === 1 && text.test(await (await this.page.find("#outcome")).getText()),
      () => this.page.run("return document.body.innerText.slice(0, 1500)"),
    );
  }

  /** Waits until the whole window shows the issuer's page. */
  async leaves() {
    const { driver, origins } = this.page;
    await until("the issuer's page", async () => {
      if (!(await driver.getCurrentUrl()).startsWith(origins.page)) return false;
      return (await this.page.count("#pin")) === 1;
    });
  }

  /** Sets a PIN on the issuer's page, which fills the whole window. @param {string} pin */
  async setPinInWindow(pin) {
    for (const id of ["pin", "pin-confirm"]) {
      const field = await this.page.find(`#${id}`);
      await field.click();
      await field.sendKeys(pin);
    }
    await this.press("#submit");
  }

  /**
   * Presses the figure's copy button, and returns the copied text. The text is what the page passes
   * to the clipboard, because drivers differ in how much of the clipboard a test may read.
   * @param {string} figure
   * @param {{isAllowed?: boolean}} [how] Whether the browser allows the page to copy.
   */
  async copies(figure, { isAllowed = true } = {}) {
    await this.page.run(
      `const isAllowed = arguments[0];
       window.copied = null;
       Object.defineProperty(navigator.clipboard, "writeText", {
         configurable: true,
         value: async (text) => {
           if (!isAllowed) throw new DOMException("no", "NotAllowedError");
           window.copied = text;
         },
       });`,
      isAllowed,
    );
    const button = await this.page.find(`${figure} .copy`);
    await this.page.run("arguments[0].focus()", button);
    await this.page.press(Key.ENTER);
    const note = await this.page.find(`${figure} .copied`);
    await until(isAllowed ? "“Copied”" : "“Not copied”", async () =>
      (isAllowed ? /^Copied$/ : /^Not copied/).test(await note.getText()),
    );
    return /** @type {string | null} */ (await this.page.run("return window.copied"));
  }

  /** @param {Theme} theme */
  async choose(theme) {
    await this.page.run(
      `const select = document.querySelector("#site-theme");
       select.value = arguments[0];
       select.dispatchEvent(new Event("change"));`,
      theme,
    );
    // Colours are animated: compare them only after the transitions.
    await until("the end of the colour transitions", () =>
      this.page.run("return document.getAnimations().length === 0"),
    );
  }
}
