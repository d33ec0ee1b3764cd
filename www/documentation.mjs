/**
 * A document's page, which is there already: gets the site's shell, and buttons to copy its code.
 */
import { buildShell } from "./shell.mjs";
import { copyButton } from "./source-view.mjs";

/** Beside the document its list of documents stands open; above it, on a small screen, it would push everything down. */
function openWhereThereIsRoom() {
  const isWide = matchMedia("(min-width: 64rem)");
  const apply = () => document.querySelector(".shelf details")?.toggleAttribute("open", isWide.matches);
  isWide.addEventListener("change", apply);
  apply();
}

buildShell();
openWhereThereIsRoom();
for (const figure of document.querySelectorAll(".source")) {
  const text = figure.querySelector("pre");
  const name = text?.getAttribute("aria-label") ?? "code";
  figure.querySelector("figcaption")?.append(...copyButton(name, text?.textContent ?? ""));
}
document.querySelector("main")?.setAttribute("data-ready", "");
