/**
 * The page for a URL that does not exist: lists all pages.
 */
import { buildGallery } from "./gallery.mjs";
import { buildShell } from "./shell.mjs";

const list = document.querySelector("#gallery");
buildShell();
if (list instanceof HTMLUListElement) buildGallery(list);
document.querySelector("main")?.setAttribute("data-ready", "");
