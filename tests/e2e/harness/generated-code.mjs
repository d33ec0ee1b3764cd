/**
 * Checks the playground's code with the TypeScript compiler against the package's own declarations.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compileScript, compileTemplate, parse } from "vue/compiler-sfc";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** @typedef {{variant: import("../../../www/playground/code.mjs").Variant, name: string, code: string}} Generated */

/**
 * Declarations that are missing in this repository's packages: the parts of Angular's decorator and
 * Svelte's rune that the code uses.
 */
const ELSEWHERE = `declare module "@angular/core" {
  export const CUSTOM_ELEMENTS_SCHEMA: { name: string };
  export function Component(of: { selector: string; schemas: { name: string }[]; template: string }): ClassDecorator;
  export function signal<T>(value: T): (() => T) & { set(value: T): void };
}
declare function $state<T>(value: T): T;
declare namespace JSX {}
`;

/**
 * Returns the compiler's errors for the code, or an empty array.
 * @param {readonly Generated[]} files
 * @param {Readonly<Record<string, string>>} [beside] Other files, which these import.
 */
export async function typeErrors(files, beside = {}) {
  await mkdir(`${repository}target`, { recursive: true });
  const folder = await mkdtemp(`${repository}target/generated-code-`);
  try {
    for (const file of files) await writeSource(folder, file);
    for (const [name, text] of Object.entries(beside)) await writeFile(`${folder}/${name}`, text);
    await writeFile(`${folder}/elsewhere.d.ts`, ELSEWHERE);
    await writeFile(`${folder}/tsconfig.json`, JSON.stringify(config()));
    return await compile(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {string} folder @param {Generated} file */
async function writeSource(folder, { variant, name, code }) {
  const path = `${folder}/${variant.toLowerCase()}-${name}`;
  if (variant === "HTML") {
    for (const [at, script] of scripts(code).entries()) await writeFile(`${path}-${at}.ts`, inPage(script));
  } else if (variant === "Vue") await writeFile(`${path}.ts`, vue(code, name));
  else if (variant === "Svelte") await writeFile(`${path}.ts`, scripts(code).join("\n"));
  else await writeFile(`${path}.${variant === "React" ? "tsx" : "ts"}`, code);
}

/** @param {string} code */
const scripts = (code) =>
  [...code.matchAll(/<script (?:lang="ts"|type="module")>\n([\s\S]*?)<\/script>/g)].map(([, body = ""]) => body);

/**
 * Replaces the lookup of the page's element with a new element, and declares the script tag's
 * global.
 * @param {string} script
 */
const inPage = (script) =>
  `declare const SetPin: typeof import("set-pin-widget");\n${script.replace("document.querySelector(", "document.createElement(")}`;

/**
 * Compiles with Vue's own compiler, which checks the template too.
 * @param {string} code
 * @param {string} id
 */
function vue(code, id) {
  const { descriptor, errors } = parse(code);
  if (errors.length > 0) throw new Error(`Vue does not take it: ${errors.map(String).join("; ")}`);
  const script = compileScript(descriptor, { id });
  const bindings = script.bindings ? { compilerOptions: { bindingMetadata: script.bindings } } : {};
  const template = compileTemplate({ id, filename: id, source: descriptor.template?.content ?? "", ...bindings });
  if (template.errors.length > 0) throw new Error(`Vue does not take it: ${template.errors.map(String).join("; ")}`);
  return script.content;
}

function config() {
  return {
    extends: "../../tsconfig.base.json",
    compilerOptions: {
      jsx: "react-jsx",
      module: "esnext",
      moduleResolution: "bundler",
      experimentalDecorators: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
      // Vue's compiler adds no types to its own parameters.
      noImplicitAny: false,
      paths: {
        "set-pin-widget": ["../../pkg/types/index.d.ts"],
        "set-pin-widget/*": ["../../pkg/types/*.d.ts"],
      },
    },
    include: ["."],
  };
}

/** @param {string} folder @returns {Promise<string[]>} */
function compile(folder) {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [`${repository}node_modules/typescript/bin/tsc`, "--project", folder, "--noEmit", "--pretty", "false"],
      (error, output, errors) => {
        const lines = `${output}${errors}`.split("\n").filter(Boolean);
        resolve(error && lines.length === 0 ? [error.message] : lines);
      },
    );
  });
}
