// The public types of `set-pin-widget/secure-view`: the contract's names and meanings
// (tests/contract/secure-view.d.ts). Where the widget has an option, a state or a reason of the same
// name, it has the same meaning.
//
// An *attempt* is one `show()` that was not refused, from the call to its one exit.

import type { SetPinError } from "../handle/error.js";
import type { CardStatus, SetPinErrorCode, Theme, TokenRequestContext } from "../handle/types.js";
import type { CardDetailsImageCss, PinImageCss } from "./image-css.js";

export type { SetPinError } from "../handle/error.js";
export type { CardStatus, SetPinErrorCode, Theme, TokenRequestContext } from "../handle/types.js";

export type { CardDetailsImageCss, PinImageCss } from "./image-css.js";

/** The body of the token request, which your backend forwards to the issuer. */
export interface ImageTokenRequest<Css> {
  /** The appearance, from `theme` and `customCss`. Missing if you gave neither. */
  customCss?: Css;
}

/** The response of your backend. */
export interface ImageTokenResponse {
  /** The issuer's single-use token. */
  token: string;
  /** The URL of the issuer's image, with the token in it. */
  imageUrl: string;
}

export type SecureViewState =
  | "idle" // Nothing is shown; `show()` may be called
  | "checking" // The card's status is being requested (only with `cardStatus`)
  | "authorizing" // Your `stepUp` is in progress
  | "requesting" // A token is being requested
  | "loading" // The image has its URL and has not fired `load`
  | "ready" // The image is visible
  | "failed" // See the last error; the view offers a retry if one can help, so the attempt goes on
  | "closed" // The attempt has ended; `show()` starts another
  | "destroyed"; // Final

export interface SecureViewResult {
  /** Why the attempt has ended. */
  reason:
    | "dismissed" // The cardholder pressed the view's own button
    | "expired" // The image was visible for `visibleMs`
    | "page_hidden" // The page was hidden or left, or its window lost the focus (`hideOnBlur`)
    | "closed_by_host" // `hide()`, `signal`, or your page removed the view's element
    | "declined" // `stepUp` resolved to `false`
    | "failed" // See `error`
    | "destroyed"; // `destroy()` during the attempt
  /** Present exactly where `reason` is `failed`. */
  error?: SetPinError;
}

export interface SecureViewEvent {
  /** The kind of event. */
  name:
    | "show"
    | "card_request"
    | "step_up"
    | "token_request"
    | "token_response"
    | "retry"
    | "image_load"
    | "extend"
    | "error"
    | "exit";
  /** The state at that moment. */
  state: SecureViewState;
  /** Which of this view's attempts it is: 1, 2, 3, ... */
  attempt: number;
  /** How many tokens this attempt has requested so far; 0 before the first. */
  request: number;
  /** Milliseconds since this attempt's `show()`. */
  elapsedMs: number;
  /** The error's code, for `error` only. */
  code?: SetPinErrorCode;
}

export type { SecureViewMessageKey } from "../generated/secure-view-languages.js";

import type { SecureViewMessageKey } from "../generated/secure-view-languages.js";

/** The argument of `cardStatus.fetch`. */
export interface SecureViewContext {
  /** Aborted when the attempt ends or the request takes longer than `requestTimeoutMs`. */
  signal: AbortSignal;
}

/** The argument of `stepUp`. */
export interface SecureViewStepUpContext {
  /** Aborted when the attempt ends. */
  signal: AbortSignal;
  purpose: "view-pin" | "view-card-details";
}

export interface SecureViewOptions<Css> {
  /** Route of your own backend. Exactly one of `tokenUrl` and `fetchToken`. */
  tokenUrl?: string | URL;
  /** Your own way to your backend. */
  fetchToken?: (request: ImageTokenRequest<Css>, context: TokenRequestContext) => Promise<ImageTokenResponse>;
  /** Extra headers of the requests to `tokenUrl` and `cardStatus.url`; a function is called for each request. */
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);
  /** Of the view's own requests. Default: `same-origin`. */
  credentials?: RequestCredentials;

  /** Where the image appears: an element or a selector. */
  container: string | Element;
  /** Exact origins of the image: `https:`, or `http:` on loopback; never the page's own. Default: `["https://cards.baanx.com"]`. */
  allowedOrigins?: readonly string[];

  /** Colours of the image. `auto` follows the user's `prefers-color-scheme` when the image is requested. */
  theme?: Theme;
  /** Merged over `theme`. */
  customCss?: Css;
  /** BCP 47. Default: the page's `lang`, then the browser's. */
  locale?: string;
  /** The view's own text, by key. */
  messages?: Partial<Record<SecureViewMessageKey, string>>;

  /** Request the card's status from your backend first. The details of a frozen card are shown; its PIN is not. */
  cardStatus?: {
    url?: string | URL;
    fetch?: (context: SecureViewContext) => Promise<CardStatus>;
  };
  /**
   * Your second factor, before a token is requested: once per attempt, and again for a fresh token that a person asks for; never for an automatic retry,
   * and not limited by `requestTimeoutMs`. `false` ends the attempt as `declined`; a record is added to the headers of the token request.
   */
  stepUp?: (context: SecureViewStepUpContext) => Promise<boolean | Record<string, string>>;

  /** How long the image is visible, at least 1 000. Default: 30 000. The view shows the time left, and a button that starts it again. */
  visibleMs?: number;
  /** Hide the image when the window loses the focus. Default: `false`. It is always hidden when the page is hidden or left. */
  hideOnBlur?: boolean;

  /** Of retryable token requests, automatically. Default: `{ maxAttempts: 3, delayMs: 500 }`, doubling, with jitter; `false` for none. */
  retry?: { maxAttempts?: number; delayMs?: number } | false;
  /** Of one request. Default: 15 000. */
  requestTimeoutMs?: number;
  /** From the image's URL to its `load`: an image may fire neither `load` nor `error`. Default: 15 000. */
  loadTimeoutMs?: number;
  /** `show` (default): the view says that it failed, and offers what can help; the attempt goes on. `close`: a failure ends the attempt. */
  onFailure?: "show" | "close";
  /** Ends the attempt as `closed_by_host` when aborted; if it already is, `show()` ends at once without a request. */
  signal?: AbortSignal;

  /** The image is visible. */
  onReady?: () => void;
  /** Exactly once for each attempt, after everything is cleaned up. A refused call has none. */
  onExit?: (result: SecureViewResult) => void;
  /** Once for each entry into `failed`, for each failure that ends an attempt, and for each refused call. */
  onError?: (error: SetPinError) => void;
  onStateChange?: (state: SecureViewState, previous: SecureViewState) => void;
  /** Everything, for telemetry; never has a token, a URL with one, or data of the cardholder. */
  onEvent?: (event: SecureViewEvent) => void;
}

export type PinViewOptions = SecureViewOptions<PinImageCss>;
export type CardDetailsViewOptions = SecureViewOptions<CardDetailsImageCss>;

export interface SecureView<Options = PinViewOptions | CardDetailsViewOptions> {
  /** The current state. */
  readonly state: SecureViewState;
  /**
   * Starts an attempt, with a fresh token. The promise resolves when the attempt has ended, and never rejects: a failure is `reason: "failed"` with
   * `error`. During an attempt it returns the promise of that attempt, and requests nothing; in `failed` it tries again, within the same attempt.
   * A refused call (`destroyed`, `not_in_browser`) resolves its own promise, calls `onError`, and does nothing else. No request is sent before the
   * next task.
   */
  show(): Promise<SecureViewResult>;
  /** Removes the image and its URL, and ends the attempt. Does nothing if there is none. */
  hide(): void;
  /** Replaces the options that you give and keeps the others. New callbacks are used at once, the other options by the next attempt. */
  update(options: Partial<Options>): void;
  /** Ends the attempt and releases everything. May be called at any time, any number of times. */
  destroy(): void;
}
