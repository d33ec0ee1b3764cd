// Generated from specification/lifecycle.toml by `cargo xtask generate`. Do not edit.

/** The state of a widget. */
export type SetPinState =
  | "idle" // Nothing is shown; `open()` may be called
  | "starting" // The engine is loading
  | "checking" // The card's status is being requested (only with `cardStatus`)
  | "authorizing" // Your `stepUp` is running
  | "requesting" // A token is being requested
  | "loading" // The frame has its URL and has not fired `load` yet
  | "ready" // The frame has fired `load`; an embedding page cannot know whether it shows the PIN page
  | "expired" // The token's lifetime is over
  | "failed" // Something failed: see the last error. The widget offers a retry, so the attempt is still running
  | "closed" // The attempt has ended; `open()` starts another
  | "destroyed"; // Final

/** Why an attempt has ended. */
export type ExitReason =
  | "page_closed" // The hosted page sent `abort`: the cardholder completed OR cancelled; the issuer does not say which
  | "dismissed" // The cardholder closed the widget's own dialog (close button, Escape, or the browser's own close request)
  | "declined" // Your `stepUp` resolved to `false`
  | "closed_by_host" // You called `close()`, or aborted `signal`
  | "expired" // The attempt ended after the token's lifetime, or because of `onExpiry: "close"`
  | "failed" // See `error`
  | "redirected" // The browser is on its way to the hosted page
  | "destroyed"; // `destroy()` was called during the attempt

/** `unknown` unless your `confirmOutcome` resolved to a boolean. Never inferred from `abort`. */
export type Outcome =
  | "unknown" // Neither your `confirmOutcome` nor your `pinVersion` says whether a PIN was set
  | "confirmed" // Your `confirmOutcome` or `pinVersion` says that a PIN was set
  | "not_confirmed"; // Your `confirmOutcome` or `pinVersion` says that no PIN was set

/** The names of events. Open-ended: more may be added. */
export type EventName =
  | "open" // An attempt has started
  | "card_request" // The card's status is being requested
  | "card_wait" // The card is not active yet: its status is requested again after a pause
  | "token_request" // A token is being requested
  | "token_response" // A token has arrived and may be used
  | "retry" // The next request follows, either automatically, or because the cardholder or `retry()` asked for it
  | "frame_load" // The frame has fired `load`; once more for each further page inside it
  | "message_rejected" // An `abort` from somewhere else, or any other message from the frame; a flood of them is reported once
  | "expire" // The token's lifetime is over
  | "error" // Something failed; `code` says what
  | "exit" // The attempt has ended
  | (string & {});

/** The notices that the widget shows beside a frame. */
export type Notice =
  | "loading" // A request is in flight, or the frame is loading
  | "waiting_for_card" // The card is not active yet
  | "retrying" // A request failed, and is repeated
  | "ready" // No notice: the frame has loaded
  | "blank" // A restart is offered, in case the frame shows nothing
  | "expired"; // The token's lifetime is over
