/**
 * A page of the demo site as its visitor uses it.
 */
import { until } from "./wait.mjs";

/** Every page of the site, of the documents one for all. `ready` is what is there once it can be used. */
export const pages = [
  { path: "/", ready: "#set-inline:enabled" },
  { path: "/playground/", ready: "main[data-ready]" },
  { path: "/docs/concepts.html", ready: "main[data-ready]" },
  ...[
    ...[
      "redirect",
      "iframe",
      "first-time",
      "change",
      "modal",
      "modal-react",
      "themes",
      "onboarding",
      "security",
      "errors",
    ],
  ].map((name) => ({ path: `/use/${name}.html`, ready: "main[data-ready]" })),
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

  /** Waits until the page says this. @param {RegExp} words */
  async says(words) {
    await until(
      `the page to say ${words}`,
      async () =>
        (await this.page.count("#outcome")) === 1 && words.test(await (await this.page.find("#outcome")).getText()),
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

  /** On the issuer's page, in the whole window. @param {string} pin */
  async setPinInWindow(pin) {
    for (const id of ["pin", "pin-confirm"]) {
      const field = await this.page.find(`#${id}`);
      await field.click();
      await field.sendKeys(pin);
    }
    await this.press("#submit");
  }

  /** @param {Theme} theme */
  async choose(theme) {
    await this.page.run(
      `const select = document.querySelector("#theme");
       select.value = arguments[0];
       select.dispatchEvent(new Event("change"));`,
      theme,
    );
    // Colours go over into one another: what is judged is where they come to rest.
    await until("the colours to rest", () => this.page.run("return document.getAnimations().length === 0"));
  }
}
