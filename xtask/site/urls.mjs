/**
 * The documents that are pages of the site.
 */
import { readdirSync } from "node:fs";

const documents = readdirSync(new URL("../../docs/", import.meta.url)).filter((name) => name.endsWith(".md"));

/**
 * The URL of each document on the site, by its path in the repository.
 * @type {ReadonlyMap<string, string>}
 */
export const urls = new Map([
  ...documents.map((name) => /** @type {const} */ ([`docs/${name}`, `/docs/${name.replace(/\.md$/, ".html")}`])),
  ["docs/README.md", "/docs/"],
  ["pkg-template/README.md", "/docs/package.html"],
  ["CHANGELOG.md", "/docs/changelog.html"],
]);
