/**
 * The documents that the site shows, each with its URL and its title.
 */
import { readFileSync } from "node:fs";
import { urls } from "../../../xtask/site/urls.mjs";

const repository = new URL("../../../", import.meta.url);

/** @typedef {{path: string, url: string, title: string}} Document */

/** @param {string} path @param {string} url @returns {Document} */
function document(path, url) {
  const title = /^# (.*)$/m.exec(readFileSync(new URL(path, repository), "utf8"))?.[1] ?? "";
  return { path, url, title };
}

/** @type {readonly Document[]} */
export const documents = [...urls].map(([path, url]) => document(path, url));
