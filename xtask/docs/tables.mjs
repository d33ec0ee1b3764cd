/**
 * The documentation's tables, each generated from the code that it describes. Their names are those
 * of the marked regions in the documents.
 */
import { fileURLToPath } from "node:url";
import ts from "typescript-5.3";
import { defaults } from "./engine.mjs";
import { oneLine, Source } from "./sources.mjs";
import { specification } from "./specification.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const source = (/** @type {string} */ name) => new Source(`${repository}pkg-template/src/${name}`);

const types = source("handle/types.ts");
const tokenRequest = source("handle/token-request.ts");
const sandbox = source("testing/sandbox.ts");

/** @type {Readonly<Record<string, () => string>>} */
export const TABLES = {
  options,
  "token-request": () => members("Field", tokenRequest.members("SetPinTokenRequest")),
  "token-context": () => members("Field", types.members("TokenRequestContext")),
  "event-fields": () =>
    members(
      "Field",
      types.members("SetPinEvent").filter(({ name }) => name !== "name"),
    ),
  "custom-css": () => members("Colour or size", source("generated/custom-css.ts").members("CustomCss")),
  loopback: () => `*Loopback* is ${specification.issuer.loopback.meaning}.`,
  methods: () => members("Member", types.members("SetPin")),
  errors,
  states: () => meanings("State", specification.lifecycle.states),
  reasons: () => meanings("`reason`", specification.lifecycle.reasons),
  events: () => meanings("`name`", specification.lifecycle.events),
  words: strings,
  languages,
  attributes,
  "element-events": elementEvents,
  "server-options": () => members("Option", source("server/options.ts").members("SetPinTokenHandlerOptions")),
  "sandbox-options": () => members("Option", sandbox.members("SandboxOptions")),
  sandbox: () => members("Member", sandbox.members("Sandbox")),
  "served-sandbox": () => members("Member", source("testing/server.ts").members("ServedSandbox")),
  scenarios: () => values("Scenario", source("testing/scenarios.ts").values("ScenarioName")),
  "block-marks": blockMarks,
  "server-problems": () => values("`code`", source("server/route-error.ts").values("SetPinTokenProblemCode")),
};

/** @param {string} title @param {readonly import("./sources.mjs").Member[]} rows */
function members(title, rows) {
  return table(
    [title, "Type", "Meaning"],
    rows.map(({ name, type, says }) => [code(name), code(type), oneLine(says)]),
  );
}

/** @param {string} title @param {readonly import("./sources.mjs").Value[]} rows */
function values(title, rows) {
  const undescribed = rows.find(({ says }) => says === "");
  if (undescribed) throw new Error(`"${undescribed.value}" needs a comment beside it, for the table of each ${title}`);
  return table(
    [title, "Meaning"],
    rows.map(({ value, says }) => [code(value), sentence(says)]),
  );
}

/** @param {string} title @param {Readonly<Record<string, {meaning: string}>>} names */
function meanings(title, names) {
  return table(
    [title, "Meaning"],
    Object.entries(names).map(([name, { meaning }]) => [code(name), meaning]),
  );
}

function options() {
  const rows = types.members("SetPinOptions");
  const known = defaults();
  for (const { option, value } of known) {
    const { name, says } = describing(rows, option);
    const forms = name === option ? [`Default: ${value}`, `${value} (default)`] : [value];
    if (!forms.some((form) => holds(says, form)))
      throw new Error(
        `types.ts documents another default of \`${option}\` than src/core/options/validator.rs, where it is ${value}: ${says}`,
      );
  }
  const others = rows.filter(({ name }) => !known.some(({ option }) => describing(rows, option).name === name));
  const unknown = others.find(({ name, says }) => /\bdefault\b/i.test(says) && !OTHERS_DEFAULTS.includes(name));
  if (unknown)
    throw new Error(
      `types.ts documents a default of \`${unknown.name}\`, which src/core/options/validator.rs does not have`,
    );
  same("errors that are repeated", repeatedCodes(), "SetPinOptions.retry", codesIn(describing(rows, "retry").says));
  return members("Option", rows);
}

/**
 * Whether a text contains another one, but not as a part of a longer number.
 * @param {string} text
 * @param {string} part
 */
const holds = (text, part) => new RegExp(`(?<!\\d)${part.replaceAll(/[[\]().]/g, "\\$&")}(?!\\d)`).test(text);

/**
 * Options whose default is not in src/core/options/validator.rs: it comes from the page, the browser or the
 * issuer, or there is none.
 */
const OTHERS_DEFAULTS = ["container", "theme", "locale", "engineSrc", "iframe.sandbox", "iframe.allow"];

/**
 * The member that describes an option: its own, or that of the object around it.
 * @param {readonly import("./sources.mjs").Member[]} rows
 * @param {string} path
 */
function describing(rows, path) {
  const fits = rows.filter(({ name }) => path === name || path.startsWith(`${name}.`));
  const [longest] = fits.toSorted((one, other) => other.name.length - one.name.length);
  if (!longest) throw new Error(`types.ts does not have the option ${path} of src/core/options/validator.rs`);
  return longest;
}

/** The error codes in a text. @param {string} text */
function codesIn(text) {
  const known = Object.keys(specification.errors.codes);
  return [...text.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name).filter((name) => known.includes(name));
}

/** The codes after which the widget repeats the request automatically. */
function repeatedCodes() {
  const codes = Object.entries(specification.errors.codes);
  return codes.filter(([, { retries_automatically }]) => retries_automatically).map(([name]) => name);
}

function errors() {
  const { groups, codes } = specification.errors;
  const head = ["`code`", "`retryable`", "What happened", "What to do"];
  const tables = Object.entries(groups).map(([key, title]) => {
    const own = Object.entries(codes).filter(([, { group }]) => group === key);
    const rows = own.map(([name, { retryable, happened, remedy }]) => [
      code(name),
      retryable ? "yes" : "no",
      happened,
      remedy,
    ]);
    return `**${title}**\n\n${table(head, rows)}`;
  });
  return tables.join("\n\n");
}

function blockMarks() {
  const marks = new Source(`${repository}tests/docs/blocks.mjs`).constant("MARKS");
  return table(
    ["Mark", "Meaning"],
    properties(marks).map(({ name, value }) => [code(name), ts.isStringLiteral(value) ? sentence(value.text) : ""]),
  );
}

function strings() {
  const english = specification.languages.all.en?.strings ?? {};
  return table(
    ["Key", "In English"],
    Object.entries(english).map(([key, text]) => [code(key), text]),
  );
}

function languages() {
  const all = Object.entries(specification.languages.all);
  const unreviewed = all.filter(([, { reviewed }]) => !reviewed).map(([, { name }]) => name);
  const list = all.map(([language, { name }]) => `${name} (${code(language)})`).join(", ");
  return unreviewed.length === 0
    ? list
    : `${list}\n\nNot yet reviewed by somebody who speaks the language: ${unreviewed.join(", ")}.`;
}

const element = source("element/set-pin-element.ts");

/**
 * The syntax of an attribute, by the function that reads it.
 * @type {Record<string, (type: string) => string>}
 */
const READERS = {
  text: () => "text",
  timeout: () => {
    const bound = (/** @type {string} */ name) => element.constant(name).getText().replaceAll("_", " ");
    return `a number; the nearest one from ${bound("LEAST_TIMEOUT_MS")} to ${bound("MOST_TIMEOUT_MS")} counts`;
  },
  json: (type) => {
    if (type === "number") return "a number";
    return type === "boolean" ? "`true` (or no value) or `false`" : "an object, as JSON";
  },
};

/** The type of an option, also of a nested one, such as `retry.delayMs`. @param {string} path */
function typeOf(path) {
  const { name, type } = describing(types.members("SetPinOptions"), path);
  if (name === path) return type;
  return new RegExp(`\\b${path.slice(name.length + 1)}\\?: (\\w+)`).exec(type)?.[1] ?? "";
}

function attributes() {
  return table(
    ["Attribute", "Option", "Written as"],
    properties(element.constant("ATTRIBUTES")).map(({ name, value }) => {
      const [option, read] = ts.isArrayLiteralExpression(value) ? value.elements : [];
      const written = READERS[read?.getText() ?? ""];
      if (!option || !ts.isStringLiteral(option) || !written)
        throw new Error(`The attribute ${name} has a reader that this table does not support`);
      return [code(name), code(option.text), written(typeOf(option.text))];
    }),
  );
}

function elementEvents() {
  return table(
    ["Event", "Callback"],
    properties(element.constant("EVENTS")).map(({ name, value }) => [
      code(ts.isStringLiteral(value) ? value.text : ""),
      code(name),
    ]),
  );
}

/** @param {import("typescript-5.3").Expression} object */
function properties(object) {
  if (!ts.isObjectLiteralExpression(object)) throw new Error(`Not an object: ${object.getText().slice(0, 80)}`);
  return object.properties.map((property) => {
    if (!ts.isPropertyAssignment(property)) throw new Error(`Not a plain property: ${property.getText()}`);
    const { name, initializer: value } = property;
    return { name: ts.isStringLiteral(name) ? name.text : name.getText(), value };
  });
}

/**
 * @param {string} what
 * @param {readonly string[]} ones
 * @param {string} where
 * @param {readonly string[]} others
 */
function same(what, ones, where, others) {
  const missing = ones.filter((name) => !others.includes(name));
  const unknown = others.filter((name) => !ones.includes(name));
  if (missing.length + unknown.length > 0)
    throw new Error(
      `${where} does not list the ${what}: missing ${missing.join(", ") || "none"}; too many ${unknown.join(", ") || "none"}`,
    );
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map((row) => line(row.map(oneLine)))].join("\n");
}

const code = (/** @type {string} */ text) => (text === "" ? "" : `\`${text}\``);

/** @param {string} text */
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
