// Generated from specification/ by `cargo xtask generate`. Do not edit.

/** The languages of the widget's own text, by their codes. */
export const LANGUAGES = [
  "en",
  "ar",
  "bg",
  "cs",
  "da",
  "de",
  "el",
  "es",
  "fi",
  "fr",
  "he",
  "hi",
  "hr",
  "hu",
  "id",
  "it",
  "ja",
  "ko",
  "nb",
  "nl",
  "pl",
  "pt-BR",
  "pt-PT",
  "ro",
  "sk",
  "sv",
  "th",
  "tr",
  "uk",
  "vi",
  "zh-Hans",
  "zh-Hant",
];

/** The keys of `messages`. */
export const MESSAGE_KEYS = [
  "title",
  "titleChange",
  "close",
  "loading",
  "waitingForCard",
  "retrying",
  "expired",
  "startOver",
  "retry",
  "failed",
  "offline",
  "signedOut",
  "signIn",
  "noCard",
  "cardFrozen",
  "cardBlocked",
  "pinUnavailable",
  "tooManyRequests",
  "issuerUnavailable",
  "blank",
  "frameTitle",
];

/** The statuses of the issuer's documented errors. */
export const DOCUMENTED_STATUSES = ["400", "401", "403", "404", "422", "429", "498", "499", "500"];

/**
 * The properties of `customCss`, colours first, each with the issuer's default.
 * @type {readonly {name: string, kind: "colour" | "number", label: string, value: string | number, from?: string}[]}
 */
export const CUSTOM_CSS = [
  { name: "backgroundColor", kind: "colour", label: "Background", value: "#EFEFEF" },
  { name: "textColor", kind: "colour", label: "Text", value: "#000000" },
  { name: "backgroundColorPrimary", kind: "colour", label: "Buttons and fields", value: "#000000" },
  { name: "textColorPrimary", kind: "colour", label: "Text on them", value: "#FFFFFF" },
  {
    name: "pinBorderColor",
    kind: "colour",
    label: "Border of the PIN",
    value: "#000000",
    from: "backgroundColorPrimary",
  },
  { name: "buttonBorderRadius", kind: "number", label: "Button radius, px", value: 8 },
  { name: "pinBorderRadius", kind: "number", label: "PIN radius, px", value: 4 },
];

/** Each text with its background. */
export const CUSTOM_CSS_PAIRS = [
  { text: "textColor", background: "backgroundColor", label: "Text" },
  { text: "textColorPrimary", background: "backgroundColorPrimary", label: "Text on buttons" },
];

/**
 * Options whose control is plain: its value is the option's.
 * @type {readonly {group: string, name: string, label: string, kind: "choice" | "number" | "text" | "flag", choices?: readonly string[], hint?: string, default?: boolean, framed?: boolean}[]}
 */
export const OPTIONS = [
  {
    group: "The backend",
    name: "credentials",
    label: "Credentials",
    kind: "choice",
    choices: ["same-origin", "omit", "include"],
  },
  { group: "How it opens", name: "purpose", label: "Purpose", kind: "choice", choices: ["set", "change"] },
  { group: "The issuer’s page", name: "theme", label: "Theme", kind: "choice", choices: ["light", "dark", "auto"] },
  { group: "How it opens", name: "width", label: "Width", kind: "text", hint: "100%", framed: true },
  { group: "How it opens", name: "height", label: "Height", kind: "text", hint: "500px", framed: true },
  {
    group: "The issuer’s page",
    name: "contrastWarning",
    label: "Warning of low contrast",
    kind: "flag",
    default: true,
  },
  { group: "How it opens", name: "hideHeader", label: "Hide the title", kind: "flag", default: false, framed: true },
  { group: "Timeouts and retries", name: "requestTimeoutMs", label: "Request, ms", kind: "number", hint: "15000" },
  {
    group: "Timeouts and retries",
    name: "loadTimeoutMs",
    label: "Loading, ms",
    kind: "number",
    hint: "30000",
    framed: true,
  },
  {
    group: "Timeouts and retries",
    name: "tokenLifetimeMs",
    label: "Token’s lifetime, ms",
    kind: "number",
    hint: "600000",
  },
  {
    group: "Timeouts and retries",
    name: "onExpiry",
    label: "On expiry",
    kind: "choice",
    choices: ["manual", "auto", "close"],
  },
  { group: "Timeouts and retries", name: "onFailure", label: "On failure", kind: "choice", choices: ["show", "close"] },
  {
    group: "Frame and texts",
    name: "engineSrc",
    label: "Engine of the script tag",
    kind: "text",
    hint: "beside the script",
  },
  { group: "Frame and texts", name: "iframe.sandbox", label: "sandbox", kind: "text", hint: "none", framed: true },
  { group: "Frame and texts", name: "iframe.allow", label: "allow", kind: "text", hint: "none", framed: true },
  {
    group: "Frame and texts",
    name: "iframe.referrerPolicy",
    label: "Referrer policy",
    kind: "choice",
    choices: [
      "strict-origin",
      "no-referrer",
      "origin",
      "same-origin",
      "strict-origin-when-cross-origin",
      "origin-when-cross-origin",
      "no-referrer-when-downgrade",
      "unsafe-url",
    ],
    framed: true,
  },
];

/** The attributes of the element, by the option's path. @type {Readonly<Record<string, string>>} */
export const ATTRIBUTES = {
  mode: "mode",
  theme: "theme",
  customCss: "custom-css",
  width: "width",
  height: "height",
  contrastWarning: "contrast-warning",
  locale: "locale",
  hideHeader: "hide-header",
  dismissOnBackdrop: "dismiss-on-backdrop",
  requestTimeoutMs: "request-timeout-ms",
  loadTimeoutMs: "load-timeout-ms",
  tokenLifetimeMs: "token-lifetime-ms",
  onExpiry: "expiry",
  onFailure: "failure",
};

/** The attributes of the script tag, which only the host itself can write. @type {Readonly<Record<string, string>>} */
export const TAG_ATTRIBUTES = {
  tokenUrl: "data-token-url",
  redirectUrl: "data-redirect-url",
  allowedOrigins: "data-allowed-origins",
  "cardStatus.url": "data-card-status-url",
  engineSrc: "data-engine-src",
};

/** The options that are called back. */
export const CALLBACKS = /** @type {const} */ ([
  "onReady",
  "onExit",
  "onError",
  "onExpire",
  "onStateChange",
  "onEvent",
]);
