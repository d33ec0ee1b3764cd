/**
 * The documentation as pages of the demo site: www/docs/, made anew from docs/ and from what the package says of itself.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { render } from "./document.mjs";
import { contents, page } from "./page.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const out = `${repository}www/docs/`;

/** Where each document stands on the site, by where it stands in the repository. @type {Map<string, string>} */
const places = new Map([
  ...readdirSync(`${repository}docs`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => /** @type {const} */ ([`docs/${name}`, `/docs/${name.replace(/\.md$/, ".html")}`])),
  ["docs/README.md", "/docs/"],
  ["pkg-template/README.md", "/docs/package.html"],
  ["CHANGELOG.md", "/docs/changelog.html"],
]);

/** @param {string} path */
const read = (path) => readFileSync(repository + path, "utf8");

const groups = contents(read("docs/README.md"), places);
rmSync(out, { recursive: true, force: true });
mkdirSync(`${out}images`, { recursive: true });
for (const [path, place] of places) {
  const document = render({ path, text: read(path), repository, places });
  for (const image of document.images) cpSync(repository + image, `${out}images/${basename(image)}`);
  writeFileSync(`${repository}www${place.replace(/\/$/, "/index.html")}`, page(document, place, groups));
}
