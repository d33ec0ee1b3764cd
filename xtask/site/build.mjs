/**
 * Builds the documentation's pages of the demo site, www/docs/, from docs/, the package's README
 * and the changelog, with the index of the search.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { render } from "./document.mjs";
import { contents, page } from "./page.mjs";
import { urls } from "./urls.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const out = `${repository}www/docs/`;

/** @param {string} path */
const read = (path) => readFileSync(repository + path, "utf8");

const groups = contents(read("docs/README.md"), urls);
rmSync(out, { recursive: true, force: true });
mkdirSync(`${out}images`, { recursive: true });
const index = [];
for (const [path, url] of urls) {
  const document = render({ path, text: read(path), repository, urls });
  for (const image of document.images) cpSync(repository + image, `${out}images/${basename(image)}`);
  writeFileSync(`${repository}www${url.replace(/\/$/, "/index.html")}`, page(document, url, groups));
  for (const { id, title, text } of document.sections) {
    index.push({ url: id ? `${url}#${id}` : url, page: document.sections[0]?.title, title, text });
  }
}
writeFileSync(`${out}search.json`, JSON.stringify(index));
