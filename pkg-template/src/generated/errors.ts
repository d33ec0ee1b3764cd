// Generated from specification/errors.toml by `cargo xtask generate`. Do not edit.

/** In brackets: whether `retryable`. Then what happened, and after `Do:` what helps. Open-ended: handle the codes you know and have a default. */
export type SetPinErrorCode =
  // Your own call: the attempt ends, or the call is refused, at once
  | "invalid_options" // [no] An option is wrong, or two options contradict each other; the message names the option and what it accepts
  // Do: Correct the option that the message names.
  | "container_not_found" // [no] The `container` is not in the document, is not displayed, or does not accept the widget
  // Do: Open the widget once the element exists and is displayed, or correct the selector. If it is both, the console says what threw.
  | "sandboxed_host" // [no] Your page runs in a sandbox without `allow-same-origin`, which the hosted page would inherit
  // Do: Add `allow-same-origin` to the `sandbox` attribute (or policy) of the frame that holds your page.
  | "already_open" // [no] The call was refused; the attempt in progress is not touched
  // Do: Wait until it ends, or call `close()` first.
  | "destroyed" // [no] The call was refused: `destroy()` is final
  // Do: Make a new widget with `createSetPin()`.
  | "not_in_browser" // [no] The call was refused: there is no page to open in, for example while rendering on a server
  // Do: Call `open()` from an event handler or an effect.
  // The engine: the attempt ends at once, and the next `open()` loads it again
  | "runtime_load_failed" // [yes] Neither WebAssembly nor the JavaScript engine could be started, or something in the page threw while the engine ran (the console says what)
  // Do: Allow `'wasm-unsafe-eval'` in `script-src` and serve the package's files unchanged, or import from `set-pin-widget/csp` (which the entries for frameworks do not use). Then open it again; if that fails too, reload the page.
  // Your `stepUp`
  | "step_up_failed" // [yes] `stepUp` threw or rejected, or resolved to something other than a boolean or a record
  // Do: Offer to try again. Let `stepUp` resolve to `false` if the cardholder declines. The thrown value itself is not reported, because it could contain a secret.
  // Requesting the token
  | "network" // [yes] No response: offline, DNS, CORS or a broken connection; a page cannot tell which
  // Do: Offer to try again. If it never works, check the URL, and CORS if your backend is on another origin.
  | "timeout" // [yes] No response within `requestTimeoutMs`
  // Do: Offer to try again, or raise `requestTimeoutMs`.
  | "invalid_response" // [no] The response is not the documented one; the message says which part, never what it contains
  // Do: Let your backend respond with the issuer's `{ token, hostedPageUrl }` as JSON, with nothing around it.
  | "token_callback_failed" // [no] `fetchToken` or `headers` threw something without an HTTP `status`
  // Do: Check your own function. Throw an object with a `status`, such as `{ status: 401 }`, and it counts as a response with that status; a redirect's counts as `unauthenticated`, and 0 as `network`. The thrown value itself is not reported, because it could contain a token.
  | "unauthenticated" // [no] 401, or a redirect (to a login page, for example)
  // Do: Let the cardholder sign in again, then open the widget.
  | "forbidden" // [no] 403
  // Do: Check the rights of the access token, and which origins your backend accepts.
  | "card_not_found" // [no] 404: the cardholder has no card, or the route does not exist. `waitForActive` waits for such a card
  // Do: Let the cardholder order a card first, or correct the path in `tokenUrl`.
  | "validation_rejected" // [no] 400 or 422
  // Do: Check `customCss` (colours are `#RRGGBB`) and `redirectUrl`, and what your backend forwards.
  | "rate_limited" // [yes] 429; not repeated automatically if `Retry-After` asks for more than 30 s
  // Do: Let the cardholder try again later.
  | "invalid_client_key" // [no] 498
  // Do: Correct the client key in your backend: the issuer does not know it.
  | "missing_client_key" // [no] 499
  // Do: Let your backend send the client key, in the header that your issuer expects.
  | "server_error" // [yes] 500 to 599
  // Do: Offer to try again later; your backend's log says more.
  | "unexpected_status" // [no] Any other status; the message names it
  // Do: Check your backend's route: the issuer documents no such status. `set-pin-widget/server` sends 405, 408, 413 and 415 for a request that it does not accept; its `onError` says why.
  // The card
  | "card_frozen" // [yes] The card's status is `FROZEN`
  // Do: Let the cardholder unfreeze the card, then open the widget again.
  | "card_blocked" // [no] The card's status is `BLOCKED`, which is final; `waitForActive` ends at once
  // Do: Show the cardholder how to get another card.
  | "card_not_active" // [yes] The card has another status than `ACTIVE`, or no card exists yet when `waitForActive` ends
  // Do: Wait until it is active, or let the widget wait: `cardStatus.waitForActive`.
  | "pin_unavailable" // [no] The response of `cardStatus` has `canSetPin: false`: this card has no PIN
  // Do: Do not offer to set a PIN for this card.
  | "card_status_failed" // [yes] The card's status could not be read, for another reason than `unauthenticated` and `card_not_found`
  // Do: Look at `status`, and at the route or function of `cardStatus`, then try again.
  // The hosted page
  | "untrusted_origin" // [no] `hostedPageUrl` is not on an allowed origin, so no frame is created; the message names the origin
  // Do: If the origin is your issuer's, add it to `allowedOrigins` (and to the page's `frame-src`). If it is not, find out which server responded.
  | "token_reused" // [yes] The backend returned a token that this page has used before
  // Do: Let your backend ask the issuer for a new token for each request, and cache nothing.
  | "frame_blocked" // [no] Your page's own Content-Security-Policy refused the frame; the message names the directive
  // Do: Add the issuer's origin to `frame-src`.
  | "frame_timeout" // [yes] No `load` within `loadTimeoutMs`; a frame that may be in use stays, with the notice beside it
  // Do: Offer to try again, or raise `loadTimeoutMs`.
  | "frame_reloaded" // [yes] The frame has a new window (it was removed from the document and put back): its token is used up
  // Do: Leave the widget's elements where they are while it is open.
  | "frame_removed" // [yes] Your page removed the frame from the document; where the whole widget or its `container` was removed, or a dialog is moved or no longer displayed, the attempt has ended
  // Do: End the attempt with `close()` or `destroy()` instead.
  | (string & {});

/** The errors that the handle itself reports, and whether each is retryable. */
export interface HandleErrors {
  already_open: false;
  destroyed: false;
  not_in_browser: false;
  runtime_load_failed: true;
}
