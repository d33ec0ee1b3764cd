/**
 * The use cases as a table of contents.
 */
import { build } from "./build-dom.mjs";
import { useCases } from "./use-cases.mjs";

/** @param {HTMLUListElement} list */
export function buildGallery(list) {
  for (const { name, title, words } of useCases) {
    const address = `/use/${name}.html`;
    list.append(build("li", {}, build("a", { href: address }, build("strong", {}, title), build("span", {}, words))));
  }
}
