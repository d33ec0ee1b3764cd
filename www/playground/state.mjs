/**
 * What the controls say, as text by name; the address holds the same.
 */
import { controls } from "./controls.mjs";

/** @typedef {Readonly<Record<string, string>>} State Only what differs from the default. */

/** @param {string} search @returns {State} */
export function stateOf(search) {
  const given = new URLSearchParams(search);
  return without(controls.map(({ name }) => [name, given.get(name) ?? ""]));
}

/** @param {State} state */
export const searchOf = (state) => new URLSearchParams({ ...state }).toString();

/** Forgets what is empty, or as it would be anyway. @param {readonly (readonly [string, string])[]} entries @returns {State} */
export function without(entries) {
  const defaults = new Map(controls.map(({ name, choices }) => [name, choices?.[0] ?? ""]));
  return Object.fromEntries(entries.filter(([name, value]) => value !== "" && value !== defaults.get(name)));
}
