/**
 * A preview of each theme: its colours, and the contrast of its two text colours.
 */
import { themes } from "/pkg/index.mjs";
import { build } from "../build-dom.mjs";
import { AA, contrast, figure } from "../contrast.mjs";

const NS = "http://www.w3.org/2000/svg";

for (const button of document.querySelectorAll("[data-look]")) {
  const name = button.getAttribute("data-look");
  if (name === "light" || name === "dark" || name === "brand") preview(button, themes[name]);
}

/** @param {Element} button @param {import("/pkg/index.mjs").CustomCss} look */
function preview(button, look) {
  const { backgroundColor = "", textColor = "", backgroundColorPrimary = "", textColorPrimary = "" } = look;
  const { pinBorderColor = backgroundColorPrimary, buttonBorderRadius = 0, pinBorderRadius = 0 } = look;
  const picture = svg("svg", { viewBox: "0 0 160 100", "aria-hidden": "true" });
  picture.append(
    svg("rect", { width: 160, height: 100, rx: 10, fill: backgroundColor }),
    svg("rect", { x: 18, y: 16, width: 84, height: 8, rx: 4, fill: textColor }),
    ...[0, 1, 2, 3].map((at) =>
      svg("rect", {
        x: 18 + at * 32,
        y: 34,
        width: 26,
        height: 20,
        rx: pinBorderRadius / 2,
        fill: "none",
        stroke: pinBorderColor,
        "stroke-width": 2,
      }),
    ),
    svg("rect", {
      x: 18,
      y: 66,
      width: 122,
      height: 20,
      rx: buttonBorderRadius / 2,
      fill: backgroundColorPrimary,
    }),
    svg("rect", {
      x: 56,
      y: 73,
      width: 46,
      height: 6,
      rx: 3,
      fill: textColorPrimary,
    }),
  );
  button.prepend(picture);
  button.append(
    contrastLabel("Text", textColor, backgroundColor),
    contrastLabel("Buttons", textColorPrimary, backgroundColorPrimary),
  );
}

/** @param {string} what @param {string} text @param {string} background */
function contrastLabel(what, text, background) {
  const ratio = contrast(text, background);
  const isLow = ratio < AA;
  const label = `${what} ${figure(ratio)}${isLow ? " (low)" : ""}`;
  return build("small", isLow ? { "data-verdict": "too low" } : {}, label);
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function svg(name, attributes) {
  const made = document.createElementNS(NS, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  return made;
}
