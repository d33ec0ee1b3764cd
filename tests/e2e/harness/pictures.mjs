/**
 * The README's tables of pictures: every page of the site in both themes.
 */
import { pages } from "./use-case-page.mjs";

/** @typedef {import("./use-case-page.mjs").SitePage} SitePage */

export const THEMES = /** @type {const} */ (["light", "dark"]);

/** @param {SitePage} page @param {string} theme */
export const pictureFile = ({ name }, theme) => `${name}-${theme}.webp`;

/** @param {readonly SitePage[]} some */
function table(some) {
  const rows = some.map((page) => {
    const pictures = THEMES.map((theme) => `![${page.title}, ${theme}](docs/images/${pictureFile(page, theme)})`);
    return `| ${page.title} | ${pictures.join(" | ")} |`;
  });
  return ["| Page | Light | Dark |", "|---|---|---|", ...rows].join("\n");
}

/** The README with its tables as they are to be. @param {string} readme */
export function withPictures(readme) {
  const isDocument = (/** @type {SitePage} */ { path }) => path.startsWith("/docs/");
  const tables = `${table(pages.filter((page) => !isDocument(page)))}

<details>
<summary>The documentation’s pages</summary>

${table(pages.filter(isDocument))}

</details>`;
  const [start, end] = ["<!-- pictures: cargo xtask screenshots -->", "<!-- /pictures -->"];
  const [before, ...rest] = readme.split(start);
  const [, after] = rest.join(start).split(end);
  if (after === undefined) throw new Error(`The README has no place for the pictures: ${start} … ${end}`);
  return `${before}${start}\n\n${tables}\n\n${end}${after}`;
}
