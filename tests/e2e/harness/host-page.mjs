/**
 * Drives the fixture page (fixtures/blank.html): starts widgets, and reads their reports. One file,
 * because a widget and its page refer to each other.
 */
import assert from "node:assert/strict";
import { Key } from "selenium-webdriver";
import { deepFind, deepFindElements, WITH_DEEP } from "./deep.mjs";
import { HostedPage } from "./hosted-page.mjs";
import { FIND_TRACES, forRuntime, runtimeAt, runtimeUnderTest, unexpectedTraces } from "./runtimes.mjs";
import { withoutTokens } from "./text.mjs";
import { until } from "./wait.mjs";

/**
 * @typedef {import("../../contract/set-pin-widget.d.ts").SetPinState} SetPinState
 * @typedef {import("../../contract/set-pin-widget.d.ts").SetPinResult} SetPinResult
 * @typedef {import("../../contract/set-pin-widget.d.ts").SetPinEvent} SetPinEvent
 * @typedef {import("./sandbox.mjs").Settings} Settings
 * @typedef {import("./sandbox.mjs").Observed} Observed
 * @typedef {import("../fixtures/blank.mjs").Action} Action
 * @typedef {import("../fixtures/recorder.mjs").Surroundings} Surroundings
 * @typedef {import("selenium-webdriver").WebElement} WebElement
 */

/** @typedef {{name: string, code: string, retryable: boolean, status?: number, retryAfterMs?: number, message: string, isSetPinError: boolean}} ErrorReport */
/** @typedef {Omit<SetPinResult, "error"> & {error?: ErrorReport}} ResultReport */

/**
 * @typedef {object} Report
 * @property {SetPinState} state
 * @property {{name: string, payload: unknown[]}[]} log
 * @property {(ResultReport | null)[]} results
 * @property {boolean} sameObjects
 * @property {{frames: number, dialogs: number, state: string} | null} atExit
 */

/** @typedef {import("../fixtures/recorder.mjs").Notes & {copies: number}} Notes `copies`: the copies of the package on the page. */

/** @typedef {{actions?: Record<string, Action[]>, open?: boolean, secondCopy?: boolean}} How */
/** @typedef {{name: string, body: unknown, request?: number, purpose?: string, frames: number, aborted: boolean | null}} HostCall */

/** The selector for the frame of a test's only widget, in the syntax of fixtures/deep.mjs. */
export const FRAME = "[data-set-pin-widget] >>> iframe";

/**
 * The request that keeps an attempt in each state, and how many of them have arrived.
 * @type {Partial<Record<SetPinState, ["status" | "token" | "page", (observed: Observed) => number]>>}
 */
const REQUEST_OF_STATE = {
  checking: ["status", ({ statusRequests }) => statusRequests],
  requesting: ["token", ({ tokenRequests }) => tokenRequests.length],
  loading: ["page", ({ pageAccesses }) => pageAccesses],
};

/** One widget on the page. */
export class Widget {
  #page;
  #index;

  /**
   * @param {HostPage} page
   * @param {number} index
   */
  constructor(page, index) {
    this.#page = page;
    this.#index = index;
  }

  /** @returns {Promise<Report>} */
  async report() {
    return JSON.parse(await this.#page.driver.executeScript("return fixture.report(arguments[0])", this.#index));
  }

  /**
   * Returns the report when the widget has the state or the result, or after 250 ms.
   * @param {string | number} wanted A state, or the index of a result.
   * @returns {Promise<Report>}
   */
  async #reportWhen(wanted) {
    const script = "fixture.reportWhen(...arguments)";
    return JSON.parse(await this.#page.driver.executeAsyncScript(script, this.#index, wanted));
  }

  /** Runs these actions in order, in one task of the page. @param {...Action} actions */
  async act(...actions) {
    await this.#page.driver.executeScript("fixture.act(arguments[0], arguments[1])", this.#index, actions.join(" "));
  }

  /** @param {Record<string, unknown>} options */
  async update(options) {
    await this.#page.driver.executeScript(
      "fixture.update(arguments[0], arguments[1])",
      this.#index,
      JSON.stringify(options),
    );
  }

  /**
   * Waits for a state and, if `suite.open` was given a `hang` for it, until the sandbox has that
   * request. Otherwise a test could abort the request before it arrives, and the next request would
   * get the fault.
   * @param {SetPinState} state
   */
  async reaches(state) {
    await until(
      `the state "${state}"`,
      async () => (await this.#reportWhen(state)).state === state,
      () => this.report(),
    );
    await this.#page.heldRequestArrives(state);
  }

  /**
   * Waits for the result of the `nth` `open()`, the first by default.
   * @param {number} [nth]
   * @returns {Promise<ResultReport>}
   */
  async result(nth = 0) {
    return until(
      `the result of open() number ${nth + 1}`,
      async () => (await this.#reportWhen(nth)).results[nth],
      () => this.report(),
    );
  }

  /**
   * Returns the arguments of each call of one callback, in order.
   * @param {string} name
   * @returns {Promise<unknown[][]>}
   */
  async calls(name) {
    return (await this.report()).log.filter((entry) => entry.name === name).map((entry) => entry.payload);
  }

  /** Returns the states of the widget, in order. @returns {Promise<string[]>} */
  async states() {
    return (await this.calls("onStateChange")).map(([state]) => String(state));
  }

  /** @returns {Promise<ErrorReport[]>} */
  async errors() {
    return (await this.calls("onError")).map(([error]) => /** @type {ErrorReport} */ (error));
  }

  /**
   * Returns all events with this name that `onEvent` received.
   * @param {string} name
   * @returns {Promise<SetPinEvent[]>}
   */
  async events(name) {
    const events = (await this.calls("onEvent")).map(([event]) => /** @type {SetPinEvent} */ (event));
    return events.filter((event) => event.name === name);
  }

  /**
   * Returns the names of the callbacks that were called, in order, except `onEvent`.
   * @returns {Promise<string[]>}
   */
  async callbackOrder() {
    const { log } = await this.report();
    return log
      .filter(({ name }) => name !== "onEvent")
      .map(({ name, payload }) => (name === "onStateChange" ? `${payload[1]} -> ${payload[0]}` : name));
  }
}

export class HostPage {
  /**
   * @param {import("selenium-webdriver").WebDriver} driver
   * @param {import("./sandbox.mjs").SandboxSession} session
   * @param {import("./sandbox.mjs").Origins} origins
   * @param {import("./engines.mjs").EngineName} engine
   * @param {import("./runtimes.mjs").Runtime} runtime The engine that must run on the page.
   * @param {Settings["faults"]} [faults] Those of the session's settings.
   */
  constructor(driver, session, origins, engine, runtime, faults = {}) {
    this.faults = faults;
    this.driver = driver;
    this.session = session;
    this.origins = origins;
    this.engine = engine;
    this.runtime = runtime;
  }

  /**
   * Makes a widget with recording callbacks, and opens it by default.
   * @param {Record<string, unknown>} [options] Merged over those of an ordinary inline widget; `undefined` removes one.
   * @param {How} [how]
   * @returns {Promise<Widget>}
   */
  start(options = {}, how = {}) {
    const ordinary = {
      tokenUrl: "/api/card/set-pin/token",
      mode: "inline",
      container: "#container",
      allowedOrigins: [this.origins.page, this.origins.api],
    };
    return this.startExactly({ ...ordinary, ...options }, how);
  }

  /** @param {Record<string, unknown>} [options] @param {How} [how] */
  startModal(options = {}, how = {}) {
    return this.start({ mode: "modal", container: undefined, ...options }, how);
  }

  /**
   * @param {unknown} options
   * @param {How} [how]
   */
  async startExactly(options, how = {}) {
    const request = JSON.stringify({ options, ...how });
    return new Widget(this, await this.driver.executeScript("return fixture.start(arguments[0])", request));
  }

  /**
   * Opens an ordinary widget and waits until its frame has loaded.
   * @param {Record<string, unknown>} [options]
   */
  async ready(options = {}) {
    const widget = options.mode === "modal" ? await this.startModal(options) : await this.start(options);
    await widget.reaches("ready");
    return widget;
  }

  /** @param {string} [selector] */
  hosted(selector = FRAME) {
    return new HostedPage(this.driver, selector, this.engine);
  }

  /** @returns {Promise<Notes>} */
  async notes() {
    return JSON.parse(await this.driver.executeScript("return fixture.notes()"));
  }

  /**
   * Returns the calls of the host's own functions (fixtures/host-functions.mjs), in order.
   * @returns {Promise<HostCall[]>}
   */
  async hostCalls() {
    return JSON.parse(await this.driver.executeScript("return fixture.hostCalls()"));
  }

  /**
   * Lets the page's wall clock jump, as it does while a machine sleeps, and wakes the page.
   * @param {number} ms
   * @param {"visibilitychange" | "pageshow" | "focus"} [event]
   */
  async sleeps(ms, event = "visibilitychange") {
    await this.driver.executeScript("fixture.sleep(arguments[0], arguments[1])", ms, event);
  }

  /** Loads the package once more, for widgets started with `secondCopy`. */
  async loadSecondCopy() {
    await this.driver.executeAsyncScript("fixture.loadSecondCopy().then(arguments[0])");
  }

  /** @returns {Promise<Surroundings>} */
  async surroundings() {
    return JSON.parse(await this.driver.executeScript("return fixture.surroundings()"));
  }

  /** @param {string} secret @returns {Promise<string[]>} */
  async placesHolding(secret) {
    const script =
      "const done = arguments[1]; fixture.placesHolding(arguments[0]).then(done, (e) => done(JSON.stringify([String(e)])))";
    return JSON.parse(await this.driver.executeAsyncScript(script, secret));
  }

  /** Returns the token in the frame's URL, if there is a frame. @returns {Promise<string>} */
  async frameToken() {
    const url = await (await this.find(FRAME)).getAttribute("src");
    const token = new URL(url ?? "").searchParams.get("token");
    assert.ok(token, "the frame's URL has no token");
    return token;
  }

  /** @param {string} selector */
  find(selector) {
    return deepFind(this.driver, selector);
  }

  /** @param {string} selector */
  async count(selector) {
    return (await deepFindElements(this.driver, selector)).length;
  }

  /** Waits until an element is in the host page and is visible. @param {string} selector */
  async sees(selector) {
    return until(`${selector} to be visible`, async () => {
      const [element] = await deepFindElements(this.driver, selector);
      return element && (await element.isDisplayed()) ? element : undefined;
    });
  }

  /** Adds a style sheet, which needs a page without a policy. @param {string} css */
  addRules(css) {
    return this.run(
      `const sheet = document.createElement("style");
       sheet.textContent = arguments[0];
       document.head.append(sheet);`,
      css,
    );
  }

  /** Presses keys at the focused element. @param {string[]} keys */
  async press(...keys) {
    for (const key of keys) await this.driver.actions().keyDown(key).keyUp(key).perform();
  }

  /**
   * Reports whether the selector's element has the focus.
   * @param {string} selector
   * @returns {Promise<boolean>}
   */
  isFocused(selector) {
    return this.run(
      `let active = document.activeElement;
       while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
       return active !== null && deepFindAll(arguments[0]).includes(active)`,
      selector,
    );
  }

  /**
   * Presses Tab (Shift+Tab with `back`) until the selector's element has the focus.
   * @param {string} selector
   * @param {{back?: boolean}} [how]
   */
  async tabTo(selector, { back = false } = {}) {
    for (let presses = 0; presses < 20; presses += 1) {
      if (await this.isFocused(selector)) return;
      const keys = this.driver.actions();
      if (back) keys.keyDown(Key.SHIFT).keyDown(Key.TAB).keyUp(Key.TAB).keyUp(Key.SHIFT);
      else keys.keyDown(Key.TAB).keyUp(Key.TAB);
      await this.#movesFocus(() => keys.perform());
      if (!(await this.run("return document.hasFocus()"))) {
        throw new Error(`Pressing Tab left the page for the browser's own controls before it reached ${selector}`);
      }
    }
    throw new Error(`Pressing ${back ? "Shift+" : ""}Tab never reached ${selector}`);
  }

  /**
   * Runs `press` in the document that has the focus, and waits until the focus has moved. Between
   * the processes of a page and of its frame it moves some time after the key: another Tab in that
   * time would pass over an element.
   *
   * A real key goes to the document with the focus, but Firefox's driver sends it to the driver's
   * current document, and would skip the rest of a frame.
   * @param {() => Promise<void>} press
   */
  async #movesFocus(press) {
    /** @type {WebElement | null} */
    const frame = (await this.isFocused("iframe"))
      ? await this.run("return deepFindAll('iframe').find((frame) => frame.getRootNode().activeElement === frame)")
      : null;
    const inPage = await this.#activeElement();
    const inFrame = await this.#inDocument(frame, () => this.#activeElement());
    await this.#inDocument(frame, press);
    const moved = async () => {
      if ((await this.#activeElement()) !== inPage) return true;
      // WebKit's driver moves the focus when it enters a frame: only while the focus is there.
      return frame !== null && (await this.#inDocument(frame, () => this.#activeElement())) !== inFrame;
    };
    // A key may also move nothing: the caller counts its presses.
    await until("the focus to move", moved, undefined, 1000).catch(() => undefined);
  }

  /** The identity of the element with the focus in the driver's current document. */
  async #activeElement() {
    /** @type {[WebElement | null, boolean]} */
    const [element, hasFocus] = await this.driver.executeScript(
      `let active = document.activeElement;
       while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
       return [active, document.hasFocus()]`,
    );
    return `${await element?.getId()} ${hasFocus}`;
  }

  /**
   * Runs `work` while the driver's current document is the frame's, or the page's for `null`.
   * @template T
   * @param {WebElement | null} frame
   * @param {() => Promise<T>} work
   */
  async #inDocument(frame, work) {
    if (frame) await this.driver.switchTo().frame(frame);
    try {
      return await work();
    } finally {
      await this.driver.switchTo().defaultContent();
    }
  }

  /** Waits until the widget shows a visible message in a live region. */
  async seesAnnouncement() {
    return until("a text of the widget in a live region", async () => {
      const regions = await deepFindElements(
        this.driver,
        "[data-set-pin-widget] >>> :is([role=status], [role=alert], [aria-live=polite], [aria-live=assertive])",
      );
      for (const region of regions) if ((await region.getText()) !== "") return true;
      return false;
    });
  }

  /**
   * Waits until the page's own notes satisfy `holds`.
   * @param {string} what
   * @param {(notes: Notes) => boolean} holds
   */
  async noted(what, holds) {
    await until(
      what,
      async () => holds(await this.notes()),
      () => this.notes(),
    );
  }

  /**
   * Waits until the sandbox's observations of this session satisfy `holds`.
   * @param {string} what
   * @param {(observed: Observed) => boolean} holds
   */
  async observes(what, holds) {
    await until(
      what,
      async () => holds(await this.session.observed()),
      () => this.session.observed(),
    );
  }

  /**
   * Waits for the request that the settings of `suite.open` hold while a widget is in this state.
   * @param {SetPinState} state
   */
  async heldRequestArrives(state) {
    const [step, arrived] = REQUEST_OF_STATE[state] ?? [];
    if (!step || !arrived || this.faults?.[step]?.[0]?.kind !== "hang") return;
    await this.observes(`the ${step} request to arrive`, (observed) => arrived(observed) > 0);
  }

  /**
   * Waits until the calls of the host's own functions satisfy `holds`.
   * @param {string} what
   * @param {(calls: HostCall[]) => boolean} holds
   */
  async observesHost(what, holds) {
    await until(
      what,
      async () => holds(await this.hostCalls()),
      () => this.hostCalls(),
    );
  }

  /**
   * Runs a script in the host page, where `deepFind` and `deepFindAll` are defined.
   * @param {string} script
   * @param {unknown[]} given
   */
  run(script, ...given) {
    return this.driver.executeScript(WITH_DEEP + script, ...given);
  }

  /** Navigates to another fixture, with the same cardholder. @param {string} path */
  async goTo(path) {
    const url = forRuntime(path, runtimeUnderTest());
    this.runtime = runtimeAt(url);
    await this.driver.get(this.origins.host + url);
  }

  /**
   * Fails if the page reported an error or a policy violation, or if another engine ran than the
   * one under test.
   */
  async hasNoErrors() {
    const { pageErrors, violations, requests, framesMade, copies } = await this.notes();
    assert.deepEqual(pageErrors.map(withoutTokens), []);
    const refusals = violations.filter(({ blocked }) => blocked === "wasm-eval");
    assert.deepEqual(
      violations.filter((violation) => !refusals.includes(violation)),
      [],
    );
    const traces = /** @type {Pick<import("./runtimes.mjs").Traces, "scripts" | "stillThere">} */ (
      await this.run(FIND_TRACES)
    );
    const hasRun = requests.length > 0 || framesMade > 0;
    if (runtimeUnderTest() !== "webassembly") assert.notEqual(this.runtime, "webassembly");
    assert.deepEqual(
      unexpectedTraces(this.runtime, this.engine, { ...traces, copies, hasRun, refusals: refusals.length }),
      [],
      this.runtime,
    );
  }
}
