/**
 * A page on which another script has added an enumerable property to `Object.prototype`, before or
 * after the package is loaded.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import vm from "node:vm";
import { codeFiles, entries, installed, project, text } from "./installed.mjs";

/** Names that hosts and libraries use, and the fields of a property descriptor. */
const NAMES = ["theme", "default", "name", "then", "get", "set", "value", "writable", "enumerable", "configurable"];

/**
 * The exports of each entry without pollution.
 * @param {string} file
 * @returns {string[]}
 */
const namesIn = (file) => Object.keys(createRequire(installed)(`./${file}`)).sort();

/** A separate realm with only the language, because Node itself fails with some of `NAMES`. */
class Realm {
  context = vm.createContext({});

  constructor() {
    vm.runInContext("globalThis.modules = {}", this.context);
  }

  /** @param {string} name */
  pollute(name) {
    vm.runInContext(`Object.prototype[${JSON.stringify(name)}] = "dark"`, this.context);
  }

  /**
   * As Node would, but within the realm; the frameworks are empty.
   * @param {string} file
   * @returns {Record<string, any>}
   */
  require(file) {
    const wrapped = vm.runInContext(`(function (require, module) { ${text(file)}\n})`, this.context, {
      filename: file,
    });
    const module = vm.runInContext("({ exports: {} })", this.context);
    const empty = vm.runInContext("({})", this.context);
    wrapped(
      (/** @type {string} */ name) => (name.startsWith("./") ? this.require(`cjs/${name.slice(2)}`) : empty),
      module,
    );
    return module.exports;
  }
}

for (const name of NAMES) {
  describe(`Object.prototype.${name} exists`, () => {
    for (const { cjs } of entries) {
      test(`before ${cjs} is required: its exports are the same`, () => {
        const realm = new Realm();
        realm.pollute(name);
        const exported = realm.require(cjs);
        assert.deepEqual(Object.keys(exported).sort(), namesIn(cjs));
        for (const key of Object.keys(exported)) assert.ok(exported[key], `${key} exists`);
      });
    }

    for (const when of ["before", "after"]) {
      test(`${when} the index is required: a widget is created`, () => {
        const realm = new Realm();
        if (when === "before") realm.pollute(name);
        const { createSetPin } = realm.require("cjs/index.js");
        if (when === "after") realm.pollute(name);
        assert.equal(createSetPin({ tokenUrl: "/token" }).state, "idle");
      });
    }
  });
}

describe("Object.prototype.theme exists before an ES module is imported", () => {
  for (const { name, esm, cjs } of entries) {
    test(`${esm} has the same exports`, () => {
      const script = `
        Object.prototype.theme = "dark";
        const entry = await import(${JSON.stringify(name)});
        process.stdout.write(Object.keys(entry).sort().join());`;
      const output = execFileSync("node", ["--input-type=module", "--eval", script], {
        cwd: project,
        encoding: "utf8",
      });
      assert.equal(output, namesIn(cjs).join());
    });
  }
});

describe("a file that is read in another encoding than UTF-8 is the same", () => {
  for (const file of codeFiles) {
    test(`${file} contains only ASCII`, () => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII, including control characters.
      const found = /[^\x00-\x7f]/u.exec(text(file));
      assert.equal(found && text(file).slice(Math.max(0, found.index - 20), found.index + 20), null);
    });
  }
});
