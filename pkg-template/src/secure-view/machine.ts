// The rules of one view, without a browser: events lead to effects. `runtime.ts` applies the effects.

import { MAX_RETRY_AFTER_MS } from "../generated/responses.js";
import type { SetPinError } from "../handle/error.js";
import { type Failure, timedOut } from "./errors.js";
import type { SecureViewEvent, SecureViewResult, SecureViewState } from "./types.js";

/** The options that the machine needs. */
export interface Config {
  readonly checksCard: boolean;
  readonly stepsUp: boolean;
  readonly maxRequests: number;
  readonly retryDelayMs: number;
  readonly requestTimeoutMs: number;
  readonly loadTimeoutMs: number;
  readonly visibleMs: number;
  readonly hideOnBlur: boolean;
  readonly closeOnFailure: boolean;
}

export type Timer = "begin" | "request" | "retry" | "load" | "countdown";

export type Event =
  | { type: "ShowRequested"; config: Config }
  | { type: "ShowRefused"; error: SetPinError }
  | { type: "CardAccepted" }
  | { type: "StepUpPassed" }
  | { type: "StepUpDeclined" }
  | { type: "ImageAccepted"; href: string }
  | { type: "ImageLoaded"; isPageHidden: boolean }
  | { type: "Failed"; failure: Failure }
  | { type: "TimerFired"; timer: Timer }
  | { type: "RetryPressed"; config: Config }
  | { type: "ExtendPressed" }
  | { type: "HidePressed" }
  | { type: "PageHidden" }
  | { type: "PageLeft" }
  | { type: "WindowBlurred" }
  | { type: "HideRequested" }
  | { type: "DestroyRequested" };

export type Effect =
  | { type: "SetState"; state: SecureViewState }
  | { type: "StartTimer"; timer: Timer; ms: number }
  | { type: "StopTimer"; timer: Timer }
  | { type: "RequestCard" }
  | { type: "StepUp" }
  | { type: "RequestToken" }
  | { type: "AbortRequest" }
  | { type: "MountImage"; href: string }
  | { type: "RemoveImage" }
  | { type: "ShowCountdown"; remainingMs: number; announce: "shown" | "remaining" | undefined }
  | { type: "CallReady" }
  | { type: "EmitEvent"; name: SecureViewEvent["name"] }
  | { type: "ReportError"; error: SetPinError }
  | { type: "Exit"; reason: SecureViewResult["reason"]; error: SetPinError | undefined };

/** A person gets at least this long to extend the time (WCAG 2.2.1), and a reminder then. */
const REMINDER_MS = 20_000;

const TIMERS: readonly Timer[] = ["begin", "request", "retry", "load", "countdown"];

export class Machine {
  #state: SecureViewState = "idle";
  #config: Config | undefined;
  /** Token requests of this attempt. */
  #requests = 0;
  /** Token requests since a person last asked for one. */
  #tries = 0;
  #error: SetPinError | undefined;
  /** When the image is hidden. */
  #deadline = 0;
  #isReminded = false;

  get state(): SecureViewState {
    return this.#state;
  }

  /** The number of token requests of this attempt. */
  get requests(): number {
    return this.#requests;
  }

  get isActive(): boolean {
    return !["idle", "closed", "destroyed"].includes(this.#state);
  }

  /** Returns the effects of an event, in order. `now` is a time in milliseconds that never decreases. */
  step(event: Event, now: number): Effect[] {
    if (this.#state === "destroyed") return [];
    if (event.type === "DestroyRequested") return this.#destroy();
    if (event.type === "ShowRequested") return this.#show(event.config);
    if (event.type === "ShowRefused") return this.#refuse(event.error);
    if (!this.isActive || !this.#config) return [];
    switch (event.type) {
      case "HideRequested":
        return this.#exit("closed_by_host");
      case "HidePressed":
        return this.#exit("dismissed");
      case "PageLeft":
        return this.#exit("page_hidden");
      default:
        return this.#progress(event, this.#config, now);
    }
  }

  #progress(event: Event, config: Config, now: number): Effect[] {
    const state = this.#state;
    switch (event.type) {
      case "CardAccepted":
        return state === "checking" ? [stop("request"), ...this.#authorize(config)] : [];
      case "StepUpPassed":
        return state === "authorizing" ? [...this.#set("requesting"), ...this.#request(config)] : [];
      case "StepUpDeclined":
        return state === "authorizing" ? this.#exit("declined") : [];
      case "ImageAccepted":
        return state === "requesting" ? this.#mount(event.href, config) : [];
      case "ImageLoaded":
        return state === "loading" ? this.#reveal(event.isPageHidden, config, now) : [];
      case "Failed":
        return this.#fail(event.failure, config);
      case "TimerFired":
        return this.#timerFired(event.timer, config, now);
      case "RetryPressed":
        return state === "failed" ? this.#begin(event.config) : [];
      case "ExtendPressed":
        return state === "ready" ? [emit("extend"), ...this.#countDown(config, now)] : [];
      case "PageHidden":
        return state === "ready" ? this.#exit("page_hidden") : [];
      case "WindowBlurred":
        return state === "ready" && config.hideOnBlur ? this.#exit("page_hidden") : [];
      default:
        return [];
    }
  }

  #show(config: Config): Effect[] {
    if (this.#state === "failed") return this.#begin(config);
    if (this.isActive) return [];
    this.#requests = 0;
    return [emit("show"), ...this.#begin(config)];
  }

  /** The host's own mistake ends the attempt at once. */
  #refuse(error: SetPinError): Effect[] {
    this.#error = error;
    return [{ type: "ReportError", error }, ...this.#exit("failed")];
  }

  /** Starts a request that a person asked for, in a new task. */
  #begin(config: Config): Effect[] {
    this.#config = config;
    this.#tries = 0;
    this.#error = undefined;
    const first = config.checksCard ? "checking" : config.stepsUp ? "authorizing" : "requesting";
    const state = this.#set(first);
    return [...state, { type: "StartTimer", timer: "begin", ms: 0 }];
  }

  #authorize(config: Config): Effect[] {
    if (!config.stepsUp) return [...this.#set("requesting"), ...this.#request(config)];
    return [...this.#set("authorizing"), emit("step_up"), { type: "StepUp" }];
  }

  #request(config: Config): Effect[] {
    this.#requests += 1;
    this.#tries += 1;
    return [
      emit("token_request"),
      { type: "StartTimer", timer: "request", ms: config.requestTimeoutMs },
      { type: "RequestToken" },
    ];
  }

  #mount(href: string, config: Config): Effect[] {
    return [
      stop("request"),
      ...this.#set("loading"),
      emit("token_response"),
      { type: "StartTimer", timer: "load", ms: config.loadTimeoutMs },
      { type: "MountImage", href },
    ];
  }

  #reveal(isPageHidden: boolean, config: Config, now: number): Effect[] {
    if (isPageHidden) return this.#exit("page_hidden");
    return [
      stop("load"),
      ...this.#set("ready"),
      emit("image_load"),
      ...this.#countDown(config, now),
      { type: "CallReady" },
    ];
  }

  #countDown(config: Config, now: number): Effect[] {
    this.#deadline = now + config.visibleMs;
    this.#isReminded = config.visibleMs <= REMINDER_MS;
    return this.#tick(config.visibleMs, "shown");
  }

  #tick(remainingMs: number, announce: "shown" | "remaining" | undefined): Effect[] {
    return [
      { type: "ShowCountdown", remainingMs, announce },
      { type: "StartTimer", timer: "countdown", ms: remainingMs % 1000 || 1000 },
    ];
  }

  #timerFired(timer: Timer, config: Config, now: number): Effect[] {
    switch (timer) {
      case "begin":
        if (this.#state === "authorizing") return [emit("step_up"), { type: "StepUp" }];
        if (this.#state === "requesting") return this.#request(config);
        return [
          emit("card_request"),
          { type: "StartTimer", timer: "request", ms: config.requestTimeoutMs },
          { type: "RequestCard" },
        ];
      case "retry":
        return [emit("retry"), ...this.#request(config)];
      case "request":
      case "load":
        return this.#fail(timedOut(timer, this.#state === "checking"), config);
      case "countdown": {
        const remainingMs = this.#deadline - now;
        if (remainingMs <= 0) return this.#exit("expired");
        const reminds = !this.#isReminded && remainingMs <= REMINDER_MS;
        this.#isReminded ||= reminds;
        return this.#tick(remainingMs, reminds ? "remaining" : undefined);
      }
    }
  }

  #fail({ error, retriesAutomatically }: Failure, config: Config): Effect[] {
    if (this.#state === "failed") return [];
    const undone: Effect[] = [...TIMERS.map(stop), { type: "AbortRequest" }, { type: "RemoveImage" }];
    const { retryAfterMs = 0 } = error;
    const mayRetry = this.#state === "requesting" && this.#tries < config.maxRequests;
    if (mayRetry && retriesAutomatically && retryAfterMs <= MAX_RETRY_AFTER_MS) {
      const ms = Math.max(retryAfterMs, config.retryDelayMs * 2 ** (this.#tries - 1));
      return [...undone, { type: "StartTimer", timer: "retry", ms }];
    }
    this.#error = error;
    if (config.closeOnFailure) return [{ type: "ReportError", error }, ...this.#exit("failed")];
    return [...undone, ...this.#set("failed"), { type: "ReportError", error }];
  }

  /** Ends the attempt, whose reason is `failed` if it has failed. */
  #exit(reason: SecureViewResult["reason"]): Effect[] {
    const error = this.#error;
    const hasFailed = error !== undefined && reason !== "destroyed";
    this.#error = undefined;
    this.#config = undefined;
    return [
      ...TIMERS.map(stop),
      { type: "AbortRequest" },
      { type: "RemoveImage" },
      ...this.#set(reason === "destroyed" ? "destroyed" : "closed"),
      emit("exit"),
      { type: "Exit", reason: hasFailed ? "failed" : reason, error: hasFailed ? error : undefined },
    ];
  }

  #destroy(): Effect[] {
    return this.isActive ? this.#exit("destroyed") : this.#set("destroyed");
  }

  #set(state: SecureViewState): Effect[] {
    if (state === this.#state) return [];
    this.#state = state;
    return [{ type: "SetState", state }];
  }
}

const emit = (name: SecureViewEvent["name"]): Effect => ({ type: "EmitEvent", name });
const stop = (timer: Timer): Effect => ({ type: "StopTimer", timer });
