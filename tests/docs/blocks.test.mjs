/**
 * Each code block of the documentation belongs to a test.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { blocks, blocksOfKind, documents, MARKS, read, repository } from "./blocks.mjs";

test("every fence belongs to a block that a test covers", () => {
  for (const document of documents) {
    const fences = read(document).match(/^ *(?:```|~~~)/gm) ?? [];
    const known = blocks.filter(({ where }) => where.startsWith(`${document}:`));
    assert.equal(
      fences.length,
      2 * known.length,
      `${document} has a code block that the tests do not see: indented, or without a language?`,
    );
  }
});

test("every mark is one that a test uses", () => {
  for (const { where, marks } of blocks)
    assert.deepEqual(
      Object.keys(marks).filter((name) => !Object.hasOwn(MARKS, name)),
      [],
      where,
    );
});

test("a block that no test runs has a reason, and is counted", (context) => {
  const left = blocksOfKind("not run");
  for (const { where, marks } of left) context.diagnostic(`${where} is not run: ${marks["not-run"]}`);
  for (const kind of new Set(blocks.map((block) => block.kind)))
    context.diagnostic(`${kind}: ${blocksOfKind(kind).length}`);
  // The blocks of a page set a PIN. Those of the images do not: the reason names the test that shows them.
  for (const { where, marks } of left) {
    assert.match(where, /^docs\/secure-view\.md:/);
    const [path = ""] = /tests\/[\w/.-]+/.exec(marks["not-run"] ?? "") ?? [];
    assert.ok(path !== "" && existsSync(repository + path), `${where}: ${path}`);
  }
});

test("the blocks that other tests run exist", () => {
  // tests/server/readme.test.mjs runs each block of docs/servers.md.
  assert.equal(blocksOfKind("server app").length, 8);
  // tests/packaging/other-frameworks.test.mjs builds the components of docs/other-frameworks.md.
  assert.equal(blocksOfKind("framework").length, 3);
});

test("blocks of JSON are JSON", () => {
  for (const { where, text } of blocksOfKind("json")) assert.doesNotThrow(() => JSON.parse(text), where);
});

test("every link within the repository has a target", () => {
  const missing = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, to = ""]) => to)
      .filter((to) => !/^[a-z]+:/.test(to) && !leadsSomewhere(document, to))
      .map((to) => `${document}: ${to}`),
  );
  assert.deepEqual(missing, []);
});

/** @param {string} document @param {string} link */
function leadsSomewhere(document, link) {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document : join(dirname(document), path);
  if (!existsSync(repository + target)) return false;
  if (anchor === undefined) return true;
  return [...read(target).matchAll(/^#+ (.+)$/gm)].some(([, heading = ""]) => slug(heading) === anchor);
}

/** As GitHub makes an anchor of a heading. @param {string} heading */
const slug = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
