/**
 * The code in one tab for each way to use the package.
 */
import { build } from "../build-dom.mjs";
import { sourceView } from "../source-view.mjs";
import { variants } from "./code.mjs";

/** @typedef {import("./code.mjs").Variant} Variant */

/** @param {(variant: Variant) => string} codeOf @returns {{view: HTMLElement, show: () => void}} */
export function codeView(codeOf) {
  /** @type {Variant} */
  let shown = "JavaScript";
  const panel = build("div", { role: "tabpanel", id: "code-panel" });
  const tabs = variants.map((variant) =>
    build("button", { type: "button", role: "tab", id: `tab-${variant}`, "aria-controls": "code-panel" }, variant),
  );
  const list = build("div", { role: "tablist", "aria-label": "Ways to use it", class: "tabs" }, ...tabs);

  const show = () => {
    for (const tab of tabs) {
      const isShown = tab.textContent === shown;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", `tab-${shown}`);
    panel.replaceChildren(sourceView(shown, codeOf(shown)));
  };
  /** @param {number} at */
  const choose = (at) => {
    shown = variants[(at + variants.length) % variants.length] ?? shown;
    show();
  };
  for (const [at, tab] of tabs.entries()) tab.addEventListener("click", () => choose(at));
  list.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    choose(variants.indexOf(shown) + step);
    tabs[variants.indexOf(shown)]?.focus();
  });
  return { view: build("div", {}, list, panel), show };
}
