/**
 * A page of `apps/host-apps` as a cardholder uses it: a host's dialog, drawer or menu, and the
 * widget opened from inside it.
 */
import assert from "node:assert/strict";
import { Key } from "selenium-webdriver";
import { FRAME } from "../../e2e/harness/host-page.mjs";
import { HostedPage } from "../../e2e/harness/hosted-page.mjs";
import { until } from "../../e2e/harness/wait.mjs";

/** @typedef {import("selenium-webdriver").WebDriver} WebDriver */
/** @typedef {import("selenium-webdriver").WebElement} WebElement */
/** @typedef {{reason: string, code?: string}} Ended */

/**
 * Defined for each script: `deep` finds an element, also in open shadow trees; `focused` finds the
 * focused element.
 */
const LOOK = `
  const deep = (selector, root = document) => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const { shadowRoot } of root.querySelectorAll("*")) {
      const inside = shadowRoot && deep(selector, shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const focused = () => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  };
  const isSeen = (element) => element !== null && element.checkVisibility({ checkVisibilityCSS: true });
`;

const WIDGET = "[data-set-pin-widget]";

/** Longer than any library's animation. */
const PATIENCE_MS = 8_000;
const CLOSE = "[data-set-pin-close]";

export class LayerPage {
  /** @param {WebDriver} driver */
  constructor(driver) {
    this.driver = driver;
    this.hosted = new HostedPage(driver, FRAME, "chromium");
  }

  /** Runs a script in the page. @template T @param {string} script @param {unknown[]} given @returns {Promise<T>} */
  run(script, ...given) {
    return /** @type {Promise<T>} */ (this.driver.executeScript(LOOK + script, ...given));
  }

  /** For a failure's message. */
  explain = () => this.run("return { ...window.host, widget: undefined, focused: focused()?.outerHTML.slice(0, 200) }");

  /** @param {string} what @param {string} script @param {unknown[]} given */
  async until(what, script, ...given) {
    return until(what, () => this.run(script, ...given), this.explain, PATIENCE_MS);
  }

  /** @param {string} selector */
  async sees(selector) {
    return /** @type {WebElement} */ (
      await this.until(
        `${selector} to be visible`,
        "const found = deep(arguments[0]); return isSeen(found) && found",
        selector,
      )
    );
  }

  /**
   * Opens the host's layer as a cardholder does, and types something into its form if it has one.
   * @param {string} [draft]
   */
  async opensLayer(draft) {
    await (await this.sees("#opener")).click();
    await this.layerIs(true);
    if (draft !== undefined) await (await this.sees("#draft")).sendKeys(draft);
  }

  /**
   * Waits until the host's layer is open, or is gone, and the library's animation is over.
   * @param {boolean} open
   */
  async layerIs(open) {
    await this.until(
      `the host's layer to be ${open ? "open" : "closed"}`,
      `const moves = document.getAnimations().some(({ playState }) => playState === "running");
       return isSeen(document.querySelector("#layer")) === arguments[0] && !moves`,
      open,
    );
    await this.settles();
  }

  /** @returns {Promise<boolean>} */
  isLayerOpen() {
    return this.run("return isSeen(document.querySelector('#layer'))");
  }

  /** Returns the typed text in the host's form. @returns {Promise<string>} */
  draft() {
    return this.run("return document.querySelector('#draft')?.value");
  }

  /** Closes the layer by the host's own code, as after a request. */
  async closesLayer() {
    await this.run("host.closeLayer()");
    await this.layerIs(false);
  }

  /**
   * Presses the button (or item) that opens the widget, and waits for the hosted page.
   * @param {"#set-pin" | "#hand-over"} [button]
   */
  async opensWidget(button = "#set-pin") {
    await (await this.sees(button)).click();
    await this.widgetIs("ready");
  }

  /** @param {string} state */
  async widgetIs(state) {
    await this.until(`the widget's state "${state}"`, "return host.state === arguments[0]", state);
  }

  /** Clicks ✕ at its place on the screen. */
  async pressesClose() {
    await this.presses(await this.sees(CLOSE));
  }

  /** Presses Escape outside of the frame: inside, it belongs to the hosted page. */
  async pressesEscape() {
    await this.tabsTo(CLOSE, { back: true });
    await this.types(Key.ESCAPE);
  }

  /** A press at an element's place, whatever is there. @param {WebElement} element */
  async presses(element) {
    await this.driver.actions().move({ origin: element }).click().perform();
  }

  /** A press at a place of the window. @param {number} x @param {number} y */
  async pressesAt(x, y) {
    await this.driver.actions().move({ x, y }).click().perform();
  }

  /** Presses keys where the focus is. @param {string[]} keys */
  async types(...keys) {
    for (const key of keys) await this.driver.actions().keyDown(key).keyUp(key).perform();
  }

  /** Waits until the page has handled the input so far, and has rendered the result. */
  async settles() {
    await this.driver.executeAsyncScript(
      "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))",
    );
  }

  /** Returns the results of the ended attempts. @returns {Promise<Ended[]>} */
  results() {
    return this.run("return host.results");
  }

  /** Waits for an attempt's result. @returns {Promise<Ended>} */
  async result() {
    await this.until("the attempt's result", "return host.results.length > 0");
    const [result, ...others] = await this.results();
    assert.deepEqual(others, [], "an attempt ends once");
    return /** @type {Ended} */ (result);
  }

  /** Waits until nothing of the widget is in the page. */
  async isCleared() {
    await this.until("nothing of the widget in the page", `return deep("${WIDGET}, iframe") === null`);
  }

  /** Whether the focus is in the widget. @returns {Promise<boolean>} */
  isFocusInWidget() {
    return this.run(`return document.activeElement?.closest("${WIDGET}") !== null`);
  }

  /**
   * Returns the focused element's name: `lost` if a cardholder could not continue from there.
   * @returns {Promise<string>}
   */
  focus() {
    return this.run(
      `const active = focused();
       if (!active || active === document.body || !isSeen(active)) return "lost";
       return active.id || active.closest("[id]")?.id || active.outerHTML`,
    );
  }

  /**
   * With the keyboard alone: Tab into the frame, and through the hosted page.
   * @param {string} pin
   */
  async setsPinByKeyboard(pin) {
    await this.tabsTo("iframe");
    await this.hosted.setPinByKeyboard(pin);
  }

  /**
   * Presses Tab until the selector's element has the focus.
   * @param {string} selector
   * @param {{back?: boolean}} [how]
   */
  async tabsTo(selector, { back = false } = {}) {
    for (let presses = 0; presses < 12; presses += 1) {
      if (await this.run("return focused()?.matches(arguments[0])", selector)) return;
      if (back)
        await this.driver.actions().keyDown(Key.SHIFT).keyDown(Key.TAB).keyUp(Key.TAB).keyUp(Key.SHIFT).perform();
      else await this.types(Key.TAB);
    }
    throw new Error(`Pressing Tab never reached ${selector}: the focus is on "${await this.focus()}"`);
  }

  /**
   * Turns the wheel over the page's left edge.
   * @returns {Promise<number>} The page's scroll position after it.
   */
  async turnsWheel() {
    // The types do not declare the wheel.
    const actions =
      /** @type {{scroll(x: number, y: number, right: number, down: number): {perform(): Promise<void>}}} */ (
        /** @type {unknown} */ (this.driver.actions())
      );
    await actions.scroll(5, 600, 0, 120).perform();
    await this.settles();
    return this.run("return Math.round(document.scrollingElement.scrollTop)");
  }

  /** Waits until the wheel scrolls the page. */
  async scrolls() {
    await until("the page to scroll", async () => (await this.turnsWheel()) > 0, this.explain);
  }

  /**
   * Returns what a scroll lock may change: attributes and style of the root and the body, and the
   * page's width.
   * @returns {Promise<unknown>}
   */
  scrolling() {
    return this.run(
      `return [document.documentElement, document.body].map((element) => {
         const { overflowX, overflowY, position, paddingRight, marginRight } = getComputedStyle(element);
         return { overflowX, overflowY, position, paddingRight, marginRight, width: element.clientWidth };
       })`,
    );
  }

  /**
   * Returns our dialog in the accessibility tree: its name, whether it is modal, and its content.
   */
  async accessibleDialog() {
    const driver = /** @type {import("selenium-webdriver/chrome.js").Driver} */ (this.driver);
    const { nodes } = /** @type {{nodes: AxNode[]}} */ (
      /** @type {unknown} */ (await driver.sendAndGetDevToolsCommand("Accessibility.getFullAXTree", {}))
    );
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    /** @param {AxNode} node @returns {string[]} */
    const rolesIn = ({ ignored, role, childIds = [] }) => [
      ...(ignored || !role ? [] : [role.value]),
      ...childIds.flatMap((id) => {
        const child = byId.get(id);
        return child ? rolesIn(child) : [];
      }),
    ];
    const dialog = nodes.find(
      ({ ignored, role, name }) => !ignored && role?.value === "dialog" && name?.value === TITLE,
    );
    return dialog && { roles: rolesIn(dialog) };
  }
}

/** @typedef {{nodeId: string, ignored: boolean, role?: {value: string}, name?: {value: string}, childIds?: string[]}} AxNode */

/** The dialog's title in English. */
const TITLE = "Set your card PIN";
