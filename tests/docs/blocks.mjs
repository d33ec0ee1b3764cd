/**
 * The code blocks of the documentation, and the kind of test that runs each of them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

/**
 * @typedef {"page" | "react" | "vue" | "svelte" | "angular" | "framework" | "html" | "policy" | "backend" | "session" | "route" | "server app" | "shell" | "json" | "testing"
 *   | "not run"} Kind
 */

/**
 * @typedef {object} Block
 * @property {string} where The document and the line, for messages.
 * @property {string} id For a file's name.
 * @property {string} language
 * @property {Record<string, string>} marks The info string after the language: `says="…"`, `status=401`, `not-run="reason"`.
 * @property {string} text
 * @property {Kind} kind
 */

/** Every document that shows code. */
export const documents = [
  "README.md",
  "pkg-template/README.md",
  "CHANGELOG.md",
  ...readdirSync(`${repository}docs`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/**
 * Patterns of scripts that do not run in a page.
 * @type {readonly [Kind, RegExp][]}
 */
const SCRIPTS = [
  ["testing", /"set-pin-widget\/testing"|^test\(/m],
  ["angular", /"@angular\//],
  ["route", /^export async function GET\(/m],
  ["session", /^export function accessTokenOf\(/m],
];

/** A backend that tests/server runs in another program. */
const SERVER_APP = /^export (?:default|const (?:app|fastify|koa|hono|GET|fallback))\b/m;

/** Its components are run by tests/packaging/other-frameworks.test.mjs. */
const FRAMEWORKS = "docs/other-frameworks.md";

/** Each mark and its meaning, as in docs/contributing.md. Any other mark is an error. */
export const MARKS = {
  says: "the text that the page shows the cardholder in the end",
  unknown: "the text when the backend does not know whether a PIN was set",
  cancelled: "the text for a cardholder who cancels and whose card had a PIN before",
  status: "the status of the backend's response",
  "not-run": "the reason why no test runs the block",
};

const FENCED = /^```(\w+)(.*)\n([\s\S]*?)^```$/gm;

/** @param {string} path */
export const read = (path) => readFileSync(repository + path, "utf8");

/** @type {readonly Block[]} */
export const blocks = documents.flatMap(blocksOf);

/** @param {string} document @returns {Block[]} */
function blocksOf(document) {
  const text = read(document);
  return [...text.matchAll(FENCED)].map(({ 1: language = "", 2: info = "", 3: body = "", index }) => {
    const line = text.slice(0, index).split("\n").length;
    const marks = marksOf(info);
    return {
      where: `${document}:${line}`,
      id: `${document.replace(/\.md$/, "").replaceAll("/", "-")}-${line}`,
      language,
      marks,
      text: body,
      kind: kindOf(document, language, marks, body),
    };
  });
}

/** @param {string} info */
function marksOf(info) {
  const found = info.matchAll(/([\w-]+)=(?:"([^"]*)"|(\S+))/g);
  return Object.fromEntries([...found].map(([, name = "", quoted, bare]) => [name, quoted ?? bare ?? ""]));
}

/** @param {string} document @param {string} language @param {Record<string, string>} marks @param {string} text @returns {Kind} */
function kindOf(document, language, marks, text) {
  if (marks["not-run"]) return "not run";
  if (document === FRAMEWORKS && (language === "tsx" || language === "ts")) return "framework";
  switch (language) {
    case "sh":
      return "shell";
    case "csp":
      return "policy";
    case "tsx":
      return "react";
    case "js":
    case "ts":
      if (text.includes('"set-pin-widget/server"')) return SERVER_APP.test(text) ? "server app" : "backend";
      return SCRIPTS.find(([, pattern]) => pattern.test(text))?.[0] ?? "page";
    case "html":
    case "json":
    case "vue":
    case "svelte":
      return language;
    default:
      throw new Error(`${document}: no test runs this block of \`${language}\`:\n${text}`);
  }
}

/** @param {...Kind} kinds */
export const blocksOfKind = (...kinds) => blocks.filter(({ kind }) => kinds.includes(kind));
