/**
 * Checks the conditions for publishing a version: `node .github/release.mjs TAG OWNER/REPOSITORY`,
 * after `cargo xtask package`.
 */
import { readFileSync } from "node:fs";

const [tag = "", repository = ""] = process.argv.slice(2);

/** @param {string} path From the root of the repository. */
const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

const description = JSON.parse(read("pkg/package.json"));
const url = description.repository?.url ?? description.repository ?? "";
const heading = read("CHANGELOG.md")
  .split("\n")
  .find((line) => line.startsWith(`## [${description.version}] - `));

const problems = [
  tag !== `v${description.version}` &&
    `the tag is ${tag}, and the package's version is ${description.version} (Cargo.toml)`,
  !/ - \d{4}-\d{2}-\d{2}$/.test(heading ?? "") && `CHANGELOG.md has no heading of ${description.version} with a date`,
  // npm refuses a provenance statement from another repository than the package's `repository`.
  !new RegExp(`github\\.com/${repository}(\\.git)?$`, "i").test(url) &&
    `"repository" in pkg-template/package.json is ${url || "missing"}, and the workflow runs in ${repository}`,
].filter((problem) => problem !== false);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
