/**
 * The controls on the page.
 */
import { themes } from "/pkg/index.mjs";
import { build } from "../build-dom.mjs";
import { controls, groups } from "./controls.mjs";

/** @typedef {import("./controls.mjs").Control} Control */
/** @typedef {import("./state.mjs").State} State */

/** @param {State} state @returns {HTMLFormElement} */
export function controlsView(state) {
  const form = build("form", { class: "controls", "aria-label": "Options" });
  // In one column, open groups would push the result out of view.
  const isWide = matchMedia("(min-width: 58rem)").matches;
  for (const { title, note, open, looks, controls } of groups) {
    const isOpen = (open && isWide) || controls.some(({ name }) => state[name]);
    const fields = build("div", { class: "fields" });
    if (note) fields.append(build("p", { class: "note" }, note));
    if (looks) fields.append(looksToFillIn(form));
    fields.append(...controls.map((control) => field(control, state)));
    form.append(build("details", isOpen ? { open: "" } : {}, build("summary", {}, title), fields));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}

/**
 * The current values of the controls.
 * @param {HTMLFormElement} form
 * @returns {[string, string][]}
 */
export function readControls(form) {
  return controls.map(({ name, kind }) => {
    const input = form.elements.namedItem(name);
    if (kind === "flag") return [name, input instanceof HTMLInputElement && input.checked ? "yes" : "no"];
    return [name, input && "value" in input ? String(input.value) : ""];
  });
}

/**
 * Disables controls that have no effect with the values of the others.
 * @param {HTMLFormElement} form
 * @param {State} state
 */
export function showNeeds(form, state) {
  for (const { name, need } of controls) {
    const input = form.elements.namedItem(name);
    if (!need || !(input instanceof Element)) continue;
    const isMet = need.isMet(state);
    input.toggleAttribute("disabled", !isMet);
    form.querySelector(`label[for="${input.id}"] small`)?.toggleAttribute("hidden", isMet);
  }
}

/** @param {Control} control @param {State} state */
function field(control, state) {
  const id = `control-${control.name.replace(".", "-")}`;
  const label = build("label", { for: id }, control.label);
  if (control.need) label.append(build("small", {}, ` ${control.need.text}`));
  const input = inputFor(control, id, state[control.name] ?? "");
  if (control.kind === "flag") return build("div", { class: "field flag" }, input, label);
  return build("div", { class: `field ${control.kind}` }, label, input, ...picker(control, input));
}

/** @param {Control} control @param {string} id @param {string} value */
function inputFor({ name, kind, choices = [], hint = "" }, id, value) {
  if (kind === "choice") {
    const options = choices.map((one) => build("option", { value: one }, one || "default"));
    const select = build("select", { id, name }, ...options);
    select.value = value || (choices[0] ?? "");
    return select;
  }
  if (kind === "flag") {
    const isOn = (value || choices[0]) === "yes";
    return build("input", { id, name, type: "checkbox", ...(isOn && { checked: "" }) });
  }
  const plain = { id, name, placeholder: hint, autocomplete: "off", spellcheck: "false" };
  if (kind === "lines") return build("textarea", { ...plain, rows: "2" }, value);
  const type = kind === "number" ? { type: "number", min: "0" } : { type: "text" };
  const pattern = kind === "colour" ? { pattern: "#[0-9a-fA-F]{6}", maxlength: "7" } : {};
  return build("input", { ...plain, value, ...type, ...pattern });
}

/**
 * The browser's own colour picker, beside a colour's text.
 * @param {Control} control
 * @param {HTMLElement} input
 */
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

/**
 * Buttons for the issuer's three examples, one of which is not a `theme`.
 * @param {HTMLFormElement} form
 */
function looksToFillIn(form) {
  /** @param {string} name @param {import("/pkg/index.mjs").CustomCss} look */
  const filler = (name, look) => {
    const made = build("button", { type: "button", class: "small" }, name);
    made.addEventListener("click", () => fillIn(form, look));
    return made;
  };
  const buttons = Object.entries(themes).map(([name, look]) => filler(name, look));
  return build(
    "div",
    { class: "fill-in", role: "group", "aria-label": "Fill in a look" },
    build("span", { class: "fill-in-title" }, "Fill in"),
    ...buttons,
    filler("none", {}),
  );
}

/** @param {HTMLFormElement} form @param {import("/pkg/index.mjs").CustomCss} look */
function fillIn(form, look) {
  const values = new Map(Object.entries(look).map(([name, value]) => [`customCss.${name}`, String(value)]));
  for (const { name } of controls.filter((control) => control.name.startsWith("customCss."))) {
    const input = form.elements.namedItem(name);
    if (!(input instanceof HTMLInputElement)) continue;
    input.value = values.get(name) ?? "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
