/**
 * Every option of the widget, and every setting of the stand-in for the issuer, as a control. A control that stands as it was
 * found says nothing: the default holds, and neither the address nor the code names it.
 */

/**
 * @typedef {object} Control
 * @property {string} name The option's path, or the setting's with `sandbox.` before it.
 * @property {string} label
 * @property {"choice" | "colour" | "number" | "text" | "flag"} kind
 * @property {readonly string[]} [choices] The first is the default.
 * @property {string} [hint] What holds while the field is empty.
 */

/** @param {string} name @param {string} label @param {...string} choices @returns {Control} */
const choice = (name, label, ...choices) => ({ name, label, kind: "choice", choices });
/** @param {string} name @param {string} label @param {string} hint @returns {Control} */
const colour = (name, label, hint) => ({ name: `customCss.${name}`, label, kind: "colour", hint });
/** @param {string} name @param {string} label @param {string} [hint] @returns {Control} */
const number = (name, label, hint = "") => ({ name, label, kind: "number", hint });
/** @param {string} name @param {string} label @param {string} [hint] @returns {Control} */
const text = (name, label, hint = "") => ({ name, label, kind: "text", hint });
/** @param {string} name @param {string} label @returns {Control} */
const flag = (name, label) => ({ name, label, kind: "flag" });

const FAULTS = [
  ...["none", "401", "403", "404", "422", "429", "498", "499", "500", "503"],
  ...["hang", "drop", "truncate", "malformed", "html", "empty", "oversized"],
];

/** @type {readonly {title: string, open?: boolean, controls: readonly Control[]}[]} */
export const groups = [
  {
    title: "How it opens",
    open: true,
    controls: [
      choice("mode", "Mode", "modal", "inline", "redirect"),
      choice("locale", "Language", "", ..."en de es fr it pt nl pl tr ja zh ar".split(" ")),
      text("width", "Width", "100%"),
      text("height", "Height", "500px"),
      text("container", "Container", "document.body"),
      text("redirectUrl", "Redirect to", "this page"),
      flag("dismissOnBackdrop", "A click beside the modal closes it"),
    ],
  },
  {
    title: "The issuer’s page",
    open: true,
    controls: [
      choice("theme", "Theme", "", "light", "dark", "auto"),
      colour("backgroundColor", "Background", "#EFEFEF"),
      colour("textColor", "Text", "#000000"),
      colour("backgroundColorPrimary", "Buttons and fields", "#000000"),
      colour("textColorPrimary", "Text on them", "#FFFFFF"),
      colour("pinBorderColor", "Border of the PIN", "as buttons"),
      number("customCss.buttonBorderRadius", "Button radius, px", "8"),
      number("customCss.pinBorderRadius", "PIN radius, px", "4"),
      flag("noContrastWarning", "No warning of low contrast"),
    ],
  },
  {
    title: "The backend",
    controls: [
      choice("token", "Token by", "tokenUrl", "fetchToken"),
      choice("credentials", "Credentials", "", "same-origin", "include", "omit"),
      text("headers", "Header", "x-csrf: 1"),
      text("allowedOrigins", "Allowed origins", "the stand-in’s"),
      flag("cardStatus", "Ask for the card’s status first"),
      flag("waitForActive", "Wait until it is ACTIVE"),
      number("intervalMs", "Asking every, ms", "2000"),
      number("timeoutMs", "Waiting at most, ms", "120000"),
      flag("confirmOutcome", "Ask whether a PIN was set"),
    ],
  },
  {
    title: "Patience",
    controls: [
      flag("noRetry", "No retries"),
      number("retry.maxAttempts", "Attempts", "3"),
      number("retry.delayMs", "First pause, ms", "500"),
      number("requestTimeoutMs", "Request, ms", "15000"),
      number("loadTimeoutMs", "Loading, ms", "30000"),
      number("tokenLifetimeMs", "Token’s lifetime, ms", "600000"),
      choice("onExpiry", "On expiry", "", "manual", "auto", "close"),
      choice("onFailure", "On failure", "", "show", "close"),
      flag("signal", "End it by a signal"),
    ],
  },
  {
    title: "Frame and words",
    controls: [
      text("iframe.sandbox", "sandbox", "none"),
      text("iframe.allow", "allow", "none"),
      choice("iframe.referrerPolicy", "Referrer policy", "", "no-referrer", "origin", "same-origin", "strict-origin"),
      ...["title", "close", "loading", "expired", "retry", "failed", "blank"].map((key) =>
        text(`messages.${key}`, `Words: ${key}`),
      ),
    ],
  },
  {
    title: "What the stand-in does",
    controls: [
      choice("sandbox.card", "Card", "ACTIVE", "ORDERED", "FROZEN", "NONE", "NO_PIN"),
      number("sandbox.activateAfterPolls", "Active after polls", "never"),
      choice("sandbox.variant", "Page", "single", "multi", "hop", "unframeable"),
      number("sandbox.tokenLifetimeMs", "Token lives, ms", "600000"),
      choice("sandbox.token", "Token’s answer", ...FAULTS, "reuse"),
      choice("sandbox.status", "Status’s answer", ...FAULTS),
      choice("sandbox.issuer", "Issuer’s API", ...FAULTS.filter((fault) => fault !== "oversized")),
      choice("sandbox.page", "Hosted page", "none", "500", "hang", "drop", "empty", "download"),
      choice("sandbox.times", "Goes wrong", "each time", "once"),
    ],
  },
];

export const controls = groups.flatMap((group) => group.controls);
