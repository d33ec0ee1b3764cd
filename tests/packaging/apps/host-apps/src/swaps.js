/** Pages that are swapped in place, by the library that the first page's URL names. */
import { host } from "./host.js";

const libraries = {
  turbo: () => import("./swaps/turbo.js"),
  htmx: () => import("./swaps/htmx.js"),
  "htmx-2": () => import("./swaps/htmx-2.js"),
  "htmx-cache": () => import("./swaps/htmx-cache.js"),
};

document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.id === "set-pin") host.open();
});

/** The library may also load a whole page, whose URL then has no name. */
sessionStorage.library = new URLSearchParams(location.search).get("library") ?? sessionStorage.library;
await libraries[sessionStorage.library]();
host.isConnected = true;
