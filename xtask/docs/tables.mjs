/**
 * The documentation's tables, each generated from the code that it describes. Their names are those
 * of the marked regions in the documents.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript-5.3";
import { attemptEvents, defaults, errorCodes, longestRetryAfter, repeatedCodes } from "./engine.mjs";
import { oneLine, Source } from "./sources.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const source = (/** @type {string} */ name) => new Source(`${repository}pkg-template/src/${name}`);

const types = source("handle/types.ts");
const tokenRequest = source("handle/token-request.ts");
const words = source("view/strings.ts");
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
  "custom-css": () => members("Colour or size", tokenRequest.members("CustomCss")),
  methods: () => members("Member", types.members("SetPin")),
  errors,
  states: () => values("State", types.values("SetPinState")),
  reasons: () => values("`reason`", types.values("SetPinResult.reason")),
  events,
  words: wordsOfThePackage,
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
  const known = [...errorCodes().keys()];
  return [...text.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name).filter((name) => known.includes(name));
}

function errors() {
  const engine = errorCodes();
  const values = types.values("SetPinErrorCode");
  same(
    "error codes of the engine and of the handle",
    [...engine.keys()],
    "SetPinErrorCode",
    values.map(({ value }) => value),
  );
  const rows = values.map(({ value, group, says, advice }) => {
    const [, retryable, meaning] = /^\[(yes|no)\] (.+)$/.exec(says) ?? [];
    if (!retryable || !meaning || !advice)
      throw new Error(`"${value}" needs two comments: \`// [yes|no] what happened\` beside it, and \`// Do: …\` below`);
    if (engine.get(value) !== (retryable === "yes"))
      throw new Error(`types.ts documents [${retryable}] beside "${value}", which the engine contradicts`);
    if (/Retry-After/.test(meaning) && !meaning.includes(`${longestRetryAfter()} s`))
      throw new Error(
        `types.ts documents another longest \`Retry-After\` than src/core/attempt/machine.rs, where it is ${longestRetryAfter()} s`,
      );
    return { group, cells: [code(value), retryable, sentence(meaning), sentence(advice)] };
  });
  const groups = [...new Set(rows.map(({ group }) => group))];
  return groups
    .map((group) => {
      const own = rows.filter((row) => row.group === group).map(({ cells }) => cells);
      return `**${sentence(group)}**\n\n${table(["`code`", "`retryable`", "What happened", "What to do"], own)}`;
    })
    .join("\n\n");
}

/**
 * The names of the events of the engine and of the handle, with their descriptions in the
 * declaration.
 */
function events() {
  const member = types.members("SetPinEvent").find(({ name }) => name === "name");
  const said = [...(member?.says ?? "").matchAll(/^- `(\w+)`: (.+)$/gm)].map(([, name = "", says = ""]) => ({
    name,
    says,
  }));
  const read = (/** @type {string} */ path) => readFileSync(repository + path, "utf8");
  const emitted = [
    ...attemptEvents(),
    ...[...read("pkg-template/src/handle/attempt-host.ts").matchAll(/this\.emitEvent\("(\w+)"/g)].map(
      ([, name = ""]) => name,
    ),
  ];
  same(
    "events of the engine and of the handle",
    emitted,
    "SetPinEvent.name",
    said.map(({ name }) => name),
  );
  return table(
    ["`name`", "Meaning"],
    said.map(({ name, says }) => [code(name), sentence(says)]),
  );
}

function blockMarks() {
  const marks = new Source(`${repository}tests/docs/blocks.mjs`).constant("MARKS");
  return table(
    ["Mark", "Meaning"],
    properties(marks).map(({ name, value }) => [code(name), ts.isStringLiteral(value) ? sentence(value.text) : ""]),
  );
}

function wordsOfThePackage() {
  const keys = words.constant("KEYS");
  const english = words.constant("ENGLISH");
  const array = ts.isAsExpression(keys) ? keys.expression : keys;
  if (!ts.isArrayLiteralExpression(array) || !ts.isStringLiteral(english))
    throw new Error("words.ts has a form that this table does not support");
  const texts = english.text.split("|");
  return table(
    ["Key", "In English"],
    array.elements.map((key, at) => [code(ts.isStringLiteral(key) ? key.text : ""), texts[at] ?? ""]),
  );
}

function languages() {
  const names = new Intl.DisplayNames("en", { type: "language" });
  return properties(words.constant("LANGUAGES"))
    .map(({ name }) => `${names.of(name)} (${code(name)})`)
    .join(", ");
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
