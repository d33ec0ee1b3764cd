import { SetPinError } from "../handle/error.js";
import { merge } from "../handle/merge.js";
import { report, tryOrReport } from "../handle/report.js";
import { findContainer } from "../view/container.js";
import { focusClicked } from "../view/focus-trail.js";
import { isDisplayed } from "../view/loss.js";
import { createClock } from "./clock.js";
import { cardProblem, type Failure, failure } from "./errors.js";
import { acceptImage } from "./image-url.js";
import { type Effect, type Event, Machine, type Timer } from "./machine.js";
import { type AnyOptions, KINDS, type Kind, type ResolvedOptions, resolveOptions } from "./options.js";
import { type Endpoint, ownField, send, textField } from "./requests.js";
import { type SecureViewStrings, sentenceFor, stringsFor } from "./strings.js";
import type { SecureView, SecureViewEvent, SecureViewResult, SecureViewState } from "./types.js";
import { UsedTokens } from "./used-tokens.js";
import { View, type ViewHandlers } from "./view.js";

/** The tokens and URLs that all views of the page have used. */
const used = /* @__PURE__ */ new UsedTokens();

const REFUSALS = {
  not_in_browser: "There is no page to show an image in: call show() in the browser, not while rendering on a server.",
  destroyed: "This view was destroyed: make another one.",
} as const;

/** One attempt, and the promise of its `show()`. */
interface Attempt {
  readonly number: number;
  readonly start: number;
  readonly result: Promise<SecureViewResult>;
  readonly settle: (result: SecureViewResult) => void;
}

/** The view: it applies the machine's effects, and calls the host. */
export class SecureViewRuntime implements SecureView<AnyOptions> {
  readonly #kind: Kind;
  readonly #machine = new Machine();
  readonly #now = createClock();
  #options: Partial<AnyOptions> = merge();
  #resolved: ResolvedOptions | undefined;
  #strings: SecureViewStrings | undefined;
  #view: View | undefined;
  #attempt: Attempt | undefined;
  #attempts = 0;
  #controller: AbortController | undefined;
  #stepUpHeaders: Readonly<Record<string, string>> = {};
  #ignoreSignal: () => void = () => undefined;
  #reportedState: SecureViewState = "idle";
  readonly #timers = new Map<Timer, ReturnType<typeof setTimeout>>();
  /** Events that arrive while effects are applied. */
  readonly #events: Event[] = [];
  #isApplying = false;
  /** Calls of the host, which are made after the effects of a step. */
  readonly #calls: (() => void)[] = [];
  #isCalling = false;

  constructor(kind: Kind, options: AnyOptions) {
    this.#kind = kind;
    this.update(options);
  }

  get state(): SecureViewState {
    return this.#machine.state;
  }

  show(): Promise<SecureViewResult> {
    if (typeof window === "undefined" || typeof document === "undefined") return this.#refuse("not_in_browser");
    if (this.state === "destroyed") return this.#refuse("destroyed");
    if (this.#attempt && this.state !== "failed") return this.#attempt.result;
    tryOrReport(focusClicked);
    this.#attempt ??= this.#newAttempt();
    const { result } = this.#attempt;
    this.#begin("ShowRequested");
    return result;
  }

  hide(): void {
    this.#dispatch({ type: "HideRequested" });
  }

  update(options: Partial<AnyOptions>): void {
    // A getter of the host's options may throw.
    const merged = tryOrReport(() => merge<Partial<AnyOptions>>(this.#options, options));
    if (merged) this.#options = merged;
    if (this.#attempt) this.#followSignal();
  }

  destroy(): void {
    this.#dispatch({ type: "DestroyRequested" });
    const view = this.#view;
    this.#view = undefined;
    if (view) tryOrReport(() => view.remove());
  }

  #newAttempt(): Attempt {
    this.#attempts += 1;
    let settle: Attempt["settle"] = () => undefined;
    const result = new Promise<SecureViewResult>((resolve) => {
      settle = resolve;
    });
    return { number: this.#attempts, start: this.#now(), result, settle };
  }

  #refuse(code: keyof typeof REFUSALS): Promise<SecureViewResult> {
    const error = new SetPinError(REFUSALS[code], { code, retryable: false });
    this.#callHost("onError", error);
    return Promise.resolve({ reason: "failed", error });
  }

  /** Validates the options, and starts a request that a person asked for. */
  #begin(type: "ShowRequested" | "RetryPressed"): void {
    try {
      const { signal } = this.#options;
      const resolved = resolveOptions(this.#kind, this.#options);
      this.#resolved = resolved;
      this.#strings = stringsFor(this.#options);
      this.#openView();
      this.#dispatch({ type, config: resolved.config });
      if (signal?.aborted) this.hide();
      else this.#followSignal();
    } catch (thrown) {
      const isOurs = thrown instanceof SetPinError;
      if (!isOurs) report(thrown);
      const message = "The view could not be shown: the console says what threw.";
      this.#dispatch({
        type: "ShowRefused",
        error: isOurs ? thrown : new SetPinError(message, { code: "container_not_found", retryable: false }),
      });
    }
  }

  #openView(): void {
    const { container } = this.#options;
    const found = findContainer(container, false);
    const missing = (why: string) => {
      const message = `The \`container\` ${why}: show the image once the element exists and is displayed.`;
      return new SetPinError(message, { code: "container_not_found", retryable: false });
    };
    if (typeof found === "string") throw missing("is not an element, or is not in the document");
    if (!isDisplayed(found)) throw missing("is not displayed");
    const strings = this.#strings ?? stringsFor(this.#options);
    const isNew = !this.#view?.isIn(found);
    if (isNew) {
      this.#view?.remove();
      this.#view = new View(found, strings);
    }
    if (isNew || !this.#machine.isActive) this.#view?.begin(strings, this.#title(), this.#handlers);
  }

  #title(): string {
    return this.#strings?.[KINDS[this.#kind].title] ?? "";
  }

  readonly #handlers: ViewHandlers = {
    hidePressed: () => this.#dispatch({ type: "HidePressed" }),
    extendPressed: () => this.#dispatch({ type: "ExtendPressed" }),
    retryPressed: () => this.#begin("RetryPressed"),
    loaded: () => {
      if (!this.#view?.isConnected) this.hide();
      else this.#dispatch({ type: "ImageLoaded", isPageHidden: this.#view.isPageHidden });
    },
    failed: (refusedBy) => this.#fail(imageFailure(refusedBy)),
    pageHidden: () => this.#dispatch({ type: "PageHidden" }),
    pageLeft: () => this.#dispatch({ type: "PageLeft" }),
    windowBlurred: () => this.#dispatch({ type: "WindowBlurred" }),
  };

  /** Ends the attempt when the host's `signal` aborts, also one that `update()` sets. */
  #followSignal(): void {
    tryOrReport(() => {
      this.#ignoreSignal();
      const { signal } = this.#options;
      const abort = () => this.hide();
      signal?.addEventListener("abort", abort);
      this.#ignoreSignal = () => signal?.removeEventListener("abort", abort);
      if (signal?.aborted) this.hide();
    });
  }

  // --- Events and effects ---

  /**
   * Applies all effects of an event that change the document, timers or requests, and then calls the
   * host, so that a callback that calls `hide()` or `show()` finds the step complete.
   */
  #dispatch(event: Event): void {
    this.#events.push(event);
    if (this.#isApplying) return;
    this.#isApplying = true;
    for (let next = this.#events.shift(); next; next = this.#events.shift()) {
      for (const effect of this.#machine.step(next, this.#now())) {
        try {
          this.#apply(effect);
        } catch (thrown) {
          report(thrown);
          const message = "Something in the page threw: see the console.";
          this.#events.push({ type: "Failed", failure: failure("image_failed", message, true) });
        }
      }
    }
    this.#isApplying = false;
    this.#callAll();
  }

  #callAll(): void {
    if (this.#isCalling) return;
    this.#isCalling = true;
    for (let call = this.#calls.shift(); call; call = this.#calls.shift()) tryOrReport(call);
    this.#isCalling = false;
  }

  #apply(effect: Effect): void {
    const view = this.#view;
    switch (effect.type) {
      case "SetState":
        this.#stateChanged(effect.state);
        break;
      case "StartTimer":
        this.#startTimer(effect.timer, effect.ms);
        break;
      case "StopTimer":
        clearTimeout(this.#timers.get(effect.timer));
        break;
      case "RequestCard":
        void this.#requestCard();
        break;
      case "StepUp":
        void this.#stepUp();
        break;
      case "RequestToken":
        void this.#requestToken();
        break;
      case "AbortRequest":
        this.#controller?.abort();
        this.#controller = undefined;
        break;
      case "MountImage":
        view?.mount(effect.href, this.#strings?.alt ?? "", this.#handlers);
        break;
      case "RemoveImage":
        view?.unmount();
        break;
      case "ShowCountdown":
        // Other code removed the view.
        if (!view?.isConnected) this.#events.push({ type: "HideRequested" });
        view?.showCountdown(this.#title(), effect.remainingMs, effect.announce);
        break;
      case "CallReady":
        this.#callHost("onReady");
        break;
      case "EmitEvent":
        this.#emit(effect.name);
        break;
      case "ReportError":
        this.#reportError(effect.error);
        break;
      case "Exit":
        this.#exit(effect.reason, effect.error);
        break;
    }
  }

  #stateChanged(state: SecureViewState): void {
    const previous = this.#reportedState;
    this.#reportedState = state;
    const isLoading = ["checking", "authorizing", "requesting"].includes(state);
    if (isLoading && !["checking", "authorizing", "requesting"].includes(previous)) this.#view?.showLoading();
    this.#callHost("onStateChange", state, previous);
  }

  #startTimer(timer: Timer, ms: number): void {
    clearTimeout(this.#timers.get(timer));
    // Many pages that lost the same backend must not ask again at the same moment.
    const jitter = timer === "retry" ? 1 + Math.random() / 2 : 1;
    const fire = () => this.#dispatch({ type: "TimerFired", timer });
    this.#timers.set(timer, setTimeout(fire, ms * jitter));
  }

  #reportError(error: SetPinError): void {
    const { code, message } = error;
    if (this.state === "failed" && this.#strings) this.#view?.showFailure(sentenceFor(code, this.#strings), error);
    this.#emit("error", code);
    if (!this.#options.onError) tryOrReport(() => console.error(`set-pin-widget: ${code}: ${message}`));
    this.#callHost("onError", error);
  }

  #exit(reason: SecureViewResult["reason"], error: SetPinError | undefined): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    this.#resolved = undefined;
    this.#stepUpHeaders = {};
    tryOrReport(this.#ignoreSignal);
    tryOrReport(() => this.#view?.end());
    const result: SecureViewResult = error ? { reason, error } : { reason };
    this.#callHost("onExit", result);
    this.#calls.push(() => attempt?.settle(result));
  }

  #fail(failure: Failure): void {
    this.#dispatch({ type: "Failed", failure });
  }

  // --- Requests ---

  /**
   * Sends one request. A response that arrives after the request was aborted is dropped, unread.
   */
  async #send(endpoint: Endpoint, body: object | undefined, given: readonly unknown[]): Promise<unknown> {
    const resolved = this.#resolved;
    if (!resolved) return undefined;
    const controller = this.#newController();
    const settings = { ...resolved, stepUpHeaders: body ? this.#stepUpHeaders : {} };
    const context = body
      ? { signal: controller.signal, request: this.#machine.requests }
      : { signal: controller.signal };
    const sent = await send(endpoint, settings, body, controller.signal, [...given, context]);
    if (controller !== this.#controller) return undefined;
    this.#controller = undefined;
    if ("failure" in sent) this.#fail(sent.failure);
    return "json" in sent ? { json: sent.json } : undefined;
  }

  #newController(): AbortController {
    this.#controller?.abort();
    this.#controller = new AbortController();
    return this.#controller;
  }

  async #requestCard(): Promise<void> {
    const endpoint = this.#resolved?.card;
    if (!endpoint) return;
    const response = await this.#send(endpoint, undefined, []);
    if (!response) return;
    const card = ownField(response, "json");
    const problem = cardProblem(this.#kind, ownField(card, "status"), ownField(card, "canSetPin"));
    if (problem) this.#fail(problem);
    else this.#dispatch({ type: "CardAccepted" });
  }

  async #stepUp(): Promise<void> {
    const stepUp = this.#resolved?.stepUp;
    if (!stepUp) return;
    const controller = this.#newController();
    const { purpose } = KINDS[this.#kind];
    let headers: Readonly<Record<string, string>> | false | undefined;
    try {
      headers = headersOf(await stepUp({ signal: controller.signal, purpose }));
    } catch {
      // The thrown value is not reported: it could contain a secret.
    }
    if (controller !== this.#controller) return;
    this.#controller = undefined;
    if (headers === false) {
      this.#dispatch({ type: "StepUpDeclined" });
    } else if (!headers) {
      this.#fail(failure("step_up_failed", "`stepUp` threw, rejected, or resolved to another value.", true));
    } else {
      this.#stepUpHeaders = headers;
      this.#dispatch({ type: "StepUpPassed" });
    }
  }

  async #requestToken(): Promise<void> {
    const resolved = this.#resolved;
    if (!resolved) return;
    const response = await this.#send(resolved.token, resolved.body, [resolved.body]);
    if (!response) return;
    const accepted = imageOf(ownField(response, "json"), resolved.allowedOrigins);
    if (typeof accepted === "string") this.#dispatch({ type: "ImageAccepted", href: accepted });
    else this.#fail(accepted);
  }

  // --- Calls of the host ---

  #emit(name: SecureViewEvent["name"], code?: string): void {
    const attempt = this.#attempt;
    if (!attempt) return;
    this.#callHost("onEvent", {
      name,
      state: this.state,
      attempt: attempt.number,
      request: this.#machine.requests,
      elapsedMs: this.#now() - attempt.start,
      ...(code !== undefined && { code }),
    });
  }

  #callHost<Name extends "onReady" | "onExit" | "onError" | "onStateChange" | "onEvent">(
    name: Name,
    ...given: Parameters<NonNullable<AnyOptions[Name]>>
  ): void {
    this.#calls.push(() => {
      const callback = this.#options[name] as ((...given: unknown[]) => void) | undefined;
      if (typeof callback === "function") callback(...given);
    });
    if (!this.#isApplying) this.#callAll();
  }
}

/** Returns the URL of a response's image, which may be loaded now, or the failure. */
function imageOf(response: unknown, allowedOrigins: readonly string[]): string | Failure {
  const token = textField(response, "token");
  const imageUrl = textField(response, "imageUrl");
  if (typeof token !== "string") return token;
  if (typeof imageUrl !== "string") return imageUrl;
  return acceptImage(token, imageUrl, allowedOrigins, used);
}

function imageFailure(refusedBy: string | undefined): Failure {
  return refusedBy === undefined
    ? failure(
        "image_failed",
        "The image could not be loaded: its token may have been used, or the issuer is away.",
        true,
      )
    : failure("image_blocked", `The page's own policy refused the image: add its origin to \`${refusedBy}\`.`);
}

/**
 * The headers for the token request from the value of `stepUp`: a copy of its record, `false` if
 * the cardholder declined, and nothing if it is not as documented (the `Response` of a host that
 * forgot to look at its status, for example).
 */
function headersOf(value: unknown): Readonly<Record<string, string>> | false | undefined {
  if (value === false) return false;
  if (value === true) return {};
  if (typeof value !== "object" || value === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return undefined;
  const record = merge(value as Record<string, string>);
  return Object.values(record).every((text) => typeof text === "string") ? record : undefined;
}
