// The public types: the contract's names and meanings (tests/contract/set-pin-widget.d.ts), and what this package adds to them.
//
// Words. An *attempt* is one `open()` that was not refused, from the call to its one exit. *Loopback* is `localhost`, `*.localhost`,
// `127.0.0.0/8` and `[::1]`.

import type { SetPinError } from "./error.js";

/** How the hosted page looks. Names, defaults and meaning: the issuer's `customCss` (issuer/set-pin-token.md). */
export interface CustomCss {
  /** `#RRGGBB`; issuer's default `#EFEFEF`. */
  backgroundColor?: string;
  /** `#RRGGBB`; issuer's default `#000000`. Must differ from `backgroundColor`. */
  textColor?: string;
  /** `#RRGGBB`, buttons and input areas; issuer's default `#000000`. */
  backgroundColorPrimary?: string;
  /** `#RRGGBB`; issuer's default `#FFFFFF`. Must differ from `backgroundColorPrimary`. */
  textColorPrimary?: string;
  /** CSS pixels, finite and >= 0; issuer's default 8. */
  buttonBorderRadius?: number;
  /** CSS pixels, finite and >= 0; issuer's default 4. */
  pinBorderRadius?: number;
  /** `#RRGGBB`; issuer's default: the value of `backgroundColorPrimary`. */
  pinBorderColor?: string;
}

/** A named look. `auto` follows the reader's `prefers-color-scheme` at the moment of opening. */
export type Theme = "light" | "dark" | "auto";

/** The body that the widget sends to the host app's backend, which hands it on to the issuer. */
export interface SetPinTokenRequest {
  /** `true` for `inline` and `modal`, `false` for `redirect`. */
  isEmbedded: boolean;
  /** Present for `redirect` only: the issuer ignores it for an embedded page. */
  redirectUrl?: string;
  customCss?: CustomCss;
}

/** What the host app's backend answers. */
export interface SetPinTokenResponse {
  token: string;
  hostedPageUrl: string;
}

export interface TokenRequestContext {
  /** Aborted when the attempt ends or the request runs out of time. */
  signal: AbortSignal;
  /** 1 for the attempt's first request, then 2, 3, ... */
  request: number;
}

export type SetPinState =
  | "idle" // nothing is shown; `open()` may be called
  | "starting" // the engine is being loaded
  | "checking" // the card's status is being asked for (only with `cardStatus`)
  | "requesting" // a token is being asked for
  | "loading" // the frame has been given its address and has not fired `load`
  | "ready" // the frame has fired `load`; whether it shows the PIN page no embedding page can know
  | "expired" // the token's lifetime is over
  | "failed" // see the last error; the widget offers a retry, so the attempt goes on
  | "closed" // the attempt has ended; `open()` starts another
  | "destroyed"; // final

/** In brackets: whether `retryable`. Then what happened, and after `Do:` what helps. Open-ended: handle the codes you know and have a default. */
export type SetPinErrorCode =
  // the host's own call: ends the attempt (or refuses the call) at once
  | "invalid_options" // [no] an option is wrong, or two contradict each other; the message names the field and what it takes
  // Do: correct the option that the message names.
  | "container_not_found" // [no] there is no `container` in the document
  // Do: open the widget once the element is there, or correct the selector.
  | "already_open" // [no] refused: the attempt under way is not touched
  // Do: wait for its exit, or `close()` it first.
  | "destroyed" // [no] refused: `destroy()` is final
  // Do: make another widget with `createSetPin()`.
  | "not_in_browser" // [no] refused: there is no page to open in, as while rendering on a server
  // Do: call `open()` from an event handler or an effect.
  // the engine: ends the attempt at once; the next `open()` loads anew
  | "runtime_load_failed" // [yes] neither WebAssembly nor the JavaScript engine could be started
  // Do: allow `'wasm-unsafe-eval'` in `script-src`, serve the package's files unchanged, or import `set-pin-widget/csp`.
  // asking for the token
  | "network" // [yes] no response: offline, DNS, CORS, reset; a page cannot tell which
  // Do: offer to try again. If it never works, check the address, and CORS where your backend is on another origin.
  | "timeout" // [yes] no answer within `requestTimeoutMs`
  // Do: offer to try again, or raise `requestTimeoutMs`.
  | "invalid_response" // [no] not the documented answer; the message says which part, never its content
  // Do: let your backend answer with the issuer's `{ token, hostedPageUrl }` as JSON, and nothing around it.
  | "token_callback_failed" // [no] `fetchToken` or `headers` threw; a rejection with an integer `status` is mapped like a response
  // Do: look into your own function (what it threw is told nowhere, since it may hold an answer); reject with `{ status: 401 }` and the like where you know the cause.
  | "unauthenticated" // [no] 401, or a redirect (to a log-in page, say)
  // Do: let the cardholder sign in again, then open the widget.
  | "forbidden" // [no] 403
  // Do: check the rights of the access token, and which origins your backend accepts.
  | "card_not_found" // [no] 404: the cardholder has no card, or the route does not exist
  // Do: let the cardholder order a card first; check the path in `tokenUrl`.
  | "validation_rejected" // [no] 400, 422
  // Do: check `customCss` (colours are `#RRGGBB`) and `redirectUrl`, and what your backend passes on.
  | "rate_limited" // [yes] 429; not waited for when `Retry-After` asks for more than 30 s
  // Do: let the cardholder try again later.
  | "invalid_client_key" // [no] 498
  // Do: correct the client key in your backend: the issuer does not know it.
  | "missing_client_key" // [no] 499
  // Do: let your backend send the client key, in the header that your issuer expects.
  | "server_error" // [yes] 500-599
  // Do: offer to try again later; your backend's log says more.
  | "unexpected_status" // [no] any other
  // Do: check your backend's route: the issuer documents no such status.
  // the card
  | "card_not_active" // [yes] the card's status is not `ACTIVE`
  // Do: wait until it is, or let the widget wait: `cardStatus.waitForActive`.
  | "card_status_failed" // [yes] the card's status could not be had
  // Do: look at `status` and at the route or function of `cardStatus`, then try again.
  // the hosted page
  | "untrusted_origin" // [no] `hostedPageUrl` may not be framed; no frame is made
  // Do: if the origin is your issuer's, list it in `allowedOrigins` (and in the page's `frame-src`). If it is not, find out who answered.
  | "token_reused" // [yes] the backend answered with a token that this page has already spent
  // Do: let your backend ask the issuer anew for each request, and cache nothing.
  | "frame_blocked" // [no] the page's own enforced Content-Security-Policy refused the frame; the message names the directive
  // Do: add the issuer's origin to `frame-src`.
  | "frame_timeout" // [yes] no `load` within `loadTimeoutMs`
  // Do: offer to try again, or raise `loadTimeoutMs`.
  | "frame_reloaded" // [yes] the frame has a new window (it was taken out of the document and put back): its token is spent
  // Do: leave the widget's elements where they are while it is open.
  | "frame_removed" // [yes] the host took the frame out of the document
  // Do: end the attempt with `close()` or `destroy()` instead.
  | (string & {});

export interface SetPinResult {
  reason:
    | "page_closed" // the hosted page said `abort`: the cardholder completed OR cancelled; the issuer does not say which
    | "dismissed" // the cardholder closed the widget's own modal (close button, Escape, the browser's own close request)
    | "closed_by_host" // `close()`, or `signal`
    | "expired" // ended after the lifetime, or by `onExpiry: "close"`
    | "failed" // see `error`
    | "redirected" // the page is on its way to the hosted page
    | "destroyed"; // `destroy()` during the attempt
  /** `unknown` unless the host's `confirmOutcome` answered. Never inferred from `abort`. */
  outcome: "unknown" | "confirmed" | "not_confirmed";
  /** Present exactly where `reason` is `failed`. */
  error?: SetPinError;
}

export interface CardStatus {
  /** The issuer's word, e.g. `ACTIVE`. */
  status: string;
}

export interface SetPinEvent {
  /**
   * - `open`: an attempt has begun
   * - `card_request`: the card's status is being asked for
   * - `token_request`: a token is being asked for
   * - `token_response`: a token came, and may be used
   * - `retry`: the next request follows by itself, or because the cardholder or `retry()` asked for it
   * - `frame_load`: the frame has fired `load`; again for each further page within it
   * - `message_rejected`: an `abort` from elsewhere, or anything else from the frame; a flood is told as one
   * - `expire`: the token's lifetime is over
   * - `error`: something failed; `code` says what
   * - `exit`: the attempt has ended
   */
  name: string;
  /** The state at that moment. */
  state: SetPinState;
  /** Counts the attempts of this widget. */
  attempt: number;
  /** Counts the token requests of this attempt; 0 before the first. */
  request: number;
  /** Since this attempt's `open()`. */
  elapsedMs: number;
  /** Of `error` only. */
  code?: SetPinErrorCode;
}

export interface SetPinOptions {
  /** Route of the host app's own backend. Same-origin path or absolute URL. Exactly one of `tokenUrl` and `fetchToken`. */
  tokenUrl?: string | URL;
  /** The host's own way to its backend. */
  fetchToken?: (request: SetPinTokenRequest, context: TokenRequestContext) => Promise<SetPinTokenResponse>;
  /** Extra headers of the widget's own requests (a CSRF token, say), sent to `tokenUrl` and `cardStatus.url` only; a function is asked anew for each request. */
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);
  /** Of the widget's own requests. Default `same-origin`. */
  credentials?: RequestCredentials;

  /** Where the hosted page is shown: in a dialog, in `container`, or instead of your page. Default `modal`. */
  mode?: "inline" | "modal" | "redirect";
  /** `inline`: required, an element or a selector. `modal`: where the dialog is put; default `document.body`. */
  container?: string | Element;
  /** `redirect` only, and required there: `https:`, or `http:` on loopback. */
  redirectUrl?: string | URL;
  /** Exact origins that may be framed, navigated to, and heard: `https:`, or `http:` on loopback. Default `["https://cards.baanx.com"]`. */
  allowedOrigins?: readonly string[];

  /** One of the issuer's own looks, or the one that the reader prefers. With neither `theme` nor `customCss`, none is sent. */
  theme?: Theme;
  /** Laid over `theme`. */
  customCss?: CustomCss;
  /** Of the frame: a CSS length. Default 100 %. */
  width?: string;
  /** Of the frame: a CSS length. Default 500 px. */
  height?: string;
  /** Whether the console warns, once for each page, of the host's own colours below WCAG 2.2 AA. Default true. */
  contrastWarning?: boolean;
  /** BCP 47; default the page's `lang`, then the browser's. Chooses the widget's own words (not the hosted page's). */
  locale?: string;
  /** The widget's own words, by key. */
  messages?: Partial<Record<"title" | "close" | "loading" | "expired" | "retry" | "failed" | "blank", string>>;
  /** Whether a click beside the modal closes it. Default false: a half-typed PIN is easily lost. */
  dismissOnBackdrop?: boolean;

  /** Ask the host's backend for the card's status first; open only when it is `ACTIVE`. */
  cardStatus?: {
    /** Route of the host app's own backend that answers with `{ status }`. Exactly one of `url` and `fetch`. */
    url?: string | URL;
    /** The host's own way to ask. */
    fetch?: (context: { signal: AbortSignal }) => Promise<CardStatus>;
    /** Keep asking until the card is `ACTIVE` (a new card); default false. `true`: every 2 000 ms, for 120 000. */
    waitForActive?: boolean | { intervalMs?: number; timeoutMs?: number };
  };
  /**
   * Asked after any ending once a frame existed (never after `destroy()`, never for `redirect`), so that the host's own backend can say
   * whether a PIN was set. Limited by `requestTimeoutMs`; a rejection, a timeout or `undefined` is `unknown`.
   */
  confirmOutcome?: (context: { signal: AbortSignal }) => Promise<boolean | undefined>;

  /** Of retryable token requests, by themselves. Default `{ maxAttempts: 3, delayMs: 500 }`, doubling, with jitter; `false` for none. */
  retry?: { maxAttempts?: number; delayMs?: number } | false;
  /** Of one request. Default 15 000. */
  requestTimeoutMs?: number;
  /** From the frame's address to its `load`. Default 30 000. */
  loadTimeoutMs?: number;
  /** Of a token, from the moment its request is sent. Default 600 000 (about ten minutes); at most 2 147 483 647. */
  tokenLifetimeMs?: number;
  /**
   * `manual` (default): say so beside the frame and offer a fresh start; the frame stays alive and is still heard.
   * `auto`: start afresh where no frame has loaded, else as `manual`. `close`: end with `expired`.
   */
  onExpiry?: "manual" | "auto" | "close";
  /** `show` (default): the widget says what failed and offers a retry; the attempt goes on. `close`: a failure ends the attempt. */
  onFailure?: "show" | "close";

  /** Attributes of the frame. */
  iframe?: {
    /** Tokens of the `sandbox` attribute; must hold `allow-scripts` and `allow-same-origin`, without which the page cannot run or be told from others. `false` (default) leaves the attribute off. */
    sandbox?: string | false;
    /** Permissions policy; default none. */
    allow?: string;
    /** Default `strict-origin`. */
    referrerPolicy?: ReferrerPolicy;
  };
  /** Ends the attempt as `closed_by_host` when aborted; if it already is, `open()` ends at once without a request. */
  signal?: AbortSignal;

  /** A frame has fired its first `load`. */
  onReady?: () => void;
  /** Exactly once for each attempt, after everything is cleaned up. A refused call has none. */
  onExit?: (result: SetPinResult) => void;
  /** Once for each entry into `failed`, for each failure that ends an attempt, and for each refused call. */
  onError?: (error: SetPinError) => void;
  /** The token's lifetime is over. */
  onExpire?: () => void;
  /** After each change of `state`. */
  onStateChange?: (state: SetPinState, previous: SetPinState) => void;
  /** Everything, for telemetry; never carries a token, a URL with one, or anything of the cardholder's. */
  onEvent?: (event: SetPinEvent) => void;
}

export interface SetPin {
  /** What it is doing now. */
  readonly state: SetPinState;
  /**
   * Starts an attempt. Settles when it has ended, and never rejects: a failure is `reason: "failed"` with `error`.
   * `failed` and `expired` keep it pending while the widget offers a retry; an ending from there carries that reason, `destroy()` aside.
   * A refused call (`already_open`, `destroyed`, `not_in_browser`) settles its own promise, calls `onError`, and nothing else.
   * No request leaves before the next task, so a mount undone at once (React StrictMode) sends none.
   */
  open(): Promise<SetPinResult>;
  /** Ends the attempt, whatever it is doing. Harmless when none is under way. */
  close(): void;
  /** In `expired` or `failed`: a fresh token in a fresh frame, within the same attempt. */
  retry(): void;
  /** New callbacks and looks without touching an open frame; what a frame is built from counts from the next frame. */
  update(options: Partial<SetPinOptions>): void;
  /** Moves the keyboard into the hosted page. */
  focus(): void;
  /** Ends the attempt and lets go of everything. May be called at any time, any number of times. */
  destroy(): void;
}
