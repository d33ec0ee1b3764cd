/**
 * The oldest supported browsers (Chrome and Edge 87, Firefox 98, Safari 15.4) support all syntax of
 * the package's browser files.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { parse } from "acorn";
import { transformSync } from "esbuild";
import { codeFiles, project, repository, text } from "./installed.mjs";

/**
 * Newer syntax that one of the three does not support. They all support class fields and private
 * methods.
 */
const TOO_NEW = /** @satisfies {Record<string, (node: Node, withinFunction: boolean) => boolean>} */ ({
  "a static block": ({ type }) => type === "StaticBlock",
  "`#name in object`": ({ type, left }) => type === "BinaryExpression" && left?.type === "PrivateIdentifier",
  "a regular expression's flag d or v": (node) => /[dv]/.test(expression(node)?.flags ?? ""),
  "a lookbehind in a regular expression": (node) => looksBehind(expression(node)?.pattern ?? ""),
  // Chrome before 91 evaluates these wrongly, so esbuild replaces every `?.` by default.
  "an argument after a spread one in an optional chain": (node) =>
    node.type === "ChainExpression" && spreadsEarly(node),
  "top-level await": ({ type }, withinFunction) => type === "AwaitExpression" && !withinFunction,
});

/** @typedef {{pattern: string, flags: string}} Expression */
/** @typedef {{type: string, name?: string, value?: unknown, left?: Node, callee?: Node, object?: Node, expression?: Node, arguments?: Node[], regex?: Expression}} Node */

/** @param {Node | undefined} node */
function spreadsEarly(node) {
  for (let part = node?.expression; part; part = part.callee ?? part.object) {
    if (part.arguments?.slice(0, -1).some(({ type }) => type === "SpreadElement")) return true;
  }
  return false;
}

/**
 * Returns the regular expression that a node creates. esbuild writes a literal with syntax that the
 * oldest browsers do not support as a call of `RegExp`, which throws there only when it runs.
 * @param {Node} node
 * @returns {Expression | undefined}
 */
function expression({ regex, callee, arguments: given = [] }) {
  if (regex || callee?.name !== "RegExp") return regex;
  const [pattern, flags] = given.map(({ value }) => (typeof value === "string" ? value : ""));
  return { pattern: pattern ?? "", flags: flags ?? "" };
}

/** Removes escaped characters and character classes. @param {string} pattern */
const looksBehind = (pattern) => /\(\?<[=!]/.test(pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gs, ""));

/**
 * @param {string} code
 * @param {"module" | "script"} sourceType
 * @returns {string[]} The reasons why the oldest browsers would refuse it.
 */
function refusals(code, sourceType) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {unknown} value @param {boolean} [within] Whether within a function. */
  const visit = (value, within = false) => {
    if (typeof value !== "object" || value === null) return;
    if ("type" in value && typeof value.type === "string") {
      for (const [what, is] of Object.entries(TOO_NEW)) if (is(/** @type {Node} */ (value), within)) found.add(what);
      within ||= value.type.includes("Function");
    }
    for (const part of Object.values(value)) visit(part, within);
  };
  try {
    visit(parse(code, { ecmaVersion: 2022, sourceType, allowHashBang: true }));
  } catch (error) {
    found.add(String(error));
  }
  return [...found];
}

/** The module, as it is in the package. */
function shippedModule() {
  const base64 = /"([\w+/]{20000,}={0,2})"/.exec(text("index.mjs"))?.[1];
  assert.ok(base64, "index.mjs holds no module");
  return inflateRawSync(Buffer.from(base64, "base64"));
}

/** @param {string[]} features */
function validate(...features) {
  const file = `${project}engine.wasm`;
  writeFileSync(file, shippedModule());
  const args = [
    file,
    "--mvp-features",
    ...features.map((name) => `--enable-${name}`),
    "--output",
    `${project}validated.wasm`,
  ];
  execFileSync(`${repository}node_modules/.bin/wasm-opt`, args, { stdio: "pipe" });
}

describe("the oldest supported browsers support", () => {
  for (const name of codeFiles) {
    test(name, () => {
      assert.deepEqual(refusals(text(name), name.endsWith(".mjs") ? "module" : "script"), []);
    });
  }

  test("the module's features, which are listed by name", () => {
    validate("bulk-memory", "bulk-memory-opt", "mutable-globals", "nontrapping-float-to-int", "sign-ext");
    assert.throws(() => validate(), "the module would need no feature: does the check work?");
  });

  test("the syntax: the check finds each forbidden form", () => {
    for (const code of [
      "await 0",
      "class A { static {} }",
      "class A { #b; c(o) { return #b in o; } }",
      "/a/d",
      "/(?<=a)b/",
      "/(?<!a)b/",
      "using a = b",
      "a?.(...b, c)",
      "a?.b.c(...d, e).f",
    ]) {
      assert.equal(refusals(code, "module").length, 1, code);
    }
    assert.deepEqual(refusals("class A { #b = 1; static async c() { await 0; } } a ??= b?.c?.(d, ...e)", "module"), []);
    assert.deepEqual(refusals(String.raw`/(?<a>b)\(?<=[(?<!]/g; RegExp("(?<a>b)", "u"); RegExp(a, b)`, "module"), []);
  });

  test("every regular expression: esbuild hides none from the parser", () => {
    for (const code of ["f(/(?<=a)b/)", "f(/(?<!a)b/g)", "f(/a/d)", "f(/[a--b]/v)"]) {
      const built = transformSync(code, { target: ["chrome87", "firefox98", "safari15.4"], minify: true }).code;
      assert.match(built, /RegExp/, `esbuild did not change it: ${built}`);
      assert.equal(refusals(built, "module").length, 1, built);
    }
  });
});
