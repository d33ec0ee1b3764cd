/**
 * The example applications use the package that was built here, and their READMEs say how to get
 * it.
 */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The tarball of `cargo xtask package`, relative to an example's folder. */
const PACKED = "../../target/set-pin-widget.tgz";

for (const name of await readdir(`${repository}examples`)) {
  test(`examples/${name} installs the package that was built here, and nothing of its name from npm`, async () => {
    const read = (/** @type {string} */ file) => readFile(`${repository}examples/${name}/${file}`, "utf8");
    const readme = await read("README.md");
    const { dependencies = {} } = JSON.parse(await read("package.json"));
    assert.doesNotMatch(readme, /npm install[^`]*\sset-pin-widget[\s`]/);
    assert.match(readme, /`cargo xtask package`/);
    if (dependencies["set-pin-widget"]) assert.equal(dependencies["set-pin-widget"], `file:${PACKED}`);
    else assert.match(readme, new RegExp(`npm install ${PACKED.replaceAll(".", "\\.")}[\\s\`]`));
  });
}
