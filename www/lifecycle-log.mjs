/**
 * Writes down what the widget tells its host, line by line, and marks the state it is in.
 */

/**
 * @typedef {import("/pkg/index.mjs").SetPinState} SetPinState
 * @typedef {import("/pkg/index.mjs").SetPinError} SetPinError
 * @typedef {import("/pkg/index.mjs").SetPinResult} SetPinResult
 */

/** @type {Partial<Record<SetPinState, string>>} */
const meaning = {
  starting: "the engine is being loaded",
  requesting: "asking our backend for a single-use token",
  loading: "the issuer’s page is on its way into a frame",
  ready: "over to you",
  expired: "the token’s ten minutes are over",
  failed: "something went wrong; a retry is offered",
  closed: "frame gone, listeners gone",
  destroyed: "the page let go of the widget",
};

export class LifecycleLog {
  #list;
  #states;
  #begun = performance.now();

  /** @param {HTMLElement} list @param {HTMLElement} states */
  constructor(list, states) {
    this.#list = list;
    this.#states = states;
  }

  /** A new attempt: its times count from here. */
  begin() {
    this.#list.replaceChildren();
    this.#begun = performance.now();
  }

  /** @param {SetPinState} state */
  state(state) {
    // The last state of the attempt stays marked: being destroyed is the widget's end, not the attempt's.
    if (state !== "destroyed") this.#mark(state);
    const words = meaning[state];
    this.note(words ? `${state}: ${words}` : state);
  }

  /** @param {SetPinState} state */
  #mark(state) {
    for (const item of this.#states.querySelectorAll("[data-state]")) {
      if (item.getAttribute("data-state") === state) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    }
  }

  /** @param {SetPinError} error */
  error(error) {
    this.#add(`onError: ${error.code}. ${error.message}`, "error");
  }

  /** @param {SetPinResult} result */
  exit(result) {
    this.note(`onExit: ${result.reason}, outcome ${result.outcome}`);
  }

  /** @param {string} words */
  note(words) {
    this.#add(words, "note");
  }

  /** @param {string} words @param {"note" | "error"} kind */
  #add(words, kind) {
    const item = document.createElement("li");
    const time = document.createElement("time");
    const text = document.createElement("span");
    item.setAttribute("data-kind", kind);
    time.textContent = `${Math.round(performance.now() - this.#begun)} ms`;
    text.textContent = words;
    item.append(time, text);
    this.#list.append(item);
  }
}
