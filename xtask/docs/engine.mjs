/**
 * Reads the defaults of the options from the source of the engine, so that no comment can contradict
 * them.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const read = (/** @type {string} */ path) => readFileSync(repository + path, "utf8");

/** @typedef {{option: string, value: string}} Default `value` in the form of the documentation. */

/** The defaults of the options. @returns {Default[]} */
export function defaults() {
  const rules = read("src/core/options/validator.rs");
  return rules.split(/^ {4}(?:pub )?fn /m).flatMap((text) => defaultsIn(withNames(text), rules));
}

/** Options whose default is never read. */
const NO_DEFAULTS = ["theme"];

/**
 * @param {string} text Of one function.
 * @param {string} rules The whole file, for its constants.
 * @returns {Default[]}
 */
function defaultsIn(text, rules) {
  const all = (/** @type {RegExp} */ pattern) => [...text.matchAll(pattern)];
  const numbers = all(/\.duration(?:_from)?\(\s*"([\w.]+)",\s*([\d_]+)[,)]/g).map(([, option = "", number = ""]) => ({
    option,
    value: number.replaceAll("_", " "),
  }));
  const plain = [
    ...all(/\.flag\("([\w.]+)", (true|false)\)/g),
    ...all(/\.length\("([\w.]+)", "([^"]+)"\)/g),
    ...all(/\.(?:one_of|choice)\("([\w.]+)", &\["([^"]+)"/g),
  ].map(([, option = "", value = ""]) => ({ option, value: `\`${value}\`` }));
  const listed = all(/\.choice\("([\w.]+)", &([A-Z_]+)\)/g).map(([, option = "", name = ""]) => ({
    option,
    value: `\`${found(new RegExp(`const ${name}: [^=]*=\\s*\\[\\s*"([^"]+)"`), rules)}\``,
  }));
  const lists = all(/is_missing\("([\w.]+)"\) \{\s*return vec!\["([^"]+)"\.into\(\)\]/g).map(
    ([, option = "", value = ""]) => ({ option, value: `\`["${value}"]\`` }),
  );
  return [...numbers, ...plain, ...listed, ...lists].filter(({ option }) => !NO_DEFAULTS.includes(option));
}

/** Replaces each function's own `NAME` by its value. @param {string} text */
function withNames(text) {
  const name = /const NAME: &str = "([\w.]+)";/.exec(text)?.[1];
  return name ? text.replaceAll(/\bNAME\b/g, `"${name}"`) : text;
}

/** @param {RegExp} pattern @param {string} text */
function found(pattern, text) {
  const part = pattern.exec(text)?.[1];
  if (part === undefined)
    throw new Error(`The source does not match this pattern of xtask/docs/engine.mjs: ${pattern}`);
  return part;
}
