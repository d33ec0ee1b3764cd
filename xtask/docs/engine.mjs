/**
 * Reads the facts of the tables from the source of the engine and of the handle, so that no comment
 * can contradict them.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const read = (/** @type {string} */ path) => readFileSync(repository + path, "utf8");

/** @typedef {{option: string, value: string}} Default `value` in the form of the documentation. */

/** Each error's code, and whether it is retryable. @returns {Map<string, boolean>} */
export function errorCodes() {
  const errors = read("src/core/error.rs");
  const retryable = variants(functionOf(errors, "retryable"));
  const codes = spellings(errors).map(([variant, code]) => /** @type {const} */ ([code, retryable.includes(variant)]));
  return new Map([...codes, ...refusals(), ...loadFailures()]);
}

/** The codes after which the widget repeats the request by itself. */
export function repeatedCodes() {
  const errors = read("src/core/error.rs");
  const repeated = variants(functionOf(errors, "retries_automatically"));
  return spellings(errors).flatMap(([variant, code]) => (repeated.includes(variant) ? [code] : []));
}

/** The longest `Retry-After` that the widget waits for, in seconds. */
export function longestRetryAfter() {
  return (
    Number(found(/MAX_RETRY_AFTER_MS: u32 = ([\d_]+);/, read("src/core/attempt/machine.rs")).replaceAll("_", "")) / 1000
  );
}

/** The names of the events that an attempt emits. */
export function attemptEvents() {
  const names = found(/impl EventName \{([\s\S]*?)^\}/m, read("src/core/attempt/effect.rs"));
  return spellings(names).map(([, name]) => name);
}

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

/** @param {string} errors @returns {[variant: string, code: string][]} */
const spellings = (errors) =>
  [...functionOf(errors, "as_str").matchAll(/Self::(\w+) => "(\w+)"/g)].map(([, variant = "", code = ""]) => [
    variant,
    code,
  ]);

const variants = (/** @type {string} */ text) => [...text.matchAll(/Self::(\w+)/g)].map(([, variant = ""]) => variant);

/** The errors that the handle itself reports. @returns {[string, boolean][]} */
function refusals() {
  const widget = read("pkg-template/src/handle/widget.ts");
  const isRetryable = found(/new SetPinError\(REFUSALS\[code\], \{ code, retryable: (true|false) \}\)/, widget);
  const codes = [...found(/const REFUSALS = \{([^}]*)\}/, widget).matchAll(/^ {2}(\w+):/gm)];
  return codes.map(([, code = ""]) => [code, isRetryable === "true"]);
}

/** The errors that are reported without an engine. @returns {[string, boolean][]} */
function loadFailures() {
  const calls = read("pkg-template/src/handle/attempt-host.ts").matchAll(
    /this\.setError\(\s*"(\w+)",\s*"[^"]*",\s*(true|false),/g,
  );
  return [...calls].map(([, code = "", isRetryable]) => [code, isRetryable === "true"]);
}

/** @param {string} text @param {string} name */
const functionOf = (text, name) => found(new RegExp(`fn ${name}\\(([\\s\\S]*?)^    \\}`, "m"), text);

/** @param {RegExp} pattern @param {string} text */
function found(pattern, text) {
  const part = pattern.exec(text)?.[1];
  if (part === undefined)
    throw new Error(`The source does not match this pattern of xtask/docs/engine.mjs: ${pattern}`);
  return part;
}
