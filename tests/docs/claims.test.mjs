/**
 * The tests that docs/security.md names for its claims exist.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "./blocks.mjs";

const rows = [...read("docs/security.md").matchAll(/^\| (.+?) \| \[[\w-]+\]\(\.\.\/(tests\/[\w./-]+)\): "(.+)" \|$/gm)];

/** “What markup can do” names test files, and quotes titles, or parts of titles, from them. */
const [, markup = ""] = read("docs/security.md").split(/^## What markup can do$/m);
const section = markup.split(/^## /m)[0] ?? "";
const titles = [...section.matchAll(/“(.+?)”/g)].map(([, title = ""]) => title);
const tests = [...section.matchAll(/`(tests\/[\w./-]+)`/g)].map(([, file = ""]) => read(file)).join("\n");

test("the table of what markup can do names tests", () => {
  assert.ok(titles.length > 20, `${titles.length} titles`);
});

for (const title of new Set(titles)) {
  test(`what markup can do: “${title}” exists`, () => {
    assert.ok(tests.includes(title), `no test "${title}"`);
  });
}

test("security.md names tests", () => {
  assert.ok(rows.length > 10, `${rows.length} rows`);
});

for (const [, claim, file = "", title = ""] of rows) {
  test(`${claim}: its test exists`, () => {
    assert.ok(read(file).includes(title), `${file} has no test "${title}"`);
  });
}
