/**
 * Adds the site's shell, the search, and buttons that copy code, to the page of a document.
 */
import { searchBox } from "./search.mjs";
import { buildShell } from "./shell.mjs";
import { copyButton } from "./source-view.mjs";

/**
 * Opens the list of documents where it is beside the document. Above it, it would take too much
 * room.
 */
function openWhereThereIsRoom() {
  const isWide = matchMedia("(min-width: 64rem)");
  const apply = () => document.querySelector(".shelf details")?.toggleAttribute("open", isWide.matches);
  isWide.addEventListener("change", apply);
  apply();
}

buildShell();
openWhereThereIsRoom();
document.querySelector(".shelf")?.prepend(searchBox());
for (const figure of document.querySelectorAll(".source")) {
  const text = figure.querySelector("pre");
  const name = text?.getAttribute("aria-label") ?? "code";
  figure.querySelector("figcaption")?.append(...copyButton(name, text?.textContent ?? ""));
}
document.querySelector("main")?.setAttribute("data-ready", "");
