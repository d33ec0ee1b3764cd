/**
 * The controls on the page.
 */
import { build } from "../build-dom.mjs";
import { groups } from "./controls.mjs";

/** @typedef {import("./controls.mjs").Control} Control */
/** @typedef {import("./state.mjs").State} State */

/** @param {State} state @returns {HTMLFormElement} */
export function controlsView(state) {
  const form = build("form", { class: "controls", "aria-label": "Options" });
  // One above the other, they would stand between the reader and what they do.
  const isWide = matchMedia("(min-width: 58rem)").matches;
  for (const { title, open, controls } of groups) {
    const isOpen = (open && isWide) || controls.some(({ name }) => state[name]);
    const fields = build("div", { class: "fields" }, ...controls.map((control) => field(control, state)));
    form.append(build("details", isOpen ? { open: "" } : {}, build("summary", {}, title), fields));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}

/** What the controls say now. @param {HTMLFormElement} form @returns {[string, string][]} */
export function readControls(form) {
  return [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
}

/** @param {Control} control @param {State} state */
function field(control, state) {
  const id = `control-${control.name.replace(".", "-")}`;
  const label = build("label", { for: id }, control.label);
  const input = inputFor(control, id, state[control.name] ?? "");
  if (control.kind === "flag") return build("div", { class: "field flag" }, input, label);
  return build("div", { class: `field ${control.kind}` }, label, input, ...picker(control, input));
}

/** @param {Control} control @param {string} id @param {string} value */
function inputFor({ name, kind, choices = [], hint = "" }, id, value) {
  if (kind === "choice") {
    const options = choices.map((one) => build("option", { value: one }, one || "default"));
    const select = build("select", { id, name }, ...options);
    select.value = choices.includes(value) ? value : (choices[0] ?? "");
    return select;
  }
  if (kind === "flag")
    return build("input", { id, name, type: "checkbox", value: "yes", ...(value && { checked: "" }) });
  const type = kind === "number" ? { type: "number", min: "0" } : { type: "text", spellcheck: "false" };
  const pattern = kind === "colour" ? { pattern: "#[0-9a-fA-F]{6}", maxlength: "7" } : {};
  return build("input", { id, name, value, placeholder: hint, autocomplete: "off", ...type, ...pattern });
}

/** The browser's own picker beside a colour's text. @param {Control} control @param {HTMLElement} input */
function picker({ kind, label, hint = "" }, input) {
  if (kind !== "colour" || !(input instanceof HTMLInputElement)) return [];
  const made = build("input", { type: "color", "aria-label": `Pick: ${label}` });
  const follow = () => {
    const shown = [input.value, hint].find((value) => /^#[0-9a-f]{6}$/i.test(value));
    made.value = (shown ?? "#000000").toLowerCase();
  };
  made.addEventListener("input", () => {
    input.value = made.value.toUpperCase();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  input.addEventListener("input", follow);
  follow();
  return [made];
}
