/**
 * The contrast of the chosen colours.
 */
import { themes } from "/pkg/index.mjs";
import { build } from "../build-dom.mjs";
import { AA, contrast, figure } from "../contrast.mjs";
import { CUSTOM_CSS, CUSTOM_CSS_PAIRS } from "./generated.mjs";

/** @typedef {{what: string, ratio: string, verdict: string}} Figure */

const DEFAULTS = Object.fromEntries(CUSTOM_CSS.map(({ name, value }) => [name, value]));

/** @returns {{view: HTMLElement, show: (state: import("./state.mjs").State) => void}} */
export function contrastView() {
  const list = build("ul", { class: "figures", "aria-label": "Contrast" });
  // Screen readers read the verdicts when they change, but not each ratio while a slider moves.
  const spoken = build("p", { class: "unseen", role: "status" });
  const show = (/** @type {import("./state.mjs").State} */ state) => {
    const figures = figuresOf(state);
    const items = figures.map(({ what, ratio, verdict }) =>
      build(
        "li",
        { class: "figure", "data-verdict": verdict },
        ratio ? `${what} contrast ${ratio} (${verdict})` : `${what} ${verdict}`,
      ),
    );
    list.replaceChildren(...items);
    const text = figures.map(({ what, verdict }) => `${what}: ${verdict}`).join(". ");
    if (spoken.textContent !== text) spoken.textContent = text;
  };
  return { view: build("div", {}, list, spoken), show };
}

/** @param {import("./state.mjs").State} state */
function figuresOf(state) {
  const theme =
    state.theme === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : state.theme;
  /** @type {Record<string, unknown>} */
  const look = { ...DEFAULTS, ...(theme === "light" || theme === "dark" ? themes[theme] : {}) };
  /** @param {string} name */
  const colour = (name) => state[`customCss.${name}`] ?? String(look[name]);
  return CUSTOM_CSS_PAIRS.map(({ text, background, label }) => rated(label, colour(text), colour(background)));
}

/** @param {string} what @param {string} text @param {string} background @returns {Figure} */
function rated(what, text, background) {
  if (![text, background].every((value) => /^#[0-9a-f]{6}$/i.test(value))) {
    return { what, ratio: "", verdict: "takes #RRGGBB" };
  }
  const ratio = contrast(text, background);
  const verdict = ratio >= AA ? "AA" : ratio > 1 ? "below AA" : "invisible";
  return { what, ratio: `${figure(ratio)}:1`, verdict };
}
