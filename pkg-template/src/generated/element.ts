// Generated from specification/options.toml by `cargo xtask generate`. Do not edit.

/** The shortest time that an attribute sets. */
export const MIN_ATTRIBUTE_MS = 1_000;

/** The longest time that an attribute sets. */
export const MAX_ATTRIBUTE_MS = 3_600_000;

/** Each attribute of the element, with the option that it sets and the function that reads its text. */
export const attributes = <Read>(
  text: Read,
  json: Read,
  timeout: Read,
): Readonly<Record<string, readonly [option: string, read: Read]>> => ({
  mode: ["mode", text],
  theme: ["theme", text],
  "custom-css": ["customCss", json],
  width: ["width", text],
  height: ["height", text],
  "contrast-warning": ["contrastWarning", json],
  locale: ["locale", text],
  "hide-header": ["hideHeader", json],
  "dismiss-on-backdrop": ["dismissOnBackdrop", json],
  "request-timeout-ms": ["requestTimeoutMs", timeout],
  "load-timeout-ms": ["loadTimeoutMs", timeout],
  "token-lifetime-ms": ["tokenLifetimeMs", timeout],
  expiry: ["onExpiry", text],
  failure: ["onFailure", text],
});

/** Attributes of version 0.1.0 that are ignored, each with the option that script must set instead. */
export const IGNORED: Readonly<Record<string, string>> = {
  "token-url": "tokenUrl",
  credentials: "credentials",
  container: "container",
  "redirect-url": "redirectUrl",
  "allowed-origins": "allowedOrigins",
  messages: "messages",
  "card-status-url": "cardStatus.url",
  "wait-for-active": "cardStatus.waitForActive",
  "retry-max-attempts": "retry.maxAttempts",
  "retry-delay-ms": "retry.delayMs",
  "iframe-sandbox": "iframe.sandbox",
  "iframe-allow": "iframe.allow",
  "iframe-referrer-policy": "iframe.referrerPolicy",
};

/** Options without an attribute that are properties of the element. */
export const PROPERTY_ONLY = [
  "tokenUrl",
  "fetchToken",
  "headers",
  "credentials",
  "purpose",
  "container",
  "redirectUrl",
  "allowedOrigins",
  "messages",
  "cardStatus",
  "stepUp",
  "confirmOutcome",
  "pinVersion",
  "engineSrc",
  "iframe",
  "signal",
  "onSignIn",
];

/** The options that are called back. */
export type CallbackName = "onReady" | "onExit" | "onError" | "onExpire" | "onStateChange" | "onEvent";

/** The event that the element dispatches beside each callback. */
export const EVENTS = {
  onReady: "set-pin-ready",
  onExit: "set-pin-exit",
  onError: "set-pin-error",
  onExpire: "set-pin-expire",
  onStateChange: "set-pin-state-change",
  onEvent: "set-pin-event",
} as const;
