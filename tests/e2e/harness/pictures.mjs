/**
 * The documentation's pictures: the widget in each of its states, alone and on contact sheets, and
 * the demo site. Pages that show a document have no pictures, because the site shows the document's
 * text.
 */
import { documents } from "./documents.mjs";
import { pages } from "./use-case-page.mjs";

/** @typedef {import("./use-case-page.mjs").SitePage} SitePage */

export const THEMES = /** @type {const} */ (["light", "dark"]);

/** The pages that have pictures. */
export const pictured = pages.filter(({ path }) => !documents.some(({ url }) => url === path));

/**
 * The widget in one state.
 * @typedef {object} WidgetPicture
 * @property {string} name
 * @property {string} title
 * @property {import("../../contract/set-pin-widget.d.ts").SetPinState} state
 * @property {Record<string, unknown>} [options]
 * @property {Record<string, unknown>} [settings] Of the sandbox.
 * @property {string} [text] The status or the sentence to wait for, if several states of the view have this state.
 * @property {string} [notice] The button to wait for.
 * @property {boolean} [signIn] Whether the host has an `onSignIn`.
 * @property {[width: number, height: number]} [screen] In CSS pixels. At 400 % zoom, a screen of 1280 by 1024 has 320 by 256.
 * @property {number} [container] The width of the container, for an inline widget.
 */

const hangs = { faults: { page: [{ kind: "hang", times: 0 }] } };
/** @param {number} status @param {Record<string, string>} [headers] */
const fails = (status, headers = {}) => ({ faults: { token: [{ kind: "status", status, headers, times: 0 }] } });
const expires = { tokenLifetimeMs: 1500 };

/** @type {readonly WidgetPicture[]} */
export const widgetPictures = [
  { name: "loading", title: "The page is loading", state: "loading", settings: hangs },
  { name: "ready", title: "The issuer’s page", state: "ready" },
  { name: "expired", title: "Open for more than ten minutes", state: "expired", options: expires },
  {
    name: "failed",
    title: "A failure that a retry can help",
    state: "failed",
    options: { retry: false },
    settings: fails(500),
  },
  { name: "not-retryable", title: "A failure that a retry cannot help", state: "failed", settings: fails(404) },
  {
    name: "too-many-tries",
    title: "Too many tries",
    state: "failed",
    options: { retry: false },
    settings: fails(429, { "retry-after": "90" }),
  },
  { name: "desktop", title: "On a larger screen", state: "expired", options: expires, screen: [1280, 800] },
  { name: "dark", title: "A dark theme", state: "expired", options: { ...expires, theme: "dark" } },
  { name: "right-to-left", title: "Right to left", state: "expired", options: { ...expires, locale: "ar" } },
  { name: "long-language", title: "A long language", state: "expired", options: { ...expires, locale: "uk" } },
  { name: "narrow-frame", title: "width: 200px", state: "ready", options: { width: "200px" } },
  {
    name: "narrow-container",
    title: "In a container of 280 pixels",
    state: "expired",
    options: expires,
    container: 280,
  },
  {
    name: "zoomed",
    title: "At 400 % zoom",
    state: "failed",
    options: { retry: false },
    settings: fails(500),
    screen: [320, 256],
  },
  { name: "hide-header", title: "hideHeader", state: "ready", options: { hideHeader: true } },
  {
    name: "own-style",
    title: "A host’s own style",
    state: "failed",
    options: { retry: false },
    settings: fails(500),
    screen: [800, 760],
  },
];

const inline = { mode: "inline" };
const waits = { cardStatus: { url: "/api/card/status", waitForActive: true } };
const once = { retry: false };

/**
 * The states on the contact sheets. An inline widget has no header and no close button, and does not
 * move the focus into the frame.
 * @type {readonly WidgetPicture[]}
 */
export const contactSheetStates = [
  {
    name: "requesting",
    title: "Opening",
    state: "requesting",
    settings: { faults: { token: [{ kind: "hang", times: 0 }] } },
  },
  {
    name: "waiting-for-card",
    title: "Waiting for the card",
    state: "checking",
    text: "Waiting for your card to be activated…",
    options: waits,
    settings: { card: "NONE" },
  },
  {
    name: "retrying",
    title: "Trying again",
    state: "requesting",
    text: "Trying again…",
    options: { retry: { delayMs: 60_000 } },
    settings: fails(503),
  },
  { name: "loading", title: "Loading", state: "loading", settings: hangs },
  { name: "ready", title: "Ready", state: "ready" },
  { name: "expired", title: "Expired", state: "expired", options: expires },
  { name: "failed", title: "Failed, with a retry", state: "failed", options: once, settings: fails(500) },
  { name: "not-retryable", title: "Failed, without a retry", state: "failed", settings: fails(404) },
  {
    name: "too-many-tries",
    title: "Too many tries",
    state: "failed",
    options: once,
    settings: fails(429, { "retry-after": "90" }),
  },
  { name: "signed-out", title: "Signed out, with onSignIn", state: "failed", signIn: true, settings: fails(401) },
  { name: "inline-loading", title: "Inline: loading", state: "loading", options: inline, settings: hangs },
  {
    name: "inline-blank",
    title: "Inline: ready, reload offered",
    state: "ready",
    notice: "Page not showing? Reload it",
    options: inline,
  },
  { name: "inline-expired", title: "Inline: expired", state: "expired", options: { ...inline, ...expires } },
  {
    name: "inline-failed",
    title: "Inline: failed, with a retry",
    state: "failed",
    options: { ...inline, ...once },
    settings: fails(500),
  },
  {
    name: "inline-not-retryable",
    title: "Inline: failed, without a retry",
    state: "failed",
    options: inline,
    settings: fails(404),
  },
];

/**
 * The contact sheets: one for each screen and theme. If the screen is wider than 640 pixels, each
 * picture shows its middle, so that the text can be read.
 * @typedef {{screen: readonly [width: number, height: number], theme: "light" | "dark"}} ContactSheet
 * @type {readonly ContactSheet[]}
 */
export const contactSheets = /** @type {const} */ ([
  [375, 667],
  [768, 1024],
  [1440, 900],
]).flatMap((screen) => THEMES.map((theme) => ({ screen, theme })));

/** @param {ContactSheet} sheet */
export const contactSheetFile = ({ screen: [width], theme }) => `states-${width}-${theme}.webp`;

/** @param {ContactSheet} sheet */
const contactSheetTitle = ({ screen: [width], theme }) => `Each state at ${width} pixels, ${theme}`;

/** @param {WidgetPicture} picture */
export const widgetFile = ({ name }) => `widget-${name}.webp`;

/** @param {SitePage} page @param {string} theme */
export const pictureFile = ({ name }, theme) => `${name}-${theme}.webp`;

/** Returns `docs/pictures.md` with links to the expected pictures. @param {string} document */
export function withPictures(document) {
  const captions = contactSheetStates.map(({ title }) => title).join("; ");
  const sheets = contactSheets.map(
    (sheet) =>
      `### ${contactSheetTitle(sheet)}\n\n![${contactSheetTitle(sheet)}: ${captions}](images/${contactSheetFile(sheet)})`,
  );
  const states = widgetPictures.map(
    (picture) => `### ${picture.title}\n\n![${picture.title}](images/${widgetFile(picture)})`,
  );
  const sites = pictured.map((page) => {
    const pictures = THEMES.map((theme) => `![${page.title}, ${theme}](images/${pictureFile(page, theme)})`);
    return [`## ${page.title}`, ...pictures].join("\n\n");
  });
  const sections = ["## The widget", ...sheets, ...states, ...sites];
  const [start, end] = ["<!-- pictures: cargo xtask screenshots -->", "<!-- /pictures -->"];
  const [before, ...rest] = document.split(start);
  const [, after] = rest.join(start).split(end);
  if (after === undefined) throw new Error(`docs/pictures.md has no place for the pictures: ${start} … ${end}`);
  return `${before}${start}\n\n${sections.join("\n\n")}\n\n${end}${after}`;
}
