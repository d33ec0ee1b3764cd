import type { HandleErrors } from "../generated/errors.js";
import { focusClicked } from "../view/focus-trail.js";
import { Attempt, type AttemptOwner, callHost } from "./attempt.js";
import { SetPinError } from "./error.js";
import { merge } from "./merge.js";
import { report, tryOrReport } from "./report.js";
import type { SetPin, SetPinOptions, SetPinResult, SetPinState } from "./types.js";

/** Messages for calls that fail. They are here because these failures need no engine. */
const REFUSALS = {
  not_in_browser:
    "There is no page to open the widget in: call open() in the browser, not while rendering on a server.",
  destroyed: "This widget was destroyed: make another one with createSetPin().",
  already_open: "This widget is open already: wait for its exit, or close() it first.",
} as const satisfies Partial<Record<keyof HandleErrors, string>>;

/** The object that `createSetPin` returns. It has the public state and at most one attempt. */
export class Widget implements SetPin, AttemptOwner {
  options: Partial<SetPinOptions> = merge();
  #state: SetPinState = "idle";
  #attempts = 0;
  #attempt: Attempt | undefined;
  /** The number of attempts that have ended and are still calling the host's callbacks. */
  #exits = 0;
  #isDestroyed = false;

  constructor(options: SetPinOptions) {
    this.update(options);
  }

  get state(): SetPinState {
    return this.#state;
  }

  open(): Promise<SetPinResult> {
    const refusal = this.#refusal();
    if (refusal) return Promise.resolve(this.#refuse(refusal));
    tryOrReport(focusClicked);
    this.#attempts += 1;
    const attempt = new Attempt(this, this.#attempts);
    this.#attempt = attempt;
    // A call from a callback of an ending attempt waits until that attempt's exit is delivered.
    if (this.#exits === 0) attempt.begin();
    return attempt.result;
  }

  close(): void {
    this.#attempt?.close();
  }

  retry(): void {
    this.#attempt?.retry();
  }

  update(options: Partial<SetPinOptions>): void {
    try {
      this.options = merge(this.options, options);
    } catch (thrown) {
      report(thrown); // A getter of the host's options threw.
    }
    this.#attempt?.optionsChanged();
  }

  focus(): void {
    this.#attempt?.focus();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    if (this.#attempt) this.#attempt.destroy();
    else this.setState("destroyed");
  }

  // --- Methods that an attempt calls ---

  setState(state: SetPinState): void {
    const previous = this.#state;
    if (state === previous) return;
    this.#state = state;
    callHost(this.options, "onStateChange", state, previous);
  }

  ended(attempt: Attempt): void {
    this.#exits += 1;
    if (this.#attempt === attempt) this.#attempt = undefined;
    this.setState(this.#isDestroyed ? "destroyed" : "closed");
  }

  exitDelivered(): void {
    this.#exits -= 1;
    if (this.#exits === 0) this.#attempt?.begin();
  }

  #refusal(): keyof typeof REFUSALS | undefined {
    if (typeof window === "undefined" || typeof document === "undefined") return "not_in_browser";
    if (this.#isDestroyed) return "destroyed";
    return this.#attempt && "already_open";
  }

  #refuse(code: keyof typeof REFUSALS): SetPinResult {
    const error = new SetPinError(REFUSALS[code], { code, retryable: false satisfies HandleErrors[typeof code] });
    callHost(this.options, "onError", error);
    return { reason: "failed", outcome: "unknown", error };
  }
}
