/**
 * The use cases as a table of contents.
 */
import { build } from "./build-dom.mjs";
import { useCases } from "./use-cases.mjs";

/** @param {HTMLUListElement} list */
export function buildGallery(list) {
  const places = [
    ...useCases.map(({ name, title, words }) => ({ address: `/use/${name}.html`, title, words })),
    { address: "/playground/", title: "Playground", words: "Every option, every fault, and the code for it." },
    { address: "/docs/", title: "Documentation", words: "From the quick start to every option and error." },
  ];
  for (const { address, title, words } of places) {
    list.append(build("li", {}, build("a", { href: address }, build("strong", {}, title), build("span", {}, words))));
  }
}
