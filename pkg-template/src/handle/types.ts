// The public types: the contract's names and meanings (tests/contract/set-pin-widget.d.ts), and what this package adds to them.
// The documentation's tables are made from the comments here (`cargo xtask docs`), which compares them with the engine's own rules.
//
// Terms. An *attempt* is one `open()` that was not refused, from the call to its one exit. *Loopback* is `localhost`, `*.localhost`,
// `127.0.0.0/8` and `[::1]`.

import type { SetPinError } from "./error.js";
import type { CustomCss, SetPinTokenRequest, SetPinTokenResponse } from "./token-request.js";

export type { CustomCss, SetPinTokenRequest, SetPinTokenResponse } from "./token-request.js";

/** A named appearance. `auto` follows the user's `prefers-color-scheme` when the widget opens. */
export type Theme = "light" | "dark" | "auto";

export interface TokenRequestContext {
  /** Aborted when the attempt ends or the request takes longer than `requestTimeoutMs`. */
  signal: AbortSignal;
  /** 1 for the attempt's first request, then 2, 3, ... */
  request: number;
}

export type SetPinState =
  | "idle" // nothing is shown; `open()` may be called
  | "starting" // the engine is loading
  | "checking" // the card's status is being requested (only with `cardStatus`)
  | "requesting" // a token is being requested
  | "loading" // the frame has its URL and has not fired `load` yet
  | "ready" // the frame has fired `load`; an embedding page cannot know whether it shows the PIN page
  | "expired" // the token's lifetime is over
  | "failed" // something failed: see the last error. The widget offers a retry, so the attempt is still running
  | "closed" // the attempt has ended; `open()` starts another
  | "destroyed"; // final

/** In brackets: whether `retryable`. Then what happened, and after `Do:` what helps. Open-ended: handle the codes you know and have a default. */
export type SetPinErrorCode =
  // your own call: the attempt ends, or the call is refused, at once
  | "invalid_options" // [no] an option is wrong, or two options contradict each other; the message names the option and what it accepts
  // Do: correct the option that the message names.
  | "container_not_found" // [no] the `container` is not in the document, is not displayed, or does not accept the widget
  // Do: open the widget once the element exists and is displayed, or correct the selector. If it is both, the console says what threw.
  | "sandboxed_host" // [no] your page runs in a sandbox without `allow-same-origin`, which the hosted page would inherit
  // Do: add `allow-same-origin` to the `sandbox` attribute (or policy) of the frame that holds your page.
  | "already_open" // [no] the call was refused; the attempt in progress is not touched
  // Do: wait until it ends, or call `close()` first.
  | "destroyed" // [no] the call was refused: `destroy()` is final
  // Do: make a new widget with `createSetPin()`.
  | "not_in_browser" // [no] the call was refused: there is no page to open in, for example while rendering on a server
  // Do: call `open()` from an event handler or an effect.
  // the engine: the attempt ends at once, and the next `open()` loads it again
  | "runtime_load_failed" // [yes] neither WebAssembly nor the JavaScript engine could be started, or something in the page threw while the engine ran (the console says what)
  // Do: allow `'wasm-unsafe-eval'` in `script-src` and serve the package's files unchanged, or import from `set-pin-widget/csp` (which the entries for frameworks do not use). Then open it again; if that fails too, reload the page.
  // requesting the token
  | "network" // [yes] no response: offline, DNS, CORS or a broken connection; a page cannot tell which
  // Do: offer to try again. If it never works, check the URL, and CORS if your backend is on another origin.
  | "timeout" // [yes] no response within `requestTimeoutMs`
  // Do: offer to try again, or raise `requestTimeoutMs`.
  | "invalid_response" // [no] the response is not the documented one; the message says which part, never what it contains
  // Do: let your backend answer with the issuer's `{ token, hostedPageUrl }` as JSON, with nothing around it.
  | "token_callback_failed" // [no] `fetchToken` or `headers` threw something without an HTTP `status`
  // Do: check your own function. Throw an object with a `status`, such as `{ status: 401 }`, and it counts as a response with that status; a redirect's counts as `unauthenticated`, and 0 as `network`. The thrown value itself is not reported, because it could contain a token.
  | "unauthenticated" // [no] 401, or a redirect (to a login page, for example)
  // Do: let the cardholder sign in again, then open the widget.
  | "forbidden" // [no] 403
  // Do: check the rights of the access token, and which origins your backend accepts.
  | "card_not_found" // [no] 404: the cardholder has no card, or the route does not exist
  // Do: let the cardholder order a card first, or correct the path in `tokenUrl`.
  | "validation_rejected" // [no] 400 or 422
  // Do: check `customCss` (colours are `#RRGGBB`) and `redirectUrl`, and what your backend forwards.
  | "rate_limited" // [yes] 429; not repeated automatically if `Retry-After` asks for more than 30 s
  // Do: let the cardholder try again later.
  | "invalid_client_key" // [no] 498
  // Do: correct the client key in your backend: the issuer does not know it.
  | "missing_client_key" // [no] 499
  // Do: let your backend send the client key, in the header that your issuer expects.
  | "server_error" // [yes] 500 to 599
  // Do: offer to try again later; your backend's log says more.
  | "unexpected_status" // [no] any other status
  // Do: check your backend's route: the issuer documents no such status. `set-pin-widget/server` sends 405, 408, 413 and 415 for a request that it does not accept; its `onError` says why.
  // the card
  | "card_not_active" // [yes] the card's status is not `ACTIVE`
  // Do: wait until it is, or let the widget wait: `cardStatus.waitForActive`.
  | "card_status_failed" // [yes] the card's status could not be read, whatever the reason; a 401 here has this code too, with `status` 401
  // Do: look at `status` (401: let the cardholder sign in again) and at the route or function of `cardStatus`, then try again.
  // the hosted page
  | "untrusted_origin" // [no] `hostedPageUrl` is not on an allowed origin, so no frame is created
  // Do: if the origin is your issuer's, add it to `allowedOrigins` (and to the page's `frame-src`). If it is not, find out which server answered.
  | "token_reused" // [yes] the backend answered with a token that this page has used before
  // Do: let your backend ask the issuer for a new token for each request, and cache nothing.
  | "frame_blocked" // [no] your page's own Content-Security-Policy refused the frame; the message names the directive
  // Do: add the issuer's origin to `frame-src`.
  | "frame_timeout" // [yes] no `load` within `loadTimeoutMs`; a frame that may be in use stays, with the notice beside it
  // Do: offer to try again, or raise `loadTimeoutMs`.
  | "frame_reloaded" // [yes] the frame has a new window (it was removed from the document and put back): its token is used up
  // Do: leave the widget's elements where they are while it is open.
  | "frame_removed" // [yes] your page removed the frame from the document; where the whole widget or its `container` was removed, or a dialog is moved or no longer displayed, the attempt has ended
  // Do: end the attempt with `close()` or `destroy()` instead.
  | (string & {});

export interface SetPinResult {
  reason:
    | "page_closed" // the hosted page sent `abort`: the cardholder completed OR cancelled; the issuer does not say which
    | "dismissed" // the cardholder closed the widget's own dialog (close button, Escape, or the browser's own close request)
    | "closed_by_host" // you called `close()`, or aborted `signal`
    | "expired" // the attempt ended after the token's lifetime, or because of `onExpiry: "close"`
    | "failed" // see `error`
    | "redirected" // the browser is on its way to the hosted page
    | "destroyed"; // `destroy()` was called during the attempt
  /** `unknown` unless your `confirmOutcome` answered. Never inferred from `abort`. */
  outcome: "unknown" | "confirmed" | "not_confirmed";
  /** Present exactly where `reason` is `failed`. */
  error?: SetPinError;
}

export interface CardStatus {
  /** The issuer's value, e.g. `ACTIVE`, `FROZEN`, `BLOCKED`. */
  status: string;
}

export interface SetPinEvent {
  /**
   * - `open`: an attempt has started
   * - `card_request`: the card's status is being requested
   * - `token_request`: a token is being requested
   * - `token_response`: a token has arrived and may be used
   * - `retry`: the next request follows, either automatically, or because the cardholder or `retry()` asked for it
   * - `frame_load`: the frame has fired `load`; once more for each further page inside it
   * - `message_rejected`: an `abort` from somewhere else, or any other message from the frame; a flood of them is reported once
   * - `expire`: the token's lifetime is over
   * - `error`: something failed; `code` says what
   * - `exit`: the attempt has ended
   */
  name: string;
  /** The state at that moment. */
  state: SetPinState;
  /** Which of this widget's attempts it is: 1, 2, 3, ... */
  attempt: number;
  /** How many tokens this attempt has asked for so far; 0 before the first. */
  request: number;
  /** Milliseconds since this attempt's `open()`. */
  elapsedMs: number;
  /** The error's code, for `error` only. */
  code?: SetPinErrorCode;
}

/** Keys of the widget's own text. */
export type MessageKey = "title" | "close" | "loading" | "expired" | "retry" | "failed" | "blank";

export interface SetPinOptions {
  /** The route of your own backend that answers with a token: a path on the page's origin, or an absolute URL. Exactly one of `tokenUrl` and `fetchToken` is required. */
  tokenUrl?: string | URL;
  /** Your own function that gets a token from your backend, instead of `tokenUrl`. It is given the body to send, and `{ signal, request }`. For a response that is not 2xx, throw an object with its `status`. */
  fetchToken?: (request: SetPinTokenRequest, context: TokenRequestContext) => Promise<SetPinTokenResponse>;
  /** Extra headers for the widget's own requests (a CSRF token, for example). They are sent to `tokenUrl` and `cardStatus.url` only. A function is called again for each request. */
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);
  /** `credentials` of the widget's own requests, as in `fetch`. Default: `same-origin`. A route on another origin that reads a cookie needs `include`. */
  credentials?: RequestCredentials;

  /** Where the hosted page is shown: in a dialog (`modal`), inside `container` (`inline`), or instead of your page (`redirect`). Default: `modal`. */
  mode?: "inline" | "modal" | "redirect";
  /** An element or a selector. `inline`: required; the frame is put inside it. `modal` and `redirect`: the dialog is put inside it. Default: `document.body`. It must be displayed, and may belong to another document of the same origin. */
  container?: string | Element;
  /** `redirect` only, and required there: where the issuer sends the cardholder afterwards. An absolute URL: `https:`, or `http:` on loopback. */
  redirectUrl?: string | URL;
  /** The exact origins that may be framed, navigated to and listened to: `https:`, or `http:` on loopback; never the page's own. Default: `["https://cards.baanx.com"]`. */
  allowedOrigins?: readonly string[];

  /** One of the issuer's own themes, `light` or `dark`, or the one that the cardholder's system prefers, `auto`. With neither `theme` nor `customCss`, none is sent and the issuer's default applies. */
  theme?: Theme;
  /** Your own colours and corner radii, merged over `theme`. */
  customCss?: CustomCss;
  /** Width of the frame: a CSS length. Default: `100%`. */
  width?: string;
  /** Height of the frame: a CSS length. Default: `500px`. */
  height?: string;
  /** Whether the console warns, once per page, when the contrast of your own colours is below WCAG 2.2 AA. Default: `true`. */
  contrastWarning?: boolean;
  /** The language of the widget's own text (not of the hosted page): a BCP 47 tag. Default: the page's `lang`, then the browser's language. */
  locale?: string;
  /** Your own text instead of the widget's, by key: `title`, `close`, `loading`, `expired`, `retry`, `failed`, `blank`. */
  messages?: Partial<Record<MessageKey, string>>;
  /** Whether a click on the backdrop closes the dialog. Default: `false`, because a half-typed PIN is easily lost. */
  dismissOnBackdrop?: boolean;

  /** Request the card's status from your backend first, and open only when it is `ACTIVE`. */
  cardStatus?: {
    /** A route of your own backend that answers `GET` with `{ status }`. Exactly one of `url` and `fetch` is required. */
    url?: string | URL;
    /** Your own function that requests the status, instead of `url`. */
    fetch?: (context: { signal: AbortSignal }) => Promise<CardStatus>;
    /** Keep asking until the card is `ACTIVE` (a new card). Default: `false`. `true` means every 2 000 ms, for at most 120 000 ms. `intervalMs` is at least 500. To each interval a random 0 to 50 % is added, and it doubles after failed requests. */
    waitForActive?: boolean | { intervalMs?: number; timeoutMs?: number };
  };
  /**
   * Your own function that asks your backend whether the PIN was set *since this attempt began*: `true`, `false`, or `undefined` if it cannot say. That
   * the card has a PIN is not enough: it may have had one before. Called after each ending if there was a frame (never after `destroy()`, never for
   * `redirect`), and limited by `requestTimeoutMs`. A rejection, a timeout or `undefined` gives the outcome `unknown`;
   * what it threw is reported as an uncaught error.
   */
  confirmOutcome?: (context: { signal: AbortSignal }) => Promise<boolean | undefined>;

  /**
   * Automatic repeats of token requests that failed with `network`, `timeout`, `rate_limited` or `server_error`. `maxAttempts` counts the first request
   * too. The first wait is `delayMs`; it doubles with each failure, and a random 0 to 50 % is added. Default: `{ maxAttempts: 3, delayMs: 500 }`; `false`
   * for no repeats. A wait is never shorter than the response's `Retry-After` asks for; on another origin your backend must expose that header
   * (`Access-Control-Expose-Headers: Retry-After`).
   */
  retry?: { maxAttempts?: number; delayMs?: number } | false;
  /** Time limit for one request, in milliseconds. Default: 15 000. */
  requestTimeoutMs?: number;
  /** Time limit for the frame to fire `load`, in milliseconds. Default: 30 000. */
  loadTimeoutMs?: number;
  /** Lifetime of a token in milliseconds, counted from sending its request. Default: 600 000 (about ten minutes); at most 2 147 483 647. */
  tokenLifetimeMs?: number;
  /**
   * What happens when the token's lifetime is over. `manual` (default): the widget says so beside the frame and offers a fresh start; the frame stays
   * and still works if the issuer allows it. `auto`: starts again if the frame has not loaded yet, otherwise as `manual`. `close`: the attempt ends with
   * `expired`.
   */
  onExpiry?: "manual" | "auto" | "close";
  /** What happens after a failure. `show` (default): the widget says that it failed and offers a retry; the attempt goes on. `close`: the attempt ends. */
  onFailure?: "show" | "close";

  /**
   * With the script tag only: the URL of `set-pin-widget-engine.js` of the same version, which is loaded where WebAssembly cannot run. Another origin must
   * send `Access-Control-Allow-Origin`. By default the file beside `set-pin-widget.js`; needed where that script is inlined, bundled or a module.
   */
  engineSrc?: string | URL;
  /** Attributes of the frame. */
  iframe?: {
    /** Tokens for the `sandbox` attribute. They must contain `allow-scripts` and `allow-same-origin`: without them the page cannot run, or cannot be told from others. Default: `false`, no such attribute. */
    sandbox?: string | false;
    /** The `allow` attribute: a permissions policy. Default: none. */
    allow?: string;
    /** The `referrerpolicy` attribute. Default: `strict-origin`. */
    referrerPolicy?: ReferrerPolicy;
  };
  /** Ends the attempt with `closed_by_host` when it is aborted. If it is aborted already, `open()` ends at once, without a request. One that `update()` brings takes its place. */
  signal?: AbortSignal;

  /** Called when a frame has fired its first `load`. */
  onReady?: () => void;
  /** Called exactly once per attempt, after everything has been cleaned up. Not called for a refused call. */
  onExit?: (result: SetPinResult) => void;
  /** Called each time the attempt becomes `failed`, for each failure that ends an attempt, and for each refused call. Without it, a failed attempt writes its error to the console. */
  onError?: (error: SetPinError) => void;
  /** Called when the token's lifetime is over. */
  onExpire?: () => void;
  /** Called after each change of `state`. */
  onStateChange?: (state: SetPinState, previous: SetPinState) => void;
  /** Called for everything that happens, for telemetry. Events never contain a token, a URL with one, or anything about the cardholder. */
  onEvent?: (event: SetPinEvent) => void;
}

export interface SetPin {
  /** The current state. */
  readonly state: SetPinState;
  /**
   * Starts an attempt. The promise resolves when the attempt has ended, and never rejects: a failure is `reason: "failed"` with `error`.
   * In `failed` and `expired` it stays pending while the widget offers a retry; an ending from there has that reason, except after `destroy()`.
   * A refused call (`already_open`, `destroyed`, `not_in_browser`) resolves its own promise, calls `onError`, and does nothing else.
   * No request is sent before the next task, so a component that is mounted and unmounted at once (React StrictMode) sends none.
   */
  open(): Promise<SetPinResult>;
  /** Ends the attempt, whatever it is doing. Does nothing if there is none. */
  close(): void;
  /** In `expired` or `failed`: requests a new token and creates a new frame, within the same attempt. */
  retry(): void;
  /** Replaces the options that you give and keeps the others. New callbacks count at once; what a frame is built from counts from the next frame, and an open frame is not touched. */
  update(options: Partial<SetPinOptions>): void;
  /** Moves the keyboard focus into the hosted page. */
  focus(): void;
  /** Ends the attempt and releases everything. May be called at any time, any number of times. */
  destroy(): void;
}
