import { type Engine, type EngineHost, loadEngine } from "../engine/load.js";
import { type ReadAnswer, readAnswer } from "../engine/response-body.js";
import { type Notice, View, type ViewConfig } from "../view/attempt-view.js";
import { focusTrail } from "../view/focus.js";
import { stringsFor } from "../view/strings.js";
import { SetPinError } from "./error.js";
import { own } from "./own.js";
import { report, tryOrReport } from "./report.js";
import { themes } from "./themes.js";
import type {
  CustomCss,
  SetPinErrorCode,
  SetPinOptions,
  SetPinResult,
  SetPinState,
  TokenRequestContext,
} from "./types.js";

/** What one attempt asks of its widget. */
export interface AttemptOwner {
  readonly options: Partial<SetPinOptions>;
  readonly state: SetPinState;
  setState(state: SetPinState): void;
  /** Forgets the attempt: the widget is `closed`, or `destroyed`. */
  ended(attempt: AttemptHost): void;
  /** The exit has been told to everyone: the next attempt may begin. */
  exitDelivered(): void;
}

/** What the engine is told beside the host's options; without a prototype, so that nothing hides the host's own. */
const BESIDE_OPTIONS = {
  __proto__: null,
  themes,
  get prefersDark(): boolean {
    return matchMedia("(prefers-color-scheme: dark)").matches;
  },
};

/** One warning for each page: a console full of them helps nobody. */
let hasWarned = false;

type HostFunction = (...given: unknown[]) => unknown;

type CallbackName = "onReady" | "onExit" | "onError" | "onExpire" | "onStateChange" | "onEvent";

/** Calls a function of the host's. One that throws is reported as the browser reports any uncaught error, and breaks nothing. */
export function callHost<Name extends CallbackName>(
  options: Partial<SetPinOptions>,
  name: Name,
  ...args: Parameters<NonNullable<SetPinOptions[Name]>>
): void {
  try {
    const callback: unknown = options[name];
    // A wrong kind of value is told as `invalid_options`, once the engine is there to check.
    if (typeof callback === "function") callback(...args);
  } catch (thrown) {
    report(thrown);
  }
}

/** A page may have replaced the clock by one that throws. */
function now(): number {
  return tryOrReport(() => performance.now()) ?? 0;
}

/** Whether the browser renders the page ahead, on a guess. An element of that name is no answer. */
const isPrerendering = () => (document as { prerendering?: unknown }).prerendering === true;

/** What `confirmOutcome` threw is told by no error and no event: the host's own reporting is where it belongs, unless we ended the wait. */
async function reporting(
  context: TokenRequestContext,
  ask: (context: TokenRequestContext) => Promise<unknown>,
): Promise<unknown> {
  try {
    return await ask(context);
  } catch (thrown) {
    if (!context.signal.aborted) report(thrown);
    return undefined;
  }
}

/**
 * One attempt, from the call of `open()` to its one exit: what must work while no engine is there. Everything else is the engine's.
 */
export class AttemptHost implements EngineHost {
  readonly result: Promise<SetPinResult>;
  readonly #owner: AttemptOwner;
  readonly #number: number;
  readonly #start = now();
  readonly #cameFrom = tryOrReport(() => focusTrail(document)) ?? [];
  #engine: Engine | undefined;
  /** How many calls into the engine are on the stack. */
  #calls = 0;
  /** To be freed once none is. */
  #engineToFree: Engine | undefined;
  #error: SetPinError | undefined;
  #errorPending = false;
  #hasBegun = false;
  #hasEnded = false;
  #viewConfig: ViewConfig | undefined;
  #view: View | undefined;
  #settle: (result: SetPinResult) => void = () => undefined;
  #cleanups = new Set<() => void>();
  /** Those that the next question is made of. */
  #snapshot: Partial<SetPinOptions> = {};
  #signal: AbortSignal | undefined;
  #ignoreSignal: () => void = () => undefined;

  constructor(owner: AttemptOwner, number: number) {
    this.#owner = owner;
    this.#number = number;
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Loads the engine and hands over to it. */
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
    // Asks for nothing meanwhile: perhaps nobody will ever see the page.
    this.#guard(() => {
      const ignore = this.#listen(document, "prerenderingchange", () => {
        if (isPrerendering()) return; // An event that a script made up.
        ignore();
        this.#load();
      });
    });
  }

  /** The host's `signal` is its `close()`, at any time: also while the engine is on its way, and also one that `update()` brings. */
  syncAbortSignal(): void {
    if (!this.#hasBegun || this.#hasEnded) return;
    tryOrReport(() => {
      const { signal } = this.#owner.options;
      if (signal === this.#signal) return;
      this.#ignoreSignal();
      this.#signal = signal;
      if (signal) this.#ignoreSignal = this.#listen(signal, "abort", () => this.close());
      if (signal?.aborted) this.close();
    });
  }

  #load(): void {
    loadEngine(own(this.#owner.options, "engineSrc"))
      .then((start) => {
        if (this.#hasEnded) return;
        this.#engine = start(this);
        this.#callEngine((started) => started.start());
      })
      .catch(() => this.#loadFailed());
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

  // --- what the engine calls ---

  snapshotOptions(): void {
    this.#snapshot = this.#owner.options; // Which `update()` replaces, and never changes.
  }

  option(path: string): unknown {
    try {
      const names = path.split(".");
      const options = path === "confirmOutcome" ? this.#owner.options : this.#snapshot;
      let value: unknown = (names[0] ?? "") in BESIDE_OPTIONS ? BESIDE_OPTIONS : options;
      for (const name of names) value = own(value, name);
      if (typeof value === "function") {
        const asked = (...given: unknown[]) => this.#untilEnded(value as HostFunction, given);
        return path === "confirmOutcome" ? (context: TokenRequestContext) => reporting(context, asked) : asked;
      }
      return value instanceof URL ? value.href : value;
    } catch (thrown) {
      report(thrown);
      return undefined;
    }
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

  setError(code: string, message: string, retryable: boolean, status: number | undefined): void {
    this.#error = new SetPinError(message, { code, retryable, status });
    this.#errorPending = true;
  }

  reportError(request: number): void {
    if (!this.#error || !this.#errorPending) return;
    this.#errorPending = false;
    this.emitEvent("error", request, this.#error.code);
    const { code, message } = this.#error;
    // A developer who does not listen yet is told where developers look; the sentence holds nothing of the cardholder's.
    if (!this.#owner.options.onError) tryOrReport(() => console.error(`set-pin-widget: ${code}: ${message}`));
    callHost(this.#owner.options, "onError", this.#error);
  }

  exit(reason: SetPinResult["reason"], outcome: SetPinResult["outcome"], request: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const ignore of this.#cleanups) tryOrReport(ignore);
    this.reportError(request);
    const result: SetPinResult = { reason, outcome };
    if (reason === "failed" && this.#error) result.error = this.#error;
    this.#engineToFree = this.#engine;
    this.#engine = undefined;
    // Not at once: the engine is still on the stack.
    this.#freeSoon();
    this.#owner.ended(this);
    this.emitEvent("exit", request);
    callHost(this.#owner.options, "onExit", result);
    this.#settle(result);
    this.#owner.exitDelivered();
  }

  configureView(
    container: Element,
    modal: boolean,
    dismissOnBackdrop: boolean,
    look: Required<CustomCss>,
    dark: boolean,
  ): "hidden" | "threw" | undefined {
    const place = { container, modal, dismissOnBackdrop, look, dark };
    // What a frame is built from counts from the next frame on, and so does what stands around it.
    tryOrReport(() => this.#view?.isOtherThan(place, stringsFor(this.#owner.options)) && this.removeView());
    this.#viewConfig = place;
    const before = this.#view;
    const view = tryOrReport(() => this.#ensureView());
    if (!view) return "threw";
    // A view that was displayed once stays: a panel of tabs, say, hides it only for a while.
    return view === before || view.isDisplayed ? undefined : "hidden";
  }

  isViewLost(): boolean {
    return tryOrReport(() => this.#view?.isLost) ?? false;
  }

  guard(work: () => void): void {
    this.#guard(work);
  }

  showNotice(notice: Notice): void {
    tryOrReport(() => this.#ensureView().show(notice));
  }

  beforeFrameRemoval(): void {
    tryOrReport(() => this.#view?.rememberFocus());
  }

  readResponse(response: Response, maxBytes: number): Promise<ReadAnswer> {
    return readAnswer(response, maxBytes);
  }

  warn(warning: string): void {
    if (!hasWarned) tryOrReport(() => console.warn(warning));
    hasWarned = true;
  }

  frameParent(): Element | undefined {
    return tryOrReport(() => this.#ensureView().stage);
  }

  frameTitle(): string {
    return tryOrReport(() => stringsFor(this.#owner.options).title) ?? "";
  }

  removeView(): void {
    const view = this.#view;
    this.#view = undefined;
    tryOrReport(() => view?.remove());
  }

  /** The view, built when it is first needed. */
  #ensureView(): View {
    if (this.#view) return this.#view;
    if (!this.#viewConfig) throw new Error("the engine places a view before it shows one");
    const handlers = {
      dismiss: () => this.#end("dismissed", (engine) => engine.dismiss()),
      startAgain: () => this.#callEngine((engine) => engine.restart()),
      lost: () => this.#callEngine((engine) => engine.checkView()),
    };
    this.#view = new View(this.#viewConfig, stringsFor(this.#owner.options), handlers, this.#cameFrom);
    return this.#view;
  }

  /** What a function of the host's gives. One that never settles holds nothing of an attempt that has ended. */
  async #untilEnded(value: HostFunction, given: unknown[]): Promise<unknown> {
    return Promise.race([value(...given), this.result]);
  }

  /** Hears until the attempt ends, or what this gives is called. */
  #listen(target: EventTarget, name: string, hear: () => void): () => void {
    target.addEventListener(name, hear);
    const ignore = () => {
      target.removeEventListener(name, hear);
      this.#cleanups.delete(ignore);
    };
    this.#cleanups.add(ignore);
    return ignore;
  }

  /** Ends the attempt, also where there is no engine yet. */
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
   * The one place that catches: every call into the engine goes through it, the browser's calls included. The engine cannot go on after something threw through it
   * (a method that the page has replaced, or a trap), so everything is released here, and the attempt ends.
   */
  #guard(work: () => void, reason: SetPinResult["reason"] = "failed"): void {
    this.#calls += 1;
    try {
      work();
    } catch (thrown) {
      report(thrown);
      this.#broken(reason);
    }
    this.#calls -= 1;
    if (this.#engineToFree) this.#freeSoon();
  }

  #broken(reason: SetPinResult["reason"]): void {
    const engine = this.#engine;
    this.#engine = undefined; // It cannot be freed: what threw may have left it in use.
    tryOrReport(() => engine?.abandon());
    this.removeView();
    if (this.#hasEnded) return;
    if (reason === "failed") {
      this.setError(
        "runtime_load_failed",
        "Something in the page threw while the widget's engine was running: the console says what.",
        true,
        undefined,
      );
    }
    this.exit(reason, "unknown", 0);
  }

  #freeSoon(): void {
    tryOrReport(() => queueMicrotask(() => this.#free()));
  }

  /** WebKit runs microtasks after each listener that a promise's turn leads to, also with the engine further down the stack. */
  #free(): void {
    if (this.#calls > 0) return;
    const spent = this.#engineToFree;
    this.#engineToFree = undefined;
    tryOrReport(() => spent?.free());
  }

  #loadFailed(): void {
    if (this.#hasEnded) return;
    this.setError(
      "runtime_load_failed",
      "The widget's engine could not be started: allow 'wasm-unsafe-eval' in the page's script-src, or let the release's JavaScript engine, whose URL `engineSrc` can name, load unchanged; then open the widget again; if that fails too, reload the page.",
      true,
      undefined,
    );
    this.exit("failed", "unknown", 0);
  }
}
