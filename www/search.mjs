/**
 * The search in the documentation: an index that `cargo xtask demo` writes, and no service.
 */
import { build } from "./build-dom.mjs";

/** @typedef {{url: string, page: string, title: string, text: string}} Section */

const MOST_RESULTS = 12;

/** @type {Promise<Section[]> | undefined} */
let index;

/** Loads the index at the first use. */
function load() {
  index ??= fetch("/docs/search.json")
    .then((response) => response.json())
    .catch(() => {
      index = undefined; // The next key tries again.
      return [];
    });
  return index;
}

/**
 * The sections that contain all words; those with the words in their title are first.
 * @param {readonly Section[]} sections
 * @param {string} query
 */
export function matches(sections, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const contains = (/** @type {string} */ text) => words.every((word) => text.toLowerCase().includes(word));
  const found = sections.filter(({ title, text }) => contains(`${title} ${text}`));
  const inTitle = found.filter(({ title }) => contains(title));
  return [...inTitle, ...found.filter((section) => !inTitle.includes(section))];
}

/** @returns {HTMLElement} */
export function searchBox() {
  const input = build("input", {
    type: "search",
    id: "site-search",
    autocomplete: "off",
    placeholder: "Search the docs",
  });
  const status = build("p", { class: "unseen", role: "status" });
  const list = build("ul", { class: "results" });
  input.setAttribute("aria-label", "Search the docs");
  const show = async () => {
    const query = input.value;
    const found = matches(await load(), query);
    if (input.value !== query) return; // Another key was pressed meanwhile.
    list.replaceChildren(...found.slice(0, MOST_RESULTS).map(result));
    status.textContent = query.trim() === "" ? "" : found.length === 1 ? "1 section" : `${found.length} sections`;
  };
  input.addEventListener("input", () => void show());
  const box = build("div", { class: "search", role: "search" }, input, status, list);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    input.value = "";
    void show();
  });
  return box;
}

/** @param {Section} section */
function result({ url, page, title }) {
  const where = page === title ? [] : [build("small", {}, page)];
  return build("li", {}, build("a", { href: url }, title, ...where));
}
