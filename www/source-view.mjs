/**
 * Shows code, with a button that copies it.
 */
import { build } from "./build-dom.mjs";
import { highlighted } from "./highlight.mjs";

/**
 * A status message, and the button that it belongs to.
 * @param {string} name
 * @param {string} code
 */
export function copyButton(name, code) {
  const copy = build("button", { type: "button", class: "copy", "aria-label": `Copy ${name}` }, "Copy");
  const status = build("span", { role: "status", class: "copied" });
  copy.addEventListener("click", async () => {
    status.textContent = await navigator.clipboard.writeText(code).then(
      () => "Copied",
      () => "Not copied: the browser does not allow it",
    );
  });
  return [status, copy];
}

/** @param {string} name @param {string} code @returns {HTMLElement} */
export function sourceView(name, code) {
  // Focusable, because it scrolls.
  const text = build("pre", { tabindex: "0", role: "region", "aria-label": `Code: ${name}` }, build("code"));
  text.firstElementChild?.append(highlighted(code));
  return build(
    "figure",
    { class: "source", "data-file": name },
    build("figcaption", {}, build("span", { class: "file" }, name), ...copyButton(name, code)),
    text,
  );
}

/** One that is folded. @param {string} name @param {string} code @param {string} summaryText */
export function foldedSourceView(name, code, summaryText) {
  const summary = build("summary", {}, build("span", { class: "file" }, name), ` ${summaryText}`);
  return build("details", { class: "folded" }, summary, sourceView(name, code));
}

/**
 * A file of this site as in an app: with the package's npm name instead of its path on this site.
 * @param {string} url
 */
export async function shownSource(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} responded with ${response.status}`);
  return asInstalled(await response.text());
}

/** @param {string} code */
export function asInstalled(code) {
  return code
    .replaceAll('"/pkg/index.mjs"', '"set-pin-widget"')
    .replaceAll('"/pkg/secure-view.mjs"', '"set-pin-widget/secure-view"');
}
