/**
 * The languages of the widget's own strings, from the files that the package is generated from.
 */
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../../specification/languages/", import.meta.url);

/** @typedef {{direction: "ltr" | "rtl", strings: Readonly<Record<string, string>>}} Language */

/** By code. @type {ReadonlyMap<string, Language>} */
export const languages = new Map(
  readdirSync(folder).map((file) => [
    file.replace(".json", ""),
    JSON.parse(readFileSync(new URL(file, folder), "utf8")),
  ]),
);

/** The keys of `messages`. */
export const messageKeys = Object.keys(languages.get("en")?.strings ?? {});
