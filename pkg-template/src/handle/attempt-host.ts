import { loadEngine, type StartEngine } from "../engine/load.js";
import type { LoadScript } from "../engine/load-script.js";
import { type ResponseJson, readJson } from "../engine/response-body.js";
import { CUSTOM_CSS_DEFAULTS } from "../generated/custom-css.js";
import type { Engine, EngineHost } from "../generated/engine.js";
import type { MessageKey } from "../generated/languages.js";
import type { Notice } from "../generated/lifecycle.js";
import { View } from "../view/attempt-view.js";
import { findContainer, probeContainer, type ViewProblem } from "../view/container.js";
import { documentOf } from "../view/dom.js";
import { type LanguageOptions, loadStrings, waitShortly } from "../view/languages.js";
import { stringsFor } from "../view/strings.js";
import type { ViewConfig } from "../view/view-config.js";
import type { Attempt } from "./attempt.js";
import { merge } from "./merge.js";
import { type HostFunction, type OptionsSnapshot, snapshotOptions } from "./options-snapshot.js";
import { type CallContext, hasChanged, keepVersion, reporting } from "./outcome.js";
import { report, tryOrReport } from "./report.js";
import type { CustomCss, SetPinErrorCode, SetPinResult, SetPinState } from "./types.js";

/** Creates the part of an attempt that needs the engine. */
export type StartAttempt = (attempt: Attempt) => AttemptHost;

/**
 * Loads the engine once for the page (see {@link loadEngine}), and meanwhile the strings. Waits for
 * these only for a short time.
 * @param ended Settled when the strings are no longer needed, if that is known.
 */
export async function loadAttempt(
  options: LanguageOptions,
  ended: Promise<unknown> | undefined,
  loadScript?: LoadScript,
): Promise<StartAttempt> {
  const strings = waitShortly(loadStrings(options, loadScript), ended);
  const startEngine = await loadEngine(options.engineSrc, loadScript);
  await strings;
  return (attempt) => new AttemptHost(attempt, startEngine, () => loadStrings(attempt.options, loadScript));
}

/**
 * The part of an attempt that needs the engine. It implements the methods that the engine calls, and
 * catches the errors that pass through the engine.
 */
export class AttemptHost implements EngineHost {
  /** Loads the strings that the attempt's options select. The next frame has them. */
  readonly loadStrings: () => Promise<void>;
  readonly #attempt: Attempt;
  #engine: Engine | undefined;
  /** The number of calls into the engine that are on the stack. */
  #calls = 0;
  /** The engine to free when no call is on the stack. */
  #engineToFree: Engine | undefined;
  /** The value of `pinVersion` before the first token, in an array, once the function was called. */
  #versionBefore: [unknown] | undefined;
  #viewConfig: ViewConfig | undefined;
  #view: View | undefined;

  constructor(attempt: Attempt, startEngine: StartEngine, loadStrings: () => Promise<void>) {
    this.#attempt = attempt;
    this.loadStrings = loadStrings;
    this.#engine = startEngine(this);
  }

  start(): void {
    this.#callEngine((engine) => engine.start());
  }

  close(): void {
    this.#callEngine((engine) => engine.close(), "closed_by_host");
  }

  destroy(): void {
    this.#callEngine((engine) => engine.destroy(), "destroyed");
  }

  retry(): void {
    this.#callEngine((engine) => engine.retry());
  }

  focus(): void {
    this.#view?.focus();
  }

  /** Frees the engine later, because it may still be on the stack. */
  release(): void {
    this.#engineToFree = this.#engine;
    this.#engine = undefined;
    this.#freeSoon();
  }

  // --- Methods that the engine calls ---

  snapshotOptions(): OptionsSnapshot {
    const snapshot = snapshotOptions(this.#attempt.options, (call, name) => {
      const untilEnded: HostFunction = (...given) => this.#untilEnded(call, given);
      return name === "confirmOutcome" || name === "pinVersion" ? (reporting(untilEnded) as HostFunction) : untilEnded;
    });
    return typeof snapshot.pinVersion === "function" ? this.#comparing(snapshot) : snapshot;
  }

  /** Lets the engine read the version of the PIN before the first token, and compare it after the ending. */
  #comparing(snapshot: OptionsSnapshot): OptionsSnapshot {
    const pinVersion = snapshot.pinVersion as ReturnType<typeof reporting>;
    return merge<Record<string, unknown>>(
      {
        confirmOutcome: async (context: CallContext) => hasChanged(this.#versionBefore?.[0], await pinVersion(context)),
      },
      snapshot,
      {
        pinVersion: async (context: CallContext) => {
          this.#versionBefore = [undefined];
          const version = await pinVersion(context);
          // A value that comes too late may be that of the new PIN.
          if (!context.signal.aborted) this.#versionBefore = [version];
        },
      },
    );
  }

  setState(state: SetPinState): void {
    this.#attempt.setState(state);
  }

  emitEvent(name: string, request: number, code?: SetPinErrorCode): void {
    this.#attempt.emitEvent(name, request, code);
  }

  invokeCallback(name: "onReady" | "onExpire"): void {
    this.#attempt.invokeCallback(name);
  }

  reportError(...error: Parameters<Attempt["reportError"]>): void {
    this.#attempt.reportError(...error);
  }

  exit(reason: SetPinResult["reason"], outcome: SetPinResult["outcome"], request: number): void {
    if (reason === "redirected" && this.#versionBefore) keepVersion(this.#versionBefore[0]);
    this.#attempt.exit(reason, outcome, request);
  }

  configureView(
    options: OptionsSnapshot,
    width: string,
    height: string,
    dark: boolean,
    later: boolean,
  ): Document | ViewProblem {
    const modal = options.mode !== "inline";
    const container = findContainer(options.container, modal);
    if (typeof container === "string") return container;
    const dismissOnBackdrop = options.dismissOnBackdrop === true;
    const look = merge<Required<CustomCss>>(CUSTOM_CSS_DEFAULTS, options.customCss as CustomCss | undefined);
    const config = {
      container,
      modal,
      dismissOnBackdrop,
      look,
      dark,
      strings: stringsFor(options),
      width,
      height,
      hideHeader: options.hideHeader === true,
    };
    // Changes to the frame's options, and to the view around the frame, apply from the next frame
    // on.
    tryOrReport(() => this.#view?.isOtherThan(config) && this.removeView());
    this.#viewConfig = config;
    if (later) return (this.#view ? undefined : probeContainer(container, modal)) ?? documentOf(container);
    const before = this.#view;
    const view = tryOrReport(() => this.#ensureView());
    if (!view) return "threw";
    // Keep a view that was displayed before: a tab panel, for example, may hide it for a while.
    return view === before || view.wasDisplayed ? documentOf(container) : "hidden";
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
    this.#show((view) => view.show(notice));
  }

  showFailure(message: MessageKey, retryable: boolean, retryAfterMs: number | undefined): void {
    const canSignIn = message === "signedOut" && typeof this.#attempt.options.onSignIn === "function";
    const text = this.#viewConfig?.strings[message] ?? "";
    this.#show((view) => view.showFailure({ text, retryable, retryAfterMs, canSignIn }));
  }

  readResponse(response: Response, maxBytes: number): Promise<ResponseJson> {
    return readJson(response, maxBytes);
  }

  hideDialog(): void {
    if (this.#viewConfig?.modal) this.removeView();
  }

  removeView(): void {
    const view = this.#view;
    this.#view = undefined;
    tryOrReport(() => view?.remove());
  }

  /** Shows something in the view. If there can be none, the attempt ends, because the cardholder would see nothing. */
  #show(show: (view: View) => void): void {
    tryOrReport(() => show(this.#ensureView()));
    if (!this.#view) tryOrReport(() => setTimeout(() => this.#callEngine((engine) => engine.checkView(true))));
  }

  /** Returns the view, and builds it on first use. */
  #ensureView(): View {
    if (this.#view) return this.#view;
    if (!this.#viewConfig) throw new Error("configureView() comes first");
    const handlers = {
      dismiss: () => this.#callEngine((engine) => engine.dismiss(), "dismissed"),
      startAgain: () => this.#callEngine((engine) => engine.restart()),
      signIn: () => this.#signIn(),
      lost: () => this.#callEngine((engine) => engine.checkView(this.#isViewLost())),
    };
    this.#view = new View(this.#viewConfig, handlers, this.#attempt.focusedBefore);
    return this.#view;
  }

  /** Ends the attempt first: its dialog would cover the host's own. */
  #signIn(): void {
    this.#attempt.signInAtExit();
    this.#callEngine((engine) => engine.dismiss(), "failed");
  }

  #isViewLost(): boolean {
    return tryOrReport(() => this.#view?.isLost) ?? false;
  }

  /**
   * Returns the result of a host function, or the attempt's result if that comes first. A host
   * promise that never settles then keeps nothing of an ended attempt alive.
   */
  async #untilEnded(call: HostFunction, given: unknown[]): Promise<unknown> {
    return Promise.race([call(...given), this.#attempt.result]);
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
    this.#attempt.breakOff(reason);
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
