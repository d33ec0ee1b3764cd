/**
 * The package's README shows what the example applications hold, and nothing that was never run; and theirs say where the package is from.
 */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
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

/** What `cargo xtask package` leaves, from an example's folder. */
const PACKED = "../../target/set-pin-widget.tgz";

for (const name of await readdir(`${repository}examples`)) {
  test(`examples/${name} takes the package that was built here, and nothing of its name from npm`, async () => {
    const read = (/** @type {string} */ file) => readFile(`${repository}examples/${name}/${file}`, "utf8");
    const told = await read("README.md");
    const { dependencies = {} } = JSON.parse(await read("package.json"));
    assert.doesNotMatch(told, /npm install[^`]*\sset-pin-widget[\s`]/);
    assert.match(told, /`cargo xtask package`/);
    if (dependencies["set-pin-widget"]) assert.equal(dependencies["set-pin-widget"], `file:${PACKED}`);
    else assert.match(told, new RegExp(`npm install ${PACKED.replaceAll(".", "\\.")}[\\s\`]`));
  });
}
