/**
 * The commands that the documentation shows exist.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { blocksOfKind, read, repository } from "./blocks.mjs";
import { pkg } from "./workspace.mjs";

const commands = blocksOfKind("shell").flatMap(({ where, text }) =>
  text
    .split("\n")
    .map((line) => line.replace(/#.*$/, "").trim())
    .filter((line) => line !== "")
    .map((line) => ({ where, words: line.split(/\s+/) })),
);

/** The package itself, and the frameworks of its entries. */
const PACKAGES = [read("pkg-template/package.json")]
  .map((text) => JSON.parse(text))
  .flatMap(({ name, peerDependencies = {} }) => [name, ...Object.keys(peerDependencies)]);

for (const { where, words } of commands) {
  test(`${where}: ${words.join(" ")}`, () => {
    const [program, first = "", ...rest] = words;
    if (program === "cargo" && first === "xtask") assertTask(rest);
    else if (program === "npm" && first === "install")
      for (const name of rest) assert.ok(PACKAGES.includes(name), name);
    else if (program === "npx" && first === "set-pin-sandbox") assertSandbox(rest);
    else assert.fail("no test covers this command");
  });
}

for (const [name, script] of Object.entries(JSON.parse(read("package.json")).scripts)) {
  const [program, first, ...words] = String(script).split(/\s+/);
  if (program !== "cargo" || first !== "xtask") continue;
  test(`npm run ${name} names a task that exists`, () => assertTask(words));
}

/** @param {string[]} words A task of `cargo xtask`, its flags, and their values. */
function assertTask([task = "", ...given]) {
  /** @type {readonly string[]} */
  const listed = help().match(/^ {2}[a-z]+/gm) ?? [];
  assert.ok(listed.includes(`  ${task}`), `cargo xtask has no ${task}`);
  const own = help(task);
  for (const [at, word] of given.entries()) {
    if (word.startsWith("--")) assert.match(own, new RegExp(`^ +${word}\\b`, "m"), word);
    else assertValue(own, given[at - 1] ?? "", word);
  }
}

/** @param {string[]} given Options of the package's own command, and their values. */
function assertSandbox(given) {
  const about = execFileSync(process.execPath, [`${pkg}/set-pin-sandbox.mjs`, "--help"], { encoding: "utf8" });
  for (const [at, word] of given.entries()) {
    if (word.startsWith("--")) assert.ok(about.includes(`  ${word} `), word);
    else if (given[at - 1] === "--scenario") assert.ok(about.includes(`${word},`), word);
  }
}

/**
 * Checks that the value of an option is one of those that its help lists, if it lists any.
 * @param {string} own
 * @param {string} option
 * @param {string} value
 */
function assertValue(own, option, value) {
  assert.ok(option.startsWith("--"), `${value} is alone`);
  const about = own.slice(own.indexOf(option)).split(/\n\n\s+-/, 1)[0] ?? "";
  const listed = [...about.matchAll(/^ +- ([\w-]+):/gm)].map(([, name]) => name);
  if (listed.length > 0) assert.ok(listed.includes(value), `${option} does not take ${value}`);
}

/** @param {string[]} task */
function help(...task) {
  return execFileSync("cargo", ["--quiet", "xtask", ...task, "--help"], { cwd: repository, encoding: "utf8" });
}
