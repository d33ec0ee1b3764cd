// The public types: the contract's names and meanings (tests/contract/set-pin-widget.d.ts), and this
// package's additions. Types with long lists are generated from specification/. The documentation's
// tables are made from the comments (`cargo xtask docs`).
//
// An *attempt* is one `open()` that was not refused, from the call to its one exit.

import type { SetPinErrorCode } from "../generated/errors.js";
import type { EventName, ExitReason, Outcome, SetPinState } from "../generated/lifecycle.js";
import type { SetPinOptions } from "../generated/options.js";
import type { SetPinError } from "./error.js";

export type { SetPinErrorCode } from "../generated/errors.js";
export type { MessageKey } from "../generated/languages.js";
export type { SetPinState } from "../generated/lifecycle.js";
export type { SetPinOptions, Theme } from "../generated/options.js";
export type { CustomCss, SetPinTokenRequest, SetPinTokenResponse } from "./token-request.js";

export interface TokenRequestContext {
  /** Aborted when the attempt ends or the request takes longer than `requestTimeoutMs`. */
  signal: AbortSignal;
  /** 1 for the attempt's first request, then 2, 3, ... */
  request: number;
}

export interface SetPinResult {
  /** Why the attempt has ended. */
  reason: ExitReason;
  /** `unknown` unless your `confirmOutcome` or `pinVersion` says more. Never inferred from `abort`. */
  outcome: Outcome;
  /** Present exactly where `reason` is `failed`. */
  error?: SetPinError;
}

export interface CardStatus {
  /** The issuer's value, e.g. `ACTIVE`, `FROZEN`, `BLOCKED`. */
  status: string;
  /** `false`: this card has no PIN, as some virtual cards. The attempt fails with `pin_unavailable`. Default: `true`. */
  canSetPin?: boolean;
}

export interface SetPinEvent {
  /** The kind of event. */
  name: EventName;
  /** The state at that moment. */
  state: SetPinState;
  /** Which of this widget's attempts it is: 1, 2, 3, ... */
  attempt: number;
  /** How many tokens this attempt has requested so far; 0 before the first. */
  request: number;
  /** Milliseconds since this attempt's `open()`. */
  elapsedMs: number;
  /** The error's code, for `error` only. */
  code?: SetPinErrorCode;
}

export interface SetPin {
  /** The current state. */
  readonly state: SetPinState;
  /**
   * Starts an attempt. The promise resolves when the attempt has ended, and never rejects: a failure
   * is `reason: "failed"` with `error`. In `failed` and `expired` it stays pending while the widget
   * offers a retry. If the attempt ends in one of these states, `reason` is that state, also after
   * `close()` or `abort`; only `destroy()` gives `destroyed`, and an error in `expired` gives
   * `failed`. A refused call (`already_open`, `destroyed`, `not_in_browser`) resolves its own
   * promise, calls `onError`, and does nothing else. No request is sent before the next task, so a component that is mounted and
   * unmounted at once (React StrictMode) sends none.
   */
  open(): Promise<SetPinResult>;
  /** Ends the attempt, whatever it is doing. Does nothing if there is none. */
  close(): void;
  /**
   * In `expired` or `failed`, and in `loading` after `frame_timeout`: requests a new token and
   * creates a new frame, within the same attempt. Otherwise does nothing.
   */
  retry(): void;
  /**
   * Replaces the options that you give and keeps the others. New callbacks are used at once. The
   * options of requests and of the frame apply from the next request and its frame on; an open frame
   * is not touched.
   */
  update(options: Partial<SetPinOptions>): void;
  /** Moves the keyboard focus into the hosted page. */
  focus(): void;
  /** Ends the attempt and releases everything. May be called at any time, any number of times. */
  destroy(): void;
}
