/**
 * The documents that the site shows, each with its URL and its title.
 */
import { readFileSync } from "node:fs";
import { urls } from "../../../xtask/site/urls.mjs";

const repository = new URL("../../../", import.meta.url);

/** @typedef {{path: string, address: string, title: string}} Document */

/** @param {string} path @param {string} address @returns {Document} */
function document(path, address) {
  const title = /^# (.*)$/m.exec(readFileSync(new URL(path, repository), "utf8"))?.[1] ?? "";
  return { path, address, title };
}

/** @type {readonly Document[]} */
export const documents = [...urls].map(([path, address]) => document(path, address));
