/**
 * The tests that docs/security.md names for its claims exist.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "./blocks.mjs";

const rows = [...read("docs/security.md").matchAll(/^\| (.+?) \| \[[\w-]+\]\(\.\.\/(tests\/[\w./-]+)\): "(.+)" \|$/gm)];

test("security.md names tests", () => {
  assert.ok(rows.length > 10, `${rows.length} rows`);
});

for (const [, claim, file = "", title = ""] of rows) {
  test(`${claim}: its test exists`, () => {
    assert.ok(read(file).includes(title), `${file} has no test "${title}"`);
  });
}
