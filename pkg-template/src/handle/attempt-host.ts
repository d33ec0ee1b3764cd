import { loadEngine } from "../engine/load.js";
import { type ResponseJson, readJson } from "../engine/response-body.js";
import { CUSTOM_CSS_DEFAULTS } from "../generated/custom-css.js";
import type { CallbackName } from "../generated/element.js";
import type { Engine, EngineHost } from "../generated/engine.js";
import type { HandleErrors } from "../generated/errors.js";
import type { Notice } from "../generated/lifecycle.js";
import { View, type ViewConfig } from "../view/attempt-view.js";
import { findContainer, type ViewProblem } from "../view/container.js";
import { documentOf } from "../view/dom.js";
import { focusTrail } from "../view/focus.js";
import { stringsFor } from "../view/strings.js";
import { SetPinError } from "./error.js";
import { merge } from "./merge.js";
import { type HostFunction, type OptionsSnapshot, snapshotOptions } from "./options-snapshot.js";
import { report, tryOrReport } from "./report.js";
import type {
  CustomCss,
  SetPinErrorCode,
  SetPinOptions,
  SetPinResult,
  SetPinState,
  TokenRequestContext,
} from "./types.js";

/** The part of the widget that its attempt calls. */
export interface AttemptOwner {
  readonly options: Partial<SetPinOptions>;
  readonly state: SetPinState;
  setState(state: SetPinState): void;
  /** Removes the attempt. The widget is then `closed` or `destroyed`. */
  ended(attempt: AttemptHost): void;
  /** Reports that all callbacks for the exit have run. The next attempt may begin. */
  exitDelivered(): void;
}

/** Whether a failure to load the engine is retryable. */
type LoadFailed = HandleErrors["runtime_load_failed"];

/** The messages of `runtime_load_failed`. */
const NOT_STARTED =
  "The widget's engine could not be started: allow 'wasm-unsafe-eval' in the page's script-src, or let the release's JavaScript engine (see `engineSrc`) load unchanged. Then open the widget again, or reload the page.";
const BROKEN = "Something in the page threw while the widget's engine was running: the console says what.";

/**
 * Calls a function of the host. If the function throws, this reports the error as the browser
 * reports an uncaught error, and the widget continues.
 */
export function callHost<Name extends CallbackName>(
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
 * Makes the host's `confirmOutcome` report an exception as an uncaught error, unless the widget has
 * aborted the call. The widget itself reports no error then: the outcome is `unknown`.
 */
function reporting(confirm: HostFunction): (context: TokenRequestContext) => Promise<unknown> {
  return async (context) => {
    try {
      return await confirm(context);
    } catch (thrown) {
      if (!context.signal.aborted) report(thrown);
      return undefined;
    }
  };
}

/**
 * One attempt, from the call of `open()` to its only exit. This class does everything that must work
 * before the engine is loaded, and implements the methods that the engine calls.
 */
export class AttemptHost implements EngineHost {
  readonly result: Promise<SetPinResult>;
  readonly #owner: AttemptOwner;
  readonly #number: number;
  readonly #start = now();
  readonly #focusedBefore = tryOrReport(() => focusTrail(document)) ?? [];
  #engine: Engine | undefined;
  /** The number of calls into the engine that are on the stack. */
  #calls = 0;
  /** The engine to free when no call is on the stack. */
  #engineToFree: Engine | undefined;
  #error: SetPinError | undefined;
  #hasBegun = false;
  #hasEnded = false;
  #viewConfig: ViewConfig | undefined;
  #view: View | undefined;
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
    this.#guard(() => {
      const ignore = this.#listen(document, "prerenderingchange", () => {
        if (isPrerendering()) return; // A script dispatched this event.
        ignore();
        this.#load();
      });
    });
  }

  /**
   * Closes the attempt when the host's `signal` aborts. This also works while the engine loads, and
   * with a signal that `update()` sets.
   */
  syncAbortSignal(): void {
    if (!this.#hasBegun || this.#hasEnded) return;
    tryOrReport(() => {
      const { signal } = this.#owner.options;
      if (signal === this.#signal) return;
      tryOrReport(this.#ignoreSignal);
      this.#signal = signal;
      if (signal?.aborted) this.close();
      else if (signal) this.#ignoreSignal = this.#listen(signal, "abort", () => this.close());
    });
  }

  #load(): void {
    loadEngine(this.#owner.options.engineSrc)
      .then((start) => {
        if (this.#hasEnded) return;
        this.#engine = start(this);
        this.#callEngine((started) => started.start());
      })
      .catch(() => this.exit("failed", "unknown", 0, NOT_STARTED));
  }

  close(): void {
    this.#end("closed_by_host", (engine) => engine.close());
  }

  destroy(): void {
    this.#end("destroyed", (engine) => engine.destroy());
  }

  retry(): void {
    this.#callEngine((engine) => engine.retry());
  }

  focus(): void {
    this.#view?.focus();
  }

  // --- Methods that the engine calls ---

  snapshotOptions(): OptionsSnapshot {
    return snapshotOptions(this.#owner.options, (call, name) => {
      const untilEnded: HostFunction = (...given) => this.#untilEnded(call, given);
      return name === "confirmOutcome" ? (reporting(untilEnded) as HostFunction) : untilEnded;
    });
  }

  setState(state: SetPinState): void {
    this.#owner.setState(state);
  }

  emitEvent(name: string, request: number, code?: SetPinErrorCode): void {
    callHost(this.#owner.options, "onEvent", {
      name,
      state: this.#owner.state,
      attempt: this.#number,
      request,
      elapsedMs: now() - this.#start,
      ...(code !== undefined && { code }),
    });
  }

  invokeCallback(name: "onReady" | "onExpire"): void {
    callHost(this.#owner.options, name);
  }

  reportError(
    code: SetPinErrorCode,
    message: string,
    retryable: boolean,
    status: number | undefined,
    request: number,
  ): void {
    const error = new SetPinError(message, { code, retryable, status });
    this.#error = error;
    this.emitEvent("error", request, code);
    // Without an `onError`, log the error for the developer. The message contains no data of the
    // cardholder.
    if (!this.#owner.options.onError) tryOrReport(() => console.error(`set-pin-widget: ${code}: ${message}`));
    callHost(this.#owner.options, "onError", error);
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
    if (loadFailed) this.reportError("runtime_load_failed", loadFailed, true satisfies LoadFailed, undefined, 0);
    const result: SetPinResult = { reason, outcome };
    if (reason === "failed" && this.#error) result.error = this.#error;
    this.#engineToFree = this.#engine;
    this.#engine = undefined;
    // Free the engine later: it is still on the stack.
    this.#freeSoon();
    this.#owner.ended(this);
    this.emitEvent("exit", request);
    callHost(this.#owner.options, "onExit", result);
    this.#settle(result);
    this.#owner.exitDelivered();
  }

  configureView(options: OptionsSnapshot, dark: boolean): Document | ViewProblem {
    const modal = options.mode !== "inline";
    const container = findContainer(options.container, modal);
    if (typeof container === "string") return container;
    const dismissOnBackdrop = options.dismissOnBackdrop === true;
    const look = merge<Required<CustomCss>>(CUSTOM_CSS_DEFAULTS, options.customCss as CustomCss | undefined);
    const config = { container, modal, dismissOnBackdrop, look, dark, strings: stringsFor(options) };
    // Changes to the frame's options, and to the view around the frame, apply from the next frame
    // on.
    tryOrReport(() => this.#view?.isOtherThan(config) && this.removeView());
    this.#viewConfig = config;
    const before = this.#view;
    const view = tryOrReport(() => this.#ensureView());
    if (!view) return "threw";
    // Keep a view that was displayed before: a tab panel, for example, may hide it for a while.
    return view === before || view.isDisplayed ? documentOf(container) : "hidden";
  }

  attachFrame(frame: HTMLIFrameElement): ViewProblem | undefined {
    if (!tryOrReport(() => this.#ensureView().attach(frame))) return "threw";
    // The container may have left the document since it was found.
    return this.#isViewLost() ? "lost" : undefined;
  }

  detachFrame(): void {
    tryOrReport(() => this.#view?.detach());
  }

  guard(work: () => void): void {
    this.#guard(work);
  }

  showNotice(notice: Notice): void {
    tryOrReport(() => this.#ensureView().show(notice));
  }

  readResponse(response: Response, maxBytes: number): Promise<ResponseJson> {
    return readJson(response, maxBytes);
  }

  removeView(): void {
    const view = this.#view;
    this.#view = undefined;
    tryOrReport(() => view?.remove());
  }

  /** Returns the view, and builds it on first use. */
  #ensureView(): View {
    if (this.#view) return this.#view;
    if (!this.#viewConfig) throw new Error("configureView() comes first");
    const handlers = {
      dismiss: () => this.#end("dismissed", (engine) => engine.dismiss()),
      startAgain: () => this.#callEngine((engine) => engine.restart()),
      lost: () => this.#callEngine((engine) => engine.checkView(this.#isViewLost())),
    };
    this.#view = new View(this.#viewConfig, handlers, this.#focusedBefore);
    return this.#view;
  }

  #isViewLost(): boolean {
    return tryOrReport(() => this.#view?.isLost) ?? false;
  }

  /**
   * Returns the result of a host function, or the attempt's result if that comes first. A host
   * promise that never settles then keeps nothing of an ended attempt alive.
   */
  async #untilEnded(call: HostFunction, given: unknown[]): Promise<unknown> {
    return Promise.race([call(...given), this.result]);
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

  /** Ends the attempt, even if the engine is not loaded yet. */
  #end(reason: SetPinResult["reason"], call: (engine: Engine) => void): void {
    if (this.#engine) {
      this.#callEngine(call, reason);
    } else {
      this.removeView();
      this.exit(reason, "unknown", 0);
    }
  }

  #callEngine(call: (engine: Engine) => void, reasonIfThrown?: SetPinResult["reason"]): void {
    this.#guard(() => this.#engine && call(this.#engine), reasonIfThrown);
  }

  /**
   * Runs a call into the engine and catches errors. Every call into the engine goes through this
   * method, including those of listeners and timers. Only the callbacks of promises do not: an
   * error in one is an unhandled rejection, and the time limit of the request ends the attempt. The
   * engine cannot continue after an error passed through it (from a method that the page has
   * replaced, or from a trap), so this releases everything and ends the attempt.
   */
  #guard(work: () => void, reason: SetPinResult["reason"] = "failed"): void {
    this.#calls += 1;
    try {
      work();
    } catch (thrown) {
      report(thrown);
      this.#abandon(reason);
    }
    this.#calls -= 1;
    if (this.#engineToFree) this.#freeSoon();
  }

  #abandon(reason: SetPinResult["reason"]): void {
    const engine = this.#engine;
    // It cannot be freed, because the call that threw may still borrow it.
    this.#engine = undefined;
    tryOrReport(() => engine?.abandon());
    this.removeView();
    this.exit(reason, "unknown", 0, reason === "failed" ? BROKEN : undefined);
  }

  #freeSoon(): void {
    tryOrReport(() => queueMicrotask(() => this.#free()));
  }

  /**
   * Frees the engine if no call is on the stack. WebKit runs microtasks after each listener that a
   * promise job triggers, even with the engine further down the stack.
   */
  #free(): void {
    if (this.#calls > 0) return;
    const engine = this.#engineToFree;
    this.#engineToFree = undefined;
    tryOrReport(() => engine?.free());
  }
}
