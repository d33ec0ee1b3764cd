/**
 * Writes the figures of the last run into docs/benchmarks.md: `cargo xtask bench --write`.
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { markdown } from "./report.mjs";

const repository = fileURLToPath(new URL("../", import.meta.url));
const page = `${repository}docs/benchmarks.md`;
const REGION = /(?<=<!-- measured: benchmarks -->\n).*(?=<!-- \/measured -->)/s;

/** @type {import("./report.mjs").Report} */
const report = JSON.parse(
  await readFile(`${repository}target/bench/report.json`, "utf8").catch(() => {
    throw new Error("There is no last run: run `cargo xtask bench` first");
  }),
);
const text = await readFile(page, "utf8");
if (!REGION.test(text)) throw new Error(`${page} has no region for the figures`);
// A function, because `$` has a meaning in a string.
await writeFile(
  page,
  text.replace(REGION, () => `\n${markdown(report)}\n\n`),
);
console.log("docs/benchmarks.md has the figures of the last run");
