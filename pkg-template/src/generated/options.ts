// Generated from specification/options.toml by `cargo xtask generate`. Do not edit.
//
// *Loopback* is `localhost`, `*.localhost`, `127.0.0.0/8` and `[::1]`.

import type { SetPinError } from "../handle/error.js";
import type { SetPinTokenRequest, SetPinTokenResponse } from "../handle/token-request.js";
import type { CardStatus, SetPinEvent, SetPinResult, TokenRequestContext } from "../handle/types.js";
import type { CustomCss } from "./custom-css.js";
import type { MessageKey } from "./languages.js";
import type { SetPinState } from "./lifecycle.js";

/** A named appearance. `auto` follows the user's `prefers-color-scheme` when the widget opens. */
export type Theme = "light" | "dark" | "auto";

export interface SetPinOptions {
  /**
   * The route of your own backend that returns a token: a path on the page's origin, or an absolute URL. Exactly one of
   * `tokenUrl` and `fetchToken` is required.
   */
  tokenUrl?: string | URL;
  /**
   * Your own function that gets a token from your backend, instead of `tokenUrl`. It is given the body to send, and `{
   * signal, request }`. For a response that is not 2xx, throw an object with its `status`.
   */
  fetchToken?: (request: SetPinTokenRequest, context: TokenRequestContext) => Promise<SetPinTokenResponse>;
  /**
   * Extra headers for the widget's own requests (a CSRF token, for example). They are sent to `tokenUrl` and
   * `cardStatus.url` only. A function is called again for each request.
   */
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);
  /**
   * `credentials` of the widget's own requests, as in `fetch`. Default: `same-origin`. A route on another origin that
   * reads a cookie needs `include`.
   */
  credentials?: RequestCredentials;

  /**
   * Where the hosted page is shown: in a dialog (`modal`), inside `container` (`inline`), or instead of your page
   * (`redirect`). Default: `modal`.
   */
  mode?: "modal" | "inline" | "redirect";
  /**
   * Whether the cardholder sets the first PIN or changes it. Selects the widget's title, and `stepUp` receives it.
   * Default: `set`.
   */
  purpose?: "set" | "change";
  /**
   * An element or a selector. `inline`: required; the frame is put inside it. `modal` and `redirect`: the dialog is put
   * inside it. Default: `document.body`. It must be displayed, and may belong to another document of the same origin.
   */
  container?: string | Element;
  /**
   * `redirect` only, and required there: where the issuer sends the cardholder afterwards. An absolute URL: `https:`,
   * or `http:` on loopback.
   */
  redirectUrl?: string | URL;
  /**
   * The exact origins that may be framed, navigated to and listened to: `https:`, or `http:` on loopback; never the
   * page's own. Default: `["https://cards.baanx.com"]`.
   */
  allowedOrigins?: readonly string[];

  /**
   * One of the issuer's own themes, `light` or `dark`, or the one that the cardholder's system prefers, `auto`. With
   * neither `theme` nor `customCss`, none is sent and the issuer's default applies.
   */
  theme?: Theme;
  /** Your own colours and corner radii, merged over `theme`. */
  customCss?: CustomCss;
  /** Width of the frame: a CSS length. Default: `100%`. */
  width?: string;
  /** Height of the frame: a CSS length. Default: `500px`. */
  height?: string;
  /**
   * Whether the console warns, once per page, when the contrast of your own colours is below WCAG 2.2 AA. Default:
   * `true`.
   */
  contrastWarning?: boolean;
  /**
   * The language of the widget's own text (not of the hosted page): a BCP 47 tag. Default: the page's `lang`, then the
   * browser's language.
   */
  locale?: string;
  /**
   * Your own text instead of the widget's, by key: `title`, `titleChange`, `close`, `loading`, `waitingForCard`,
   * `retrying`, `expired`, `startOver`, `retry`, `failed`, `offline`, `signedOut`, `signIn`, `noCard`, `cardFrozen`,
   * `cardBlocked`, `pinUnavailable`, `tooManyRequests`, `issuerUnavailable`, `blank`, `frameTitle`.
   */
  messages?: Partial<Record<MessageKey, string>>;
  /**
   * Whether a dialog shows no title, because your page says what it is for. Its close button stays, and screen readers
   * still read the title. No effect on `inline`. Default: `false`.
   */
  hideHeader?: boolean;
  /** Whether a click on the backdrop closes the dialog. Default: `false`, because a half-typed PIN is easily lost. */
  dismissOnBackdrop?: boolean;

  /** Request the card's status from your backend first, and open only when it is `ACTIVE`. */
  cardStatus?: {
    /**
     * A route of your own backend that responds to `GET` with `{ status }`. Exactly one of `url` and `fetch` is
     * required.
     */
    url?: string | URL;
    /** Your own function that requests the status, instead of `url`. */
    fetch?: (context: { signal: AbortSignal }) => Promise<CardStatus>;
    /**
     * Keep asking until the card is `ACTIVE` (a new card). Default: `false`. `true` means every 2 000 ms, for at most
     * 120 000 ms. `intervalMs` is at least 500. To each interval a random 0 to 50 % is added, and it doubles after
     * failed requests.
     */
    waitForActive?: boolean | { intervalMs?: number; timeoutMs?: number };
  };
  /**
   * Your second factor: your own function, called before a token is requested. Once per attempt, and again for a new
   * token that a person asks for ("Try again", "Start over", `retry()`), never for an automatic repeat. It has no time
   * limit, and meanwhile the widget shows no dialog. `true` continues. A record continues too, and is added to the
   * headers of the request to `tokenUrl`. `false` ends the attempt with `declined`.
   */
  stepUp?: (context: { signal: AbortSignal; purpose: "set" | "change" }) => Promise<boolean | Record<string, string>>;
  /**
   * Your own function that asks your backend whether the PIN was set *since this attempt began*: `true`, `false`, or
   * `undefined` if it cannot say. That the card has a PIN is not enough: it may have had one before. Called after each
   * ending if there was a frame (never after `destroy()`, never for `redirect`), and limited by `requestTimeoutMs`. A
   * rejection, a timeout or `undefined` gives the outcome `unknown`; what it threw is reported as an uncaught error.
   */
  confirmOutcome?: (context: { signal: AbortSignal }) => Promise<boolean | undefined>;
  /**
   * Instead of `confirmOutcome`: your own function that gets a value from your backend that changes whenever the PIN
   * does. Called before the attempt's first token request and, if there was a frame, after the ending. If the two
   * values differ, the outcome is `confirmed`; if they are the same, `not_confirmed`. A rejection, a timeout
   * (`requestTimeoutMs`) or `undefined` gives `unknown`; what it threw is reported as an uncaught error. In `redirect`
   * mode the first value is kept for `completeRedirect()`. If you give both functions, `confirmOutcome` decides; it
   * cannot after a redirect.
   */
  pinVersion?: (context: { signal: AbortSignal }) => Promise<string | number | undefined>;

  /**
   * Automatic repeats of token requests that failed with `network`, `timeout`, `rate_limited` or `server_error`.
   * `maxAttempts` counts the first request too. The first wait is `delayMs`; it doubles with each failure, and a random
   * 0 to 50 % is added. Default: `{ maxAttempts: 3, delayMs: 500 }`; `false` for no repeats. A wait is never shorter
   * than the response's `Retry-After` asks for; on another origin your backend must expose that header
   * (`Access-Control-Expose-Headers: Retry-After`).
   */
  retry?: { maxAttempts?: number; delayMs?: number } | false;
  /** Time limit for one request, in milliseconds. Default: 15 000. */
  requestTimeoutMs?: number;
  /** Time limit for the frame to fire `load`, in milliseconds. Default: 30 000. */
  loadTimeoutMs?: number;
  /**
   * Lifetime of a token in milliseconds, counted from sending its request. Default: 600 000 (about ten minutes); at
   * most 2 147 483 647.
   */
  tokenLifetimeMs?: number;
  /**
   * The reaction to the end of the token's lifetime. `manual` (default): the widget says so beside the frame and offers
   * a fresh start; the frame stays and still works if the issuer allows it. `auto`: starts again if the frame has not
   * loaded yet, otherwise as `manual`. `close`: the attempt ends with `expired`.
   */
  onExpiry?: "manual" | "auto" | "close";
  /**
   * The reaction to a failure. `show` (default): the widget says that it failed and offers a retry; the attempt goes
   * on. `close`: the attempt ends.
   */
  onFailure?: "show" | "close";

  /**
   * With the script tag only: the URL of `set-pin-widget-engine.js` of the same version, which is loaded where
   * WebAssembly cannot run. Another origin must send `Access-Control-Allow-Origin`. By default the file beside
   * `set-pin-widget.js`; needed where that script is inlined, bundled or a module.
   */
  engineSrc?: string | URL;
  /** Attributes of the frame. */
  iframe?: {
    /**
     * Tokens for the `sandbox` attribute. They must contain `allow-scripts` and `allow-same-origin`: without them the
     * page cannot run, or its messages cannot be distinguished from others. Default: `false`, no such attribute.
     */
    sandbox?: string | false;
    /** The `allow` attribute: a permissions policy. Default: none. */
    allow?: string;
    /** The `referrerpolicy` attribute. Default: `strict-origin`. */
    referrerPolicy?: ReferrerPolicy;
  };
  /**
   * Ends the attempt with `closed_by_host` when it is aborted. If it is aborted already, `open()` ends at once, without
   * a request. One that `update()` brings takes its place.
   */
  signal?: AbortSignal;

  /** Called when a frame has fired its first `load`. */
  onReady?: () => void;
  /** Called exactly once per attempt, after everything has been cleaned up. Not called for a refused call. */
  onExit?: (result: SetPinResult) => void;
  /**
   * Called each time the attempt becomes `failed`, for each failure that ends an attempt, and for each refused call.
   * Without it, a failed attempt writes its error to the console.
   */
  onError?: (error: SetPinError) => void;
  /** Called when the token's lifetime is over. */
  onExpire?: () => void;
  /** Called after each change of `state`. */
  onStateChange?: (state: SetPinState, previous: SetPinState) => void;
  /**
   * Called when the cardholder presses "Sign in" after `unauthenticated`. The attempt ends first: `onExit` receives the
   * reason `failed` with this error. Without it, or with `onFailure: "close"`, the widget has no such button.
   */
  onSignIn?: () => void;
  /**
   * Called for everything that happens, for telemetry. Events never contain a token, a URL with one, or anything about
   * the cardholder.
   */
  onEvent?: (event: SetPinEvent) => void;
}
