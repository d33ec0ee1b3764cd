/**
 * The documents that the site shows, each with its place there.
 */
import { readdirSync, readFileSync } from "node:fs";

const repository = new URL("../../../", import.meta.url);

/** @typedef {{path: string, address: string, title: string}} Document */

/** @param {string} path @param {string} address @returns {Document} */
function document(path, address) {
  const title = /^# (.*)$/m.exec(readFileSync(new URL(path, repository), "utf8"))?.[1] ?? "";
  return { path, address, title };
}

/** @type {readonly Document[]} */
export const documents = [
  ...readdirSync(new URL("docs/", repository))
    .filter((name) => name.endsWith(".md"))
    .map((name) => document(`docs/${name}`, name === "README.md" ? "/docs/" : `/docs/${name.replace(".md", ".html")}`)),
  document("pkg-template/README.md", "/docs/package.html"),
  document("CHANGELOG.md", "/docs/changelog.html"),
];
