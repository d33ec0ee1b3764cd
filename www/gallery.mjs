/**
 * The list of all pages.
 */
import { build } from "./build-dom.mjs";
import { useCases } from "./use-cases.mjs";

/** @param {HTMLUListElement} list */
export function buildGallery(list) {
  const pages = [
    ...useCases.map(({ name, title, description }) => ({ url: `/use-cases/${name}.html`, title, description })),
    { url: "/playground/", title: "Playground", description: "Every option, every fault, and the code for it." },
    { url: "/docs/", title: "Documentation", description: "From the quick start to every option and error." },
  ];
  for (const { url, title, description } of pages) {
    list.append(build("li", {}, build("a", { href: url }, build("strong", {}, title), build("span", {}, description))));
  }
}
