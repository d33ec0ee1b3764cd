/**
 * The values of the controls, as text by name. The URL contains the same.
 */
import { controls } from "./controls.mjs";

/** @typedef {import("./controls.mjs").Control} Control */
/** @typedef {Readonly<Record<string, string>>} State Only what differs from the default. */

/** @param {string} search @returns {State} */
export function stateOf(search) {
  const given = new URLSearchParams(search);
  return without(controls.map(({ name }) => [name, given.get(name) ?? ""]));
}

/** @param {State} state */
export const searchOf = (state) => new URLSearchParams({ ...state }).toString();

/**
 * Removes values that are empty, that are the default, that the control cannot show, or that have
 * no effect with the others.
 * @param {readonly (readonly [string, string])[]} entries
 * @returns {State}
 */
export function without(entries) {
  const given = new Map(entries);
  /** @type {Record<string, string>} */
  const state = {};
  for (const control of controls) {
    const value = shown(control, given.get(control.name) ?? "");
    if (value !== "" && value !== (control.choices?.[0] ?? "")) state[control.name] = value;
  }
  // In this order: a control depends on controls before it.
  for (const { name, need } of controls) if (need && !need.isMet(state)) delete state[name];
  return state;
}

/** The text that the control shows for this text. @param {Control} control @param {string} text */
function shown({ kind, choices = [] }, text) {
  if (kind === "choice") return choices.includes(text) ? text : "";
  if (kind === "flag") return ["yes", "no"].includes(text) ? text : "";
  if (kind === "number") return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? text : "";
  if (kind === "lines") return text.replaceAll(/\s*[\r\n]+\s*/g, "\n").trim();
  return text.replaceAll(/[\r\n]/g, "").trim();
}
