/**
 * Code to read and to copy.
 */
import { build } from "./build-dom.mjs";
import { highlighted } from "./highlight.mjs";

/** The button, and before it what became of pressing it. @param {string} name @param {string} code */
export function copyButton(name, code) {
  const copy = build("button", { type: "button", class: "copy", "aria-label": `Copy ${name}` }, "Copy");
  const told = build("span", { role: "status", class: "copied" });
  copy.addEventListener("click", async () => {
    told.textContent = await navigator.clipboard.writeText(code).then(
      () => "Copied",
      () => "Not copied: the browser does not allow it",
    );
  });
  return [told, copy];
}

/** @param {string} name @param {string} code @returns {HTMLElement} */
export function sourceView(name, code) {
  // Focusable, since it scrolls.
  const text = build("pre", { tabindex: "0", role: "region", "aria-label": `Code: ${name}` }, build("code"));
  text.firstElementChild?.append(highlighted(code));
  return build(
    "figure",
    { class: "source", "data-file": name },
    build("figcaption", {}, build("span", { class: "file" }, name), ...copyButton(name, code)),
    text,
  );
}

/** One that is out of the way until it is asked for. @param {string} name @param {string} code @param {string} words */
export function foldedSourceView(name, code, words) {
  const summary = build("summary", {}, build("span", { class: "file" }, name), ` ${words}`);
  return build("details", { class: "folded" }, summary, sourceView(name, code));
}

/**
 * A file of this site as an app would write it: what the page itself loads, with the package under the name that npm gives it.
 * @param {string} address
 */
export async function shownSource(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} was answered ${response.status}`);
  return asInstalled(await response.text());
}

/** @param {string} code */
export function asInstalled(code) {
  return code.replaceAll('"/pkg/index.mjs"', '"set-pin-widget"');
}
