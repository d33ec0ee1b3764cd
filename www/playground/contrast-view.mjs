/**
 * How well the look can be read, as it is chosen.
 */
import { themes } from "/pkg/index.mjs";
import { build } from "../build-dom.mjs";
import { contrast, figure } from "../contrast.mjs";

const DEFAULTS = {
  backgroundColor: "#EFEFEF",
  textColor: "#000000",
  backgroundColorPrimary: "#000000",
  textColorPrimary: "#FFFFFF",
};
const AA = 4.5;

/** @param {import("./state.mjs").State} state @returns {HTMLElement[]} */
export function contrastFigures(state) {
  const theme =
    state.theme === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : state.theme;
  /** @type {Record<string, unknown>} */
  const look = { ...DEFAULTS, ...(theme === "light" || theme === "dark" ? themes[theme] : {}) };
  /** @param {string} name */
  const colour = (name) => state[`customCss.${name}`] ?? String(look[name]);
  return [
    told("Text", colour("textColor"), colour("backgroundColor")),
    told("Text on buttons", colour("textColorPrimary"), colour("backgroundColorPrimary")),
  ];
}

/** @param {string} what @param {string} text @param {string} ground */
function told(what, text, ground) {
  if (![text, ground].every((value) => /^#[0-9a-f]{6}$/i.test(value))) {
    return build("li", { class: "figure", "data-verdict": "unknown" }, `${what}: takes #RRGGBB`);
  }
  const ratio = contrast(text, ground);
  const verdict = ratio >= AA ? "enough" : ratio > 1 ? "too low" : "invisible";
  return build("li", { class: "figure", "data-verdict": verdict }, `${what} ${figure(ratio)} to 1: ${verdict}`);
}
