/**
 * The documentation's tables, each generated from the code that it describes. Their names are those
 * of the marked regions in the documents.
 */
import { fileURLToPath } from "node:url";
import ts from "typescript-5.3";
import { oneLine, Source } from "./sources.mjs";
import { specification } from "./specification.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const source = (/** @type {string} */ name) => new Source(`${repository}pkg-template/src/${name}`);

const types = source("handle/types.ts");
const tokenRequest = source("handle/token-request.ts");
const sandbox = source("testing/sandbox.ts");

/** @type {Readonly<Record<string, () => string>>} */
export const TABLES = {
  options: () => members("Option", source("generated/options.ts").members("SetPinOptions")),
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
  "server-options": () =>
    members(
      "Option",
      ["SetPinTokenHandlerOptions", "CardRoutesOptions"].flatMap((name) => source("server/options.ts").members(name)),
    ),
  "sandbox-options": () => members("Option", sandbox.members("SandboxOptions")),
  sandbox: () => members("Member", sandbox.members("Sandbox")),
  "served-sandbox": () => members("Member", source("testing/server.ts").members("ServedSandbox")),
  scenarios: () => values("Scenario", source("testing/scenarios.ts").values("ScenarioName")),
  "block-marks": blockMarks,
  "test-steps": testSteps,
  ...Object.fromEntries(
    Object.entries(specification.scale).map(([name, { head, rows }]) => [name, () => table(head, rows)]),
  ),
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

/** The steps of `cargo xtask test`, in their order. */
function testSteps() {
  return table(
    ["Step", "What it checks"],
    specification.steps.map(([name, checks]) => [code(name), sentence(checks)]),
  );
}

function strings() {
  const english = specification.languages.all.en?.strings ?? {};
  return table(
    ["Key", "In English", "Shown for"],
    Object.entries(english).map(([key, text]) => [code(key), text, specification.languages.shown_for[key] ?? ""]),
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

/**
 * The syntax of an attribute, by the function that reads it.
 * @type {Record<import("./specification.mjs").Attribute["reader"], (kind: string) => string>}
 */
const READERS = {
  text: () => "text",
  timeout: () => {
    const { min_attribute_ms, max_attribute_ms } = specification.options;
    return `a number; the nearest one from ${grouped(min_attribute_ms)} to ${grouped(max_attribute_ms)} counts`;
  },
  json: (kind) => {
    if (kind === "number") return "a number";
    return kind === "flag" ? "`true` (or no value) or `false`" : "an object, as JSON";
  },
};

/** A number with a space between each three digits. @param {number} number */
const grouped = (number) => String(number).replaceAll(/\B(?=(\d{3})+$)/g, " ");

function attributes() {
  const rows = Object.entries(specification.options.options).flatMap(([option, { kind, attribute }]) =>
    attribute ? [[code(attribute.name), code(option), READERS[attribute.reader](kind)]] : [],
  );
  return table(["Attribute", "Option", "Written as"], rows);
}

function elementEvents() {
  const rows = Object.entries(specification.options.options).flatMap(([option, { element_event: event }]) =>
    event ? [[code(event), code(option)]] : [],
  );
  return table(["Event", "Callback"], rows);
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

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map((row) => line(row.map(oneLine)))].join("\n");
}

const code = (/** @type {string} */ text) => (text === "" ? "" : `\`${text}\``);

/** @param {string} text */
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
