/**
 * Every option of the widget, and every setting of the sandbox, as a control. An unchanged control
 * means the default, and appears neither in the URL nor in the code.
 */

import { CALLBACKS, CUSTOM_CSS, DOCUMENTED_STATUSES, LANGUAGES, MESSAGE_KEYS, OPTIONS } from "./generated.mjs";

/** @typedef {import("./state.mjs").State} State */

/**
 * @typedef {object} Control
 * @property {string} name The path of the option, or of the setting with the prefix `sandbox.`.
 * @property {string} label
 * @property {"choice" | "colour" | "number" | "text" | "lines" | "flag"} kind
 * @property {readonly string[]} [choices] The first is the default.
 * @property {string} [hint] The default, which is shown while the field is empty.
 * @property {Need} [need] The condition under which it has an effect.
 */

/** @typedef {{text: string, isMet: (state: State) => boolean}} Need */

/**
 * @typedef {object} Group
 * @property {string} title
 * @property {string} [note]
 * @property {boolean} [open]
 * @property {boolean} [looks] Whether to add buttons for the issuer's own themes.
 * @property {readonly Control[]} controls
 */

/** @param {string} name @param {string} label @param {...string} choices @returns {Control} */
const choice = (name, label, ...choices) => ({ name, label, kind: "choice", choices });
/** @param {typeof CUSTOM_CSS[number]} property @returns {Control} */
const customCss = ({ name, label, kind, value, from }) => {
  const other = CUSTOM_CSS.find((property) => property.name === from);
  const hint = other ? `as ${other.label.toLowerCase()}` : String(value);
  return { name: `customCss.${name}`, label, kind, hint };
};
/** @param {string} name @param {string} label @param {string} [hint] @returns {Control} */
const number = (name, label, hint = "") => ({ name, label, kind: "number", hint });
/** @param {string} name @param {string} label @param {string} [hint] @returns {Control} */
const text = (name, label, hint = "") => ({ name, label, kind: "text", hint });
/** @param {string} name @param {string} label @param {"yes" | "no"} [from] @returns {Control} */
const flag = (name, label, from = "no") => ({ name, label, kind: "flag", choices: [from] });

/** @param {string} text @param {Need["isMet"]} isMet @param {Control} control @returns {Control} */
const when = (text, isMet, control) => ({ ...control, need: { text, isMet } });

/** @type {Need["isMet"]} */
const isRedirect = ({ mode }) => mode === "redirect";
/** @type {Need["isMet"]} */
const isFramed = ({ mode }) => mode !== "redirect";
/** @param {string} fault @returns {Need["isMet"]} */
const fails = (fault) => (state) => PLACES.some((place) => state[`sandbox.${place}`] === fault);

export const PLACES = /** @type {const} */ (["token", "status", "issuer", "page"]);
/** The callbacks that are given unless the visitor switches them off. */
export const ON_BY_DEFAULT = ["onExit", "onEvent"];

// The issuer does not document 503, which a server in between sends.
const STATUSES = [...DOCUMENTED_STATUSES, "503"];
const FAULTS = ["hang", "drop", "truncate", "malformed", "html", "empty", "delay", "redirect", "body"];

/** The controls of a group whose value is the option's. @param {string} title @returns {Control[]} */
const plain = (title) =>
  OPTIONS.filter(({ group }) => group === title).map((option) => {
    const { name, label, kind, hint = "", framed } = option;
    const choice = ["", ...(option.choices ?? [])];
    const ofKind = { choice, flag: [option.default ? "yes" : "no"], number: [], text: [] }[kind];
    const control = { name, label, kind, hint, ...(ofKind.length > 0 && { choices: ofKind }) };
    return framed ? when("not in redirect mode", isFramed, control) : control;
  });

/** @type {readonly Group[]} */
export const groups = [
  {
    title: "How it opens",
    open: true,
    controls: [
      choice("mode", "Mode", "modal", "inline", "redirect"),
      choice("locale", "Language", "", ...LANGUAGES),
      ...plain("How it opens"),
      when("not in redirect mode", isFramed, text("container", "Container", "document.body")),
      when("only in redirect mode", isRedirect, text("redirectUrl", "Redirect to", "this page")),
      when(
        "only in modal mode",
        ({ mode }) => mode === undefined,
        flag("dismissOnBackdrop", "Close on backdrop click"),
      ),
    ],
  },
  {
    title: "The issuer’s page",
    open: true,
    looks: true,
    controls: [...plain("The issuer’s page"), ...CUSTOM_CSS.map(customCss)],
  },
  {
    title: "The backend",
    controls: [
      choice("token", "Token by", "tokenUrl", "fetchToken"),
      when(
        "only by tokenUrl",
        ({ token }) => token === undefined,
        text("tokenUrl", "tokenUrl", "/api/card/set-pin/token"),
      ),
      ...plain("The backend"),
      { name: "headers", label: "Headers, one on each line", kind: "lines", hint: "x-csrf: 1" },
      when(
        "once there are headers",
        ({ headers }) => headers !== undefined,
        choice("headersBy", "Headers as", "an object", "a function"),
      ),
      text("allowedOrigins", "Allowed origins", "the issuer’s"),
      choice("cardStatus", "Request the card’s status by", "", "url", "fetch"),
      when(
        "only by url",
        ({ cardStatus }) => cardStatus === "url",
        text("cardStatus.url", "Status’s url", "/api/card/status"),
      ),
      when(
        "once the status is requested",
        ({ cardStatus }) => cardStatus !== undefined,
        flag("waitForActive", "Wait until it is ACTIVE"),
      ),
      ...[number("intervalMs", "Interval, ms", "2000"), number("timeoutMs", "Waiting at most, ms", "120000")].map(
        (control) => when("once it waits", ({ waitForActive }) => waitForActive !== undefined, control),
      ),
      when("not in redirect mode", isFramed, flag("confirmOutcome", "Ask whether a PIN was set")),
      flag("pinVersion", "Compare a value of the PIN"),
      flag("stepUp", "Ask for a second factor"),
      flag("onSignIn", "Offer to sign in"),
    ],
  },
  {
    title: "Timeouts and retries",
    controls: [
      flag("noRetry", "No retries"),
      ...[number("retry.maxAttempts", "Attempts", "3"), number("retry.delayMs", "First pause, ms", "500")].map(
        (control) => when("where it retries", ({ noRetry }) => noRetry === undefined, control),
      ),
      ...plain("Timeouts and retries"),
      flag("signal", "Close ends it by a signal"),
    ],
  },
  {
    title: "Callbacks",
    controls: [...CALLBACKS.map((name) => flag(name, name, ON_BY_DEFAULT.includes(name) ? "yes" : "no"))],
  },
  {
    title: "Frame and texts",
    controls: [...plain("Frame and texts"), ...MESSAGE_KEYS.map((key) => text(`messages.${key}`, `Text: ${key}`))],
  },
  {
    title: "Automatic button press",
    note: "While a modal is open, nothing else on the page can be pressed: choose before.",
    controls: [
      choice("press", "Press", "", "Close", "Retry", "Focus"),
      when("once a button is chosen", ({ press }) => press !== undefined, number("pressAfter", "After, seconds", "5")),
    ],
  },
  {
    title: "Simulated issuer",
    controls: [
      choice("sandbox.card", "Card", "ACTIVE", "FROZEN", "BLOCKED", "NONE", "NO_PIN"),
      flag("sandbox.pin", "It has a PIN already"),
      when(
        "while there is no card",
        (state) => state["sandbox.card"] === "NONE",
        number("sandbox.activateAfterPolls", "Active after polls", "never"),
      ),
      choice("sandbox.variant", "Page", "single", "multi", "hop", "unframeable"),
      number("sandbox.tokenLifetimeMs", "Token lives, ms", "600000"),
      choice("sandbox.token", "Token response", "none", ...STATUSES, ...FAULTS, "oversized", "url", "reuse"),
      choice("sandbox.status", "Status response", "none", ...STATUSES, ...FAULTS, "oversized"),
      choice("sandbox.issuer", "Issuer’s API", "none", ...STATUSES, ...FAULTS),
      choice("sandbox.page", "Hosted page", "none", "404", "500", "hang", "drop", "empty", "delay", "download"),
      when(
        "once there is a fault",
        (state) => PLACES.some((place) => state[`sandbox.${place}`]),
        choice("sandbox.times", "Fault occurs", "each time", "once"),
      ),
      when("of a 429", fails("429"), number("sandbox.retryAfter", "Retry-After, s", "not sent")),
      when("of a delay", fails("delay"), number("sandbox.delayMs", "Delay, ms", "3000")),
      when("of a redirect", fails("redirect"), text("sandbox.to", "Redirects to", "/")),
      when("of a body", fails("body"), text("sandbox.body", "Body", "{}")),
      when("of another URL", fails("url"), text("sandbox.url", "URL of the page", "https://example.org/?t={token}")),
    ],
  },
];

export const controls = groups.flatMap((group) => group.controls);
