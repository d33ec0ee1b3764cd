/**
 * Drives the fixture page of the views (fixtures/secure-view.html).
 */
import { until } from "./wait.mjs";

/** @typedef {import("./host-page.mjs").HostPage} HostPage */
/** @typedef {{name: string, code: string, retryable: boolean, status?: number, message: string}} ErrorReport */
/** @typedef {{state: string, log: {name: string, payload: any[]}[], results: {reason: string, error?: ErrorReport}[]}} Report */

export const FIXTURE = "/fixtures/secure-view.html";
/** The view's elements, in the syntax of fixtures/deep.mjs. @param {string} part */
export const part = (part) => `[data-set-pin-secure-view] >>> [part=${part}]`;
export const IMAGE = part("image");

/** One view on the page. */
export class View {
  #page;
  #index;

  /** @param {HostPage} page @param {number} index */
  constructor(page, index) {
    this.#page = page;
    this.#index = index;
  }

  /** @returns {Promise<Report>} */
  async report() {
    return JSON.parse(await this.#page.run("return page.report(arguments[0])", this.#index));
  }

  /**
   * Returns the report when the view has the state or the result, or after 250 ms.
   * @param {string | number} wanted A state, or the index of a result.
   * @returns {Promise<Report>}
   */
  async #reportWhen(wanted) {
    const script = "page.reportWhen(...arguments)";
    return JSON.parse(await this.#page.driver.executeAsyncScript(script, this.#index, wanted));
  }

  /** Runs a script in the page, where `view` is this view. @param {string} script */
  run(script) {
    return this.#page.run(`const view = page.view(${this.#index}); ${script}`);
  }

  /** Calls `show()`, and records its result. */
  async show() {
    await this.#page.run("page.show(arguments[0])", this.#index);
  }

  /** @param {string} state */
  async reaches(state) {
    await until(
      `the state "${state}"`,
      async () => (await this.#reportWhen(state)).state === state,
      () => this.report(),
    );
  }

  /** Waits until the image is visible. */
  async isShown() {
    await this.reaches("ready");
  }

  /** Waits for the result of the `nth` attempt. @param {number} [nth] */
  async result(nth = 0) {
    return until(
      `result number ${nth + 1}`,
      async () => (await this.#reportWhen(nth)).results[nth],
      () => this.report(),
    );
  }

  /** Returns the first argument of each call of a callback. @param {string} name */
  async calls(name) {
    return (await this.report()).log.filter((entry) => entry.name === name).map(({ payload }) => payload[0]);
  }
}

/**
 * Creates a view on the page.
 * @param {HostPage} page
 * @param {"pin" | "details"} kind
 * @param {string} [options] The source of an object.
 * @param {{actions?: string, show?: boolean}} [how] `actions` is the source of an object of functions: what the host does inside a callback.
 */
export async function startView(page, kind, options = "{}", { actions = "{}", show = true } = {}) {
  const origins = [page.origins.page, page.origins.api];
  const script = `page.allowedOrigins = arguments[1];
    return page.${show ? "start" : "create"}(arguments[0], ${options}, ${actions})`;
  return new View(page, await page.run(script, kind, origins));
}

/** The URL of the image on the page. @param {HostPage} page @returns {Promise<string>} */
export function imageUrl(page) {
  return page.run("return deepFindAll(arguments[0])[0]?.getAttribute('src') ?? ''", IMAGE);
}
