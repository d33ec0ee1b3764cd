/**
 * The documentation's pictures of the demo site, in both themes. Pages that show a document have no
 * pictures, because the site shows the document's text.
 */
import { documents } from "./documents.mjs";
import { pages } from "./use-case-page.mjs";

/** @typedef {import("./use-case-page.mjs").SitePage} SitePage */

export const THEMES = /** @type {const} */ (["light", "dark"]);

/** The pages that have pictures. */
export const pictured = pages.filter(({ path }) => !documents.some(({ url }) => url === path));

/** @param {SitePage} page @param {string} theme */
export const pictureFile = ({ name }, theme) => `${name}-${theme}.webp`;

/** Returns `docs/pictures.md` with links to the expected pictures. @param {string} document */
export function withPictures(document) {
  const sections = pictured.map((page) => {
    const pictures = THEMES.map((theme) => `![${page.title}, ${theme}](images/${pictureFile(page, theme)})`);
    return [`## ${page.title}`, ...pictures].join("\n\n");
  });
  const [start, end] = ["<!-- pictures: cargo xtask screenshots -->", "<!-- /pictures -->"];
  const [before, ...rest] = document.split(start);
  const [, after] = rest.join(start).split(end);
  if (after === undefined) throw new Error(`docs/pictures.md has no place for the pictures: ${start} … ${end}`);
  return `${before}${start}\n\n${sections.join("\n\n")}\n\n${end}${after}`;
}
