/**
 * The documentation's modules have no type errors, against the package's published declarations.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { typeErrors as frameworkErrors } from "../e2e/harness/generated-code.mjs";
import { read, repository } from "./blocks.mjs";
import { components } from "./frameworks.mjs";
import { layOut, modules } from "./workspace.mjs";

const STRICT = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  jsx: "react-jsx",
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Errors about types that a JavaScript file cannot express. */
const JAVASCRIPT = { ...STRICT, allowJs: true, checkJs: true, noImplicitAny: false };

/** Errors about values that the host's deployment provides, which no type can express. */
const ENVIRONMENT = `declare namespace NodeJS {
  interface ProcessEnv { ISSUER_API_URL: string; ISSUER_CLIENT_KEY: string; APP_ORIGIN: string; PORT: string }
}
`;

for (const { title, languages, compilerOptions } of [
  { title: "JavaScript", languages: ["js"], compilerOptions: JAVASCRIPT },
  { title: "TypeScript", languages: ["ts", "tsx"], compilerOptions: { ...STRICT, allowJs: true } },
]) {
  test(`${title} has no type errors`, (context) => {
    const folder = layOut(`types-${title}`);
    const own = modules.filter(({ language }) => languages.includes(language));
    writeFileSync(`${folder}environment.d.ts`, ENVIRONMENT);
    const files = ["environment.d.ts", ...own.map(({ id, language }) => `${id}.${language}`)];
    writeFileSync(`${folder}tsconfig.json`, JSON.stringify({ compilerOptions, files }));
    context.diagnostic(`${own.length} blocks`);
    assert.equal(typeErrors(`${folder}tsconfig.json`), "");
  });
}

/** @type {Record<string, import("../../www/playground/code.mjs").Variant>} */
const VARIANTS = { vue: "Vue", svelte: "Svelte", angular: "Angular" };

test("Vue, Svelte and Angular have no type errors", async (context) => {
  const files = components.flatMap(({ id, kind, text }) => {
    const variant = VARIANTS[kind];
    return variant ? [{ variant, name: id, code: text }] : [];
  });
  context.diagnostic(`${files.length} blocks`);
  assert.deepEqual(await frameworkErrors(files, { "app.js": read("tests/docs/app/app.js") }), []);
});

/** @param {string} config */
function typeErrors(config) {
  try {
    return execFileSync(`${repository}node_modules/.bin/tsc`, ["--project", config], { encoding: "utf8" });
  } catch (error) {
    return /** @type {{stdout: string}} */ (error).stdout;
  }
}
