import type { Engine } from "./engine/glue.js";
import { type EngineHost, loadEngine } from "./engine.js";
import { SetPinError } from "./error.js";
import { themes } from "./themes.js";
import type { SetPinErrorCode, SetPinOptions, SetPinResult, SetPinState } from "./types.js";

/** What one attempt asks of its widget. */
export interface AttemptOwner {
  readonly options: Partial<SetPinOptions>;
  readonly state: SetPinState;
  setState(state: SetPinState): void;
  /** Forgets the attempt: the widget is `closed`, or `destroyed`. */
  ended(attempt: Attempt): void;
}

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

function report(thrown: unknown): void {
  if (typeof reportError === "function") {
    reportError(thrown);
  } else {
    setTimeout(() => {
      throw thrown;
    });
  }
}

/**
 * One attempt, from the call of `open()` to its one exit: what must work while no engine is there. Everything else is the engine's.
 */
export class Attempt implements EngineHost {
  readonly result: Promise<SetPinResult>;
  readonly #owner: AttemptOwner;
  readonly #number: number;
  readonly #start = performance.now();
  #engine: Engine | undefined;
  #error: SetPinError | undefined;
  #hasEnded = false;
  #settle: (result: SetPinResult) => void = () => undefined;

  constructor(owner: AttemptOwner, number: number) {
    this.#owner = owner;
    this.#number = number;
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Loads the engine and hands over to it. */
  begin(): void {
    this.state("starting");
    this.note("open", 0);
    if (this.#hasEnded) return;
    loadEngine()
      .then((start) => {
        if (this.#hasEnded) return;
        this.#engine = start(this);
        this.#engine.start();
      })
      .catch(() => this.#loadFailed());
  }

  close(): void {
    this.#leave("closed_by_host", (engine) => engine.close());
  }

  destroy(): void {
    this.#leave("destroyed", (engine) => engine.destroy());
  }

  retry(): void {
    this.#engine?.retry();
  }

  focus(): void {
    this.#engine?.focus();
  }

  // --- what the engine calls ---

  options(): object {
    return { ...this.#owner.options, themes };
  }

  state(state: SetPinState): void {
    this.#owner.setState(state);
  }

  note(name: string, request: number, code?: SetPinErrorCode): void {
    callHost(this.#owner.options, "onEvent", {
      name,
      state: this.#owner.state,
      attempt: this.#number,
      request,
      elapsedMs: performance.now() - this.#start,
      ...(code !== undefined && { code }),
    });
  }

  call(name: "onReady" | "onExpire"): void {
    callHost(this.#owner.options, name);
  }

  error(code: string, message: string, retryable: boolean, status: number | undefined, request: number): void {
    this.#error = new SetPinError(code, message, retryable, status);
    callHost(this.#owner.options, "onError", this.#error);
    if (!this.#hasEnded) this.note("error", request, code);
  }

  exit(reason: SetPinResult["reason"], outcome: SetPinResult["outcome"], request: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const result: SetPinResult = { reason, outcome };
    if (reason === "failed" && this.#error) result.error = this.#error;
    // Not at once: the engine is still on the stack.
    const engine = this.#engine;
    this.#engine = undefined;
    if (engine) queueMicrotask(() => engine.free());
    this.#owner.ended(this);
    this.note("exit", request);
    callHost(this.#owner.options, "onExit", result);
    this.#settle(result);
  }

  #leave(reason: SetPinResult["reason"], tell: (engine: Engine) => void): void {
    if (this.#engine) tell(this.#engine);
    else this.exit(reason, "unknown", 0);
  }

  #loadFailed(): void {
    if (this.#hasEnded) return;
    this.error(
      "runtime_load_failed",
      "The widget's engine could not be started: allow 'wasm-unsafe-eval' in the page's script-src, or open the widget again.",
      true,
      undefined,
      0,
    );
    this.exit("failed", "unknown", 0);
  }
}
