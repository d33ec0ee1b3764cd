import type { CallbackName } from "../generated/element.js";
import type { HandleErrors } from "../generated/errors.js";
import { focusTrail } from "../view/focus-trail.js";
import type { AttemptHost } from "./attempt-host.js";
import { SetPinError } from "./error.js";
import { load } from "./load.js";
import { report, tryOrReport } from "./report.js";
import type { SetPinErrorCode, SetPinOptions, SetPinResult, SetPinState } from "./types.js";

/** The part of the widget that its attempt calls. */
export interface AttemptOwner {
  readonly options: Partial<SetPinOptions>;
  readonly state: SetPinState;
  setState(state: SetPinState): void;
  /** Removes the attempt. The widget is then `closed` or `destroyed`. */
  ended(attempt: Attempt): void;
  /** Reports that all callbacks for the exit have run. The next attempt may begin. */
  exitDelivered(): void;
}

/** Whether a failure to load the engine is retryable. */
type LoadFailed = HandleErrors["runtime_load_failed"];

/** The messages of `runtime_load_failed`. */
const NOT_STARTED =
  "The widget's engine could not be started: allow 'wasm-unsafe-eval' in the page's script-src, or let the release's other files (see `engineSrc`) load unchanged. Then open the widget again, or reload the page.";
const BROKEN = "Something in the page threw while the widget's engine was running: the console says what.";

/**
 * Calls a function of the host. If the function throws, this reports the error as the browser
 * reports an uncaught error, and the widget continues.
 */
export function callHost<Name extends CallbackName | "onSignIn">(
  options: Partial<SetPinOptions>,
  name: Name,
  ...args: Parameters<NonNullable<SetPinOptions[Name]>>
): void {
  try {
    const callback: unknown = options[name];
    // The engine reports a value of another type as `invalid_options`.
    if (typeof callback === "function") callback(...args);
  } catch (thrown) {
    report(thrown);
  }
}

/** Returns the time. A page may have replaced the clock with one that throws. */
function now(): number {
  return tryOrReport(() => performance.now()) ?? 0;
}

/** Whether the browser is prerendering the page. Markup can give `document` an element of that name. */
const isPrerendering = () => (document as { prerendering?: unknown }).prerendering === true;

/**
 * One attempt, from the call of `open()` to its only exit. This class does everything that must work
 * before the engine is loaded. {@link AttemptHost} does the rest.
 */
export class Attempt {
  readonly result: Promise<SetPinResult>;
  readonly focusedBefore = tryOrReport(() => focusTrail(document)) ?? [];
  readonly #owner: AttemptOwner;
  readonly #number: number;
  readonly #start = now();
  #host: AttemptHost | undefined;
  #error: SetPinError | undefined;
  #optionsToSignIn: Partial<SetPinOptions> | undefined;
  #hasBegun = false;
  #hasEnded = false;
  #settle: (result: SetPinResult) => void = () => undefined;
  #cleanups = new Set<() => void>();
  #signal: AbortSignal | undefined;
  #ignoreSignal: () => void = () => undefined;

  constructor(owner: AttemptOwner, number: number) {
    this.#owner = owner;
    this.#number = number;
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get options(): Partial<SetPinOptions> {
    return this.#owner.options;
  }

  /** Loads the engine and starts it. */
  begin(): void {
    this.setState("starting");
    if (!this.#hasEnded) this.emitEvent("open", 0);
    this.#hasBegun = true;
    this.syncAbortSignal();
    if (this.#hasEnded) return;
    if (!isPrerendering()) {
      this.#load();
      return;
    }
    // Send no request while prerendering: the user may never see the page.
    try {
      const ignore = this.#listen(document, "prerenderingchange", () => {
        if (isPrerendering()) return; // A script dispatched this event.
        ignore();
        this.#load();
      });
    } catch (thrown) {
      report(thrown);
      this.breakOff("failed");
    }
  }

  /** Applies new options that no request reads. */
  optionsChanged(): void {
    this.syncAbortSignal();
    if (!this.#hasEnded) this.#host?.loadStrings();
  }

  /**
   * Closes the attempt when the host's `signal` aborts. This also works while the engine loads, and
   * with a signal that `update()` sets.
   */
  syncAbortSignal(): void {
    if (!this.#hasBegun || this.#hasEnded) return;
    tryOrReport(() => {
      const { signal } = this.options;
      if (signal === this.#signal) return;
      tryOrReport(this.#ignoreSignal);
      this.#signal = signal;
      if (signal?.aborted) this.close();
      else if (signal) this.#ignoreSignal = this.#listen(signal, "abort", () => this.close());
    });
  }

  #load(): void {
    load(this.options, this.result)
      .then((start) => {
        if (this.#hasEnded) return;
        this.#host = start(this);
        this.#host.start();
      })
      .catch(() => this.exit("failed", "unknown", 0, NOT_STARTED));
  }

  close(): void {
    if (this.#host) this.#host.close();
    else this.exit("closed_by_host", "unknown", 0);
  }

  destroy(): void {
    if (this.#host) this.#host.destroy();
    else this.exit("destroyed", "unknown", 0);
  }

  retry(): void {
    this.#host?.retry();
  }

  focus(): void {
    this.#host?.focus();
  }

  // --- Methods that `AttemptHost` calls ---

  setState(state: SetPinState): void {
    this.#owner.setState(state);
  }

  emitEvent(name: string, request: number, code?: SetPinErrorCode): void {
    callHost(this.options, "onEvent", {
      name,
      state: this.#owner.state,
      attempt: this.#number,
      request,
      elapsedMs: now() - this.#start,
      ...(code !== undefined && { code }),
    });
  }

  invokeCallback(name: "onReady" | "onExpire"): void {
    callHost(this.options, name);
  }

  /** Calls `onSignIn` after `onExit`, even if the host destroys the widget there. */
  signInAtExit(): void {
    this.#optionsToSignIn = this.options;
  }

  reportError(
    code: SetPinErrorCode,
    message: string,
    retryable: boolean,
    status: number | undefined,
    retryAfterMs: number | undefined,
    request: number,
  ): void {
    const error = new SetPinError(message, { code, retryable, status, retryAfterMs });
    this.#error = error;
    this.emitEvent("error", request, code);
    // Without an `onError`, log the error for the developer. The message contains no data of the
    // cardholder.
    if (!this.options.onError) tryOrReport(() => console.error(`set-pin-widget: ${code}: ${message}`));
    callHost(this.options, "onError", error);
  }

  /**
   * Ends the attempt. `loadFailed` is the message of a failure of the engine itself, which is
   * reported first.
   */
  exit(reason: SetPinResult["reason"], outcome: SetPinResult["outcome"], request: number, loadFailed?: string): void {
    if (this.#hasEnded) return;
    // From here on, a callback that closes the attempt has no effect on its result.
    this.#hasEnded = true;
    for (const ignore of this.#cleanups) tryOrReport(ignore);
    if (loadFailed) {
      this.reportError("runtime_load_failed", loadFailed, true satisfies LoadFailed, undefined, undefined, 0);
    }
    const result: SetPinResult = { reason, outcome };
    if (reason === "failed" && this.#error) result.error = this.#error;
    this.#host?.release();
    this.#owner.ended(this);
    this.emitEvent("exit", request);
    callHost(this.options, "onExit", result);
    if (this.#optionsToSignIn && reason !== "destroyed") callHost(this.#optionsToSignIn, "onSignIn");
    this.#settle(result);
    this.#owner.exitDelivered();
  }

  /** Ends the attempt after an exception passed through the engine. */
  breakOff(reason: SetPinResult["reason"]): void {
    this.exit(reason, "unknown", 0, reason === "failed" ? BROKEN : undefined);
  }

  /** Listens until the attempt ends or the returned function is called. */
  #listen(target: EventTarget, name: string, listener: () => void): () => void {
    target.addEventListener(name, listener);
    const ignore = () => {
      target.removeEventListener(name, listener);
      this.#cleanups.delete(ignore);
    };
    this.#cleanups.add(ignore);
    return ignore;
  }
}
