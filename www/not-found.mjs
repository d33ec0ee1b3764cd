/**
 * The page of an address where nothing is: says where everything else is.
 */
import { buildGallery } from "./gallery.mjs";
import { buildShell } from "./shell.mjs";

const list = document.querySelector("#gallery");
buildShell();
if (list instanceof HTMLUListElement) buildGallery(list);
document.querySelector("main")?.setAttribute("data-ready", "");
