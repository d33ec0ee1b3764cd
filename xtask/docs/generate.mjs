/**
 * `cargo xtask docs`: fills the marked regions of the documents. With `--check`, writes nothing and
 * fails if one is out of date.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TABLES } from "./tables.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const REGION = /(?<=<!-- generated: ([\w-]+) -->\n).*?(?=<!-- \/generated -->)/gs;

const pages = readdirSync(`${repository}docs`).filter((name) => name.endsWith(".md"));
const documents = ["pkg-template/README.md", ...pages.map((name) => `docs/${name}`)];
const isCheck = process.argv.includes("--check");

/** @type {string[]} */
const problems = [];
/** @type {Set<string>} */
const shown = new Set();
for (const path of documents) {
  const text = readFileSync(repository + path, "utf8");
  const fresh = text.replaceAll(REGION, (before, name) => {
    shown.add(name);
    const make = TABLES[name];
    if (make) return `\n${make()}\n\n`;
    problems.push(`${path}: there is no table ${name}; the tables are ${Object.keys(TABLES).join(", ")}`);
    return before;
  });
  if (fresh === text) continue;
  if (isCheck) problems.push(`${path} is out of date: run \`cargo xtask docs\``);
  else writeFileSync(repository + path, fresh);
}
for (const name of Object.keys(TABLES).filter((table) => !shown.has(table)))
  problems.push(`No document shows the table ${name}`);
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`${documents.length} documents, ${shown.size} tables`);
