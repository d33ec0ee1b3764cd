/**
 * Logs the widget's callbacks, and marks its current state.
 */

/**
 * @typedef {import("/pkg/index.mjs").SetPinState} SetPinState
 * @typedef {import("/pkg/index.mjs").SetPinError} SetPinError
 * @typedef {import("/pkg/index.mjs").SetPinResult} SetPinResult
 */

/** @type {Partial<Record<SetPinState, string>>} */
const meaning = {
  starting: "the engine is being loaded",
  requesting: "requesting a single-use token from our backend",
  loading: "the issuer’s page is loading in a frame",
  ready: "over to you",
  expired: "the token’s ten minutes are over",
  failed: "something went wrong; a retry is offered",
  closed: "frame gone, listeners gone",
  destroyed: "the page has destroyed the widget",
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

  /** Starts a new attempt, from which times are measured. */
  begin() {
    this.#list.replaceChildren();
    this.#begun = performance.now();
  }

  /** @param {SetPinState} state */
  state(state) {
    // The last state of the attempt stays marked: `destroyed` is a state of the widget only.
    if (state !== "destroyed") this.#mark(state);
    const text = meaning[state];
    this.note(text ? `${state}: ${text}` : state);
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

  /** @param {string} line */
  note(line) {
    this.#add(line, "note");
  }

  /** @param {string} line @param {"note" | "error"} kind */
  #add(line, kind) {
    const item = document.createElement("li");
    const time = document.createElement("time");
    const text = document.createElement("span");
    item.setAttribute("data-kind", kind);
    time.textContent = `${Math.round(performance.now() - this.#begun)} ms`;
    text.textContent = line;
    item.append(time, text);
    this.#list.append(item);
  }
}
