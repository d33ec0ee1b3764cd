/**
 * The documentation's pictures: the widget in each of its states, and the demo site. Pages that show
 * a document have no pictures, because the site shows the document's text.
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

/** @param {WidgetPicture} picture */
export const widgetFile = ({ name }) => `widget-${name}.webp`;

/** @param {SitePage} page @param {string} theme */
export const pictureFile = ({ name }, theme) => `${name}-${theme}.webp`;

/** Returns `docs/pictures.md` with links to the expected pictures. @param {string} document */
export function withPictures(document) {
  const states = widgetPictures.map(
    (picture) => `### ${picture.title}\n\n![${picture.title}](images/${widgetFile(picture)})`,
  );
  const sites = pictured.map((page) => {
    const pictures = THEMES.map((theme) => `![${page.title}, ${theme}](images/${pictureFile(page, theme)})`);
    return [`## ${page.title}`, ...pictures].join("\n\n");
  });
  const sections = ["## The widget", ...states, ...sites];
  const [start, end] = ["<!-- pictures: cargo xtask screenshots -->", "<!-- /pictures -->"];
  const [before, ...rest] = document.split(start);
  const [, after] = rest.join(start).split(end);
  if (after === undefined) throw new Error(`docs/pictures.md has no place for the pictures: ${start} … ${end}`);
  return `${before}${start}\n\n${sections.join("\n\n")}\n\n${end}${after}`;
}
