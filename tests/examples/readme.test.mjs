/**
 * The package's README shows what the example applications hold, and nothing that was never run.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const readme = await readFile(`${repository}pkg-template/README.md`, "utf8");

const shown = {
  React: "react/src/App.tsx",
  Vue: "vue/src/App.vue",
  Svelte: "svelte/src/App.svelte",
  Angular: "angular/src/app/app.ts",
  "Without a line of script": "html/index.html",
};

/** Excerpts are indented less than what they are from. @param {string} text */
const lines = (text) => text.trim().replace(/\n\s*/g, "\n");

for (const [title, file] of Object.entries(shown)) {
  test(`the block under "${title}" stands in examples/${file}`, async () => {
    const [, section = ""] = readme.split(`\n## ${title}\n`);
    const block = /```\w+\n(.*?)```/s.exec(section)?.[1];
    assert.ok(block, "no block");
    assert.ok(lines(await readFile(`${repository}examples/${file}`, "utf8")).includes(lines(block)), block);
  });
}
