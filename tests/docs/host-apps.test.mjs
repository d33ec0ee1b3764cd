/**
 * docs/host-apps.md names what the tests cover: each library by its version, each test by its
 * title.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { layers, swaps } from "../packaging/host-apps.mjs";
import { repository } from "./blocks.mjs";

const page = await read("docs/host-apps.md");
const tests = await read("tests/packaging/host-apps.test.mjs");
const { dependencies } = JSON.parse(await read("tests/packaging/apps/host-apps/package.json"));

/** The tools and runtimes of the other packages. */
const UNNAMED = ["@emotion/react", "@emotion/styled", "react", "react-dom", "svelte", "vue"];

/** @param {string} path */
function read(path) {
  return readFile(`${repository}${path}`, "utf8");
}

/** The rows of all tables, as their cells. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );

test("each library is named with the version under test", () => {
  const named = rows.flatMap(([library = "", version = ""]) => {
    const [, name] = /^`([^`]+)`$/.exec(library) ?? [];
    return name ? [`${name} ${version}`] : [];
  });
  const tried = Object.entries(/** @type {Record<string, string>} */ (dependencies))
    .filter(([name]) => !UNNAMED.includes(name))
    // An alias: `npm:htmx.org@2.0.10`.
    .map(([name, version]) => version.replace(/^npm:(.*)@([^@]*)$/, "$1 $2").replace(/^(?=\d)/, `${name} `));
  assert.deepEqual(named.toSorted(), tried.toSorted());
});

test("each layer and each way to swap pages has a row, with the names of its tests", () => {
  for (const { name } of [...layers, ...swaps]) {
    assert.ok(
      rows.some((cells) => cells.some((cell) => cell.split(", ").includes(name))),
      name,
    );
  }
});

test("each test that it names exists", () => {
  const [, list = ""] = page.split("## Tested behaviour");
  const titles = rows.filter(([, title]) => title?.startsWith("*")).map(([, title = ""]) => title.replaceAll("*", ""));
  assert.ok(titles.length > 0 && list !== "");
  // A title in the code may be a template, and a code span's marks are escaped there.
  const written = tests.replaceAll("\\`", "`").replaceAll(/\$\{\w+\}/g, "…");
  for (const title of titles) assert.ok(written.includes(title), title);
});
