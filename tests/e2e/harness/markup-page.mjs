/**
 * A host's page with markup from another author. The test serves three sites (the host's, the
 * issuer's, and the attacker's) and records their requests.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { By } from "selenium-webdriver";
import { packaged, startSite } from "./site.mjs";
import { until } from "./wait.mjs";

/** @typedef {import("./site.mjs").Site} Site */
/** @typedef {"script" | "module"} Build Which build of the package defines the element. */

/** The route that the page's own script or tag allows. */
export const TOKEN_ROUTE = "/api/card/set-pin/token";
/** Another route of the host, which the widget must not request. */
export const FREEZE_ROUTE = "/api/card/freeze";
/** The attacker's text, which appears in attributes only. */
export const ATTACKERS_TEXT = "You have won a prize";

const PURIFY = fileURLToPath(import.meta.resolve("dompurify/dist/purify.js"));

/**
 * The page's handling of untrusted markup: on the server, or by a script in the page that receives
 * `slot` and `markup`.
 * @typedef {object} Handling
 * @property {(markup: string) => string} [onServer]
 * @property {string} [inPage]
 * @property {string} [policy] The page's Content-Security-Policy.
 */

export class MarkupPage {
  /**
   * @param {import("selenium-webdriver").WebDriver} driver
   * @param {Site} host
   * @param {Site} issuer
   * @param {Site} attacker
   */
  constructor(driver, host, issuer, attacker) {
    this.driver = driver;
    this.host = host;
    this.issuer = issuer;
    this.attacker = attacker;
    /**
     * Attributes of the script tag, or defaults as JSON, in addition to the token's route and the
     * allowed origin.
     * @type {Record<string, string>}
     */
    this.tag = {};
    /** @type {Record<string, unknown>} */
    this.defaults = {};
    let tokens = 0;
    host.responses[TOKEN_ROUTE] = () => {
      tokens += 1;
      const token = `token-${tokens}`;
      return {
        type: "application/json",
        body: JSON.stringify({ token, hostedPageUrl: `${issuer.origin}/pin?token=${token}` }),
      };
    };
    const page = { type: "text/html", body: "<!doctype html><title>The issuer's page</title>" };
    for (let nth = 1; nth < 20; nth += 1) issuer.responses[`/pin?token=token-${nth}`] = () => page;
    for (const file of ["set-pin-widget.js", "set-pin-widget-engine.js", "index.mjs", "engine-js.mjs"]) {
      host.responses[`/${file}`] = async () => ({ body: await packaged(file) });
    }
    host.responses["/purify.js"] = async () => ({ body: await readFile(PURIFY, "utf8") });
    attacker.responses["/token"] = host.responses[TOKEN_ROUTE];
  }

  /**
   * Opens the page, with the markup before the host's own element.
   * @param {string} markup
   * @param {Build} [build]
   * @param {Handling} [handling]
   */
  async open(markup, build = "script", { onServer, inPage, policy } = { onServer: (text) => text }) {
    const written = onServer ? onServer(markup) : "";
    this.host.responses["/"] = () => ({
      type: "text/html",
      ...(policy && { headers: { "content-security-policy": policy } }),
      body: `<!doctype html><html lang="en"><head><title>A host's page</title><link rel="icon" href="data:,">
<script src="/purify.js"></script>
${build === "script" ? this.#scriptTag() : `<script type="module" src="/page.mjs"></script>`}
</head><body>
<form><input name="csrf" value="7f3a"></form>
<div id="slot">${written}</div>
<button id="pay" type="button">Pay</button>
<button id="outside" type="button" data-set-pin-open="pin">Set PIN</button>
<set-pin-widget id="pin"><button id="own" type="button">Set PIN</button></set-pin-widget>
</body></html>`,
    });
    const defaults = { tokenUrl: TOKEN_ROUTE, allowedOrigins: [this.issuer.origin], ...this.defaults };
    this.host.responses["/page.mjs"] = () => ({
      body: `import { defineSetPinElement } from "/index.mjs"; defineSetPinElement(undefined, ${JSON.stringify(defaults)});`,
    });
    await this.driver.get(`${this.host.origin}/`);
    await this.driver.executeAsyncScript(
      `const done = arguments[0]; customElements.whenDefined("set-pin-widget").then(() => done());`,
    );
    // Use a script of the page: Firefox runs a driver's script in another realm, and DOMPurify does
    // not recognise that realm's functions as functions.
    if (inPage) {
      await this.run(
        `const script = document.createElement("script");
         script.textContent = "{ const slot = document.querySelector('#slot'); const markup = " + JSON.stringify(arguments[0]) + ";" + arguments[1] + "}";
         document.head.append(script);
         script.remove();`,
        markup,
        inPage,
      );
    }
  }

  #scriptTag() {
    const attributes = { "data-token-url": TOKEN_ROUTE, "data-allowed-origins": this.issuer.origin, ...this.tag };
    const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
    return `<script src="/set-pin-widget.js"${written.join("")}></script>`;
  }

  /** @param {string} script @param {unknown[]} given */
  run(script, ...given) {
    return /** @type {Promise<any>} */ (this.driver.executeScript(script, ...given));
  }

  /**
   * Returns the states of all elements on the page. A started attempt is visible at once.
   * @returns {Promise<string[]>}
   */
  states() {
    return this.run(`return [...document.querySelectorAll("set-pin-widget")].map(({ state }) => state)`);
  }

  /** Clicks with the driver. @param {string} selector */
  async press(selector) {
    await this.driver.findElement(By.css(selector)).click();
  }

  async isOpen() {
    await until(
      "a frame that has loaded",
      async () => (await this.states()).includes("ready"),
      () => this.states(),
    );
  }

  /** Closes the open widgets. */
  async close() {
    await this.run(`for (const element of document.querySelectorAll("set-pin-widget")) element.close();`);
  }

  /**
   * Returns all frames and all text of the page, including those in shadow trees.
   * @returns {Promise<{frames: string[], text: string}>}
   */
  shown() {
    return this.run(`
      const frames = [], texts = [];
      const visit = (root) => {
        for (const element of root.querySelectorAll("*")) {
          if (element.localName === "iframe") frames.push(new URL(element.src).origin);
          texts.push(element.getAttribute("aria-label") ?? "", element.title ?? "");
          if (element.shadowRoot) visit(element.shadowRoot);
        }
        texts.push(root.textContent);
      };
      visit(document.body);
      return { frames, text: texts.join(" ") };`);
  }

  /** Returns the requests to the host's backend, except those for the page and its scripts. */
  get routes() {
    return this.host.requests.filter((path) => path.startsWith("/api/"));
  }
}

/** @param {import("node:test").TestContext} context @param {import("selenium-webdriver").WebDriver} driver */
export async function markupPage(context, driver) {
  const [host, issuer, attacker] = await Promise.all([startSite(), startSite(), startSite()]);
  context.after(() => Promise.all([host.stop(), issuer.stop(), attacker.stop()]));
  return new MarkupPage(driver, host, issuer, attacker);
}
