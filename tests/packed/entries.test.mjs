/**
 * The tarball, as npm, Node and bundlers use it.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { parse } from "acorn";
import { build } from "esbuild";
import { rollup } from "rollup";
import { codeFiles, description, entries, installed, project, repository, tarballPath, text } from "./installed.mjs";

/** @param {string} program @param {string[]} args */
const run = (program, ...args) => execFileSync(program, args, { cwd: project, encoding: "utf8", stdio: "pipe" });

/** The integrator's own packages. */
const peers = Object.keys(description.peerDependencies ?? {});

test("the command of the package runs under its name, by its own first line", () => {
  const { bin } = /** @type {{bin: Record<string, string>}} */ (/** @type {unknown} */ (description));
  assert.deepEqual(Object.keys(bin), ["set-pin-sandbox"]);
  const file = installed + bin["set-pin-sandbox"];
  assert.match(readFileSync(file, "utf8"), /^#!\/usr\/bin\/env node\n/);
  assert.match(run(process.execPath, file, "--help"), /^Usage: npx set-pin-sandbox /);
});

test("the package linters report nothing", () => {
  const bin = `${repository}node_modules/.bin/`;
  const output = run(`${bin}publint`, "run", tarballPath, "--strict");
  // Yarn 1 would refuse to install a package for browsers because of the builder's version of Node.
  const unwanted = output.split("\n").filter((line) => /^\d+\. /.test(line) && !line.includes('"engines.node"'));
  assert.deepEqual(unwanted, []);
  assert.match(output, /All good!|Suggestions:/);
  assert.match(run(`${bin}attw`, tarballPath, "--no-emoji"), /No problems found/);
});

test("nothing in package.json can prevent an installation", () => {
  for (const field of ["engines", "os", "cpu", "libc", "devEngines", "dependencies", "scripts"])
    assert.equal(field in description, false, field);
});

test("each code file has an extension that every bundler treats as code, and CommonJS is in a folder that declares it", () => {
  assert.deepEqual(
    codeFiles.filter((name) => !/^(?:(?:languages\/)?[^/]+\.m?js|cjs\/(?:languages\/)?[^/]+\.js)$/.test(name)),
    [],
  );
  assert.deepEqual(JSON.parse(text("cjs/package.json")), { type: "commonjs", sideEffects: false });
});

test("the changelog has this version, with its date once it is released", () => {
  const { version } = JSON.parse(text("package.json"));
  assert.match(
    text("CHANGELOG.md"),
    new RegExp(`^## \\[${version.replaceAll(".", "\\.")}\\] - (?:\\d{4}-\\d{2}-\\d{2}|unreleased)$`, "m"),
  );
});

test("the README says what a page loads", () => {
  const gzipped = (/** @type {string} */ name) => gzipSync(text(name), { level: 9 }).length;
  const documented = Object.fromEntries(
    [...text("README.md").matchAll(/^\| (.+?) \| (\d+) bytes \| (?:(\d+) bytes|nothing) \|$/gm)].map(
      ([, name = "", always, without]) => [name.replaceAll("`", ""), [Number(always), Number(without ?? 0)]],
    ),
  );
  const loaded = {
    "set-pin-widget": [["index.mjs"], ["engine-js.mjs"]],
    "set-pin-widget/csp": [["csp.mjs"], []],
    "set-pin-widget/react": [["react.mjs", "index.mjs"], ["engine-js.mjs"]],
    "The script tag": [["set-pin-widget.js"], ["set-pin-widget-engine.js"]],
  };
  for (const [name, files] of Object.entries(loaded))
    for (const [at, each] of files.entries()) {
      const bytes = each.map(gzipped).reduce((sum, size) => sum + size, 0);
      // Two compressors differ by some bytes.
      assert.ok(
        Math.abs((documented[name]?.[at] ?? Number.NaN) - bytes) <= bytes / 100,
        `${name}: ${documented[name]}, not ${bytes}`,
      );
    }
});

test("an editor shows a comment for each state, error code and reason", () => {
  for (const extension of ["d.ts", "d.cts"]) {
    const declarations = ["errors", "lifecycle"].map((file) => text(`types/generated/${file}.${extension}`));
    const members = declarations.join("").match(/^ +\| "\w+".*$/gm) ?? [];
    assert.ok(members.length > 50, `${members.length} of them`);
    for (const member of members) assert.match(member, /\/\/ \S/);
  }
});

/**
 * The package that each framework's entry imports. The other entries import no package.
 * @type {Record<string, string[]>}
 */
const FRAMEWORKS = {
  "set-pin-widget/react": ["react"],
  "set-pin-widget/secure-view-react": ["react"],
  "set-pin-widget/secure-view-vue": ["vue"],
  "set-pin-widget/vue": ["vue"],
};

/** Returns a file's imports of other packages. @param {string} file */
function foreign(file) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {unknown} node */
  const visit = (node) => {
    if (typeof node !== "object" || node === null) return;
    const { type, source, callee, arguments: given } = /** @type {Record<string, any>} */ (node);
    const isImport = type === "ImportExpression" || /^(?:Import|Export\w*)Declaration$/.test(type);
    const name = isImport ? source?.value : type === "CallExpression" && callee.name === "require" && given[0]?.value;
    if (typeof name === "string" && !name.startsWith("./")) found.add(name);
    for (const part of Object.values(node)) visit(part);
  };
  visit(parse(text(file), { ecmaVersion: 2022, sourceType: file.endsWith(".mjs") ? "module" : "script" }));
  return [...found];
}

describe("a framework is never bundled", () => {
  for (const { name, esm, cjs } of entries) {
    for (const file of [esm, cjs]) {
      test(`${file} imports ${FRAMEWORKS[name] ?? "only its own files"}`, () => {
        assert.deepEqual(foreign(file), FRAMEWORKS[name] ?? []);
      });
    }
  }

  test("each is an optional peer dependency, also if only its types are used", () => {
    assert.deepEqual(
      peers.sort(),
      [...new Set(Object.values(FRAMEWORKS).flat()), "preact", "solid-js", "svelte"].sort(),
    );
    // npm refuses an older version than an optional peer's range, even if its entry is not used.
    assert.deepEqual(new Set(Object.values(description.peerDependencies ?? {})), new Set(["*"]));
    const { peerDependenciesMeta = {} } = description;
    assert.deepEqual(
      peers.filter((peer) => !peerDependenciesMeta[peer]?.optional),
      [],
    );
  });
});

test("the React entry declares that it is for the browser, so that a Server Component may render it", () => {
  for (const file of ["react.mjs", "cjs/react.js", "secure-view-react.mjs", "cjs/secure-view-react.js"]) {
    const [first] = parse(text(file), { ecmaVersion: 2022, sourceType: "module" }).body;
    assert.equal(first && "directive" in first ? first.directive : undefined, "use client", file);
  }
});

describe("importing an entry", () => {
  for (const { name, esm, cjs } of entries) {
    test(`${name}: adds no global to Node, logs nothing, and lets the process end`, () => {
      const script = `
        const names = () => Reflect.ownKeys(globalThis).map(String).join();
        for (const peer of ${JSON.stringify(peers)}) await import(peer).catch(() => "not every one is installed"); // They may add globals.
        const before = names();
        const entry = await import(${JSON.stringify(name)});
        if (names() !== before) throw new Error("a global was made or taken");
        process.stdout.write(Object.keys(entry).filter((key) => !/^(default|module.exports)$/.test(key)).sort().join());`;
      const exported = run("node", "--input-type=module", "--eval", script);
      assert.notEqual(exported, "");
      const required = `process.stdout.write(Object.keys(require(${JSON.stringify(name)})).sort().join())`;
      assert.equal(run("node", "--input-type=commonjs", "--eval", required), exported, "both formats export the same");
    });

    test(`${name}: needs no feature of a browser or of Node`, () => {
      const module = { exports: {} };
      // A new context has only the language: no window, no URL, no TextDecoder, no WebAssembly.
      const context = vm.createContext({ module, exports: module.exports, require: createRequire(installed + cjs) });
      vm.runInContext("delete globalThis.WebAssembly;", context);
      vm.runInContext(text(cjs), context, { filename: cjs });
      assert.notDeepEqual(Object.keys(module.exports), []);
    });

    test(`${name}: is absent from a bundle that does not use it`, async () => {
      for (const source of [`import ${JSON.stringify(name)};`, `import * as unused from ${JSON.stringify(name)};`]) {
        for (const bundled of [await withEsbuild(source), await withRollup(source)]) assert.equal(bundled.trim(), "");
      }
    });

    test(`${name}: is present in a bundle that uses it`, async () => {
      const source = `export * from ${JSON.stringify(name)};`;
      for (const bundled of [await withEsbuild(source), await withRollup(source)]) {
        assert.ok(bundled.length > text(esm).length / 2, `${bundled.length} characters`);
      }
    });
  }
});

test("the views need no page before show(), which reports its absence", () => {
  const script = `
    import { createPinView, SetPinError } from "set-pin-widget/secure-view";
    const codes = [];
    const view = createPinView({ tokenUrl: "/pin", container: "#pin", onError: ({ code }) => codes.push(code) });
    view.hide();
    const { reason, error } = await view.show();
    view.destroy();
    await view.show();
    process.stdout.write([reason, error instanceof SetPinError, ...codes, view.state].join());`;
  assert.equal(
    run("node", "--input-type=module", "--eval", script),
    "failed,true,not_in_browser,not_in_browser,destroyed",
  );
});

/** @param {string} contents */
async function withEsbuild(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    logLevel: "error",
    external: peers,
  });
  return outputFiles.map(({ text }) => text).join("");
}

/** @param {string} source */
async function withRollup(source) {
  const entry = `${project}entry.mjs`;
  const bundle = await rollup({
    input: entry,
    external: (id) => peers.some((peer) => id === peer || id.startsWith(`${peer}/`)),
    plugins: [
      { name: "entry", load: (id) => (id === entry ? source : null), resolveId: (id) => (id === entry ? id : null) },
      nodeResolve(),
    ],
    // Rollup warns that it drops "use client", because it does not separate server and client.
    onwarn: ({ code = "", message }) => assert.ok(["EMPTY_BUNDLE", "MODULE_LEVEL_DIRECTIVE"].includes(code), message),
  });
  const { output } = await bundle.generate({ format: "es" });
  return output.map((chunk) => ("code" in chunk ? chunk.code : "")).join("");
}

describe("files for a page without a bundler", () => {
  /** @param {string} name */
  const hashOf = (name) =>
    `sha384-${createHash("sha384")
      .update(readFileSync(installed + name))
      .digest("base64")}`;

  test("integrity.json has the hash of each file for browsers", () => {
    const files = codeFiles.filter((name) => !name.startsWith("cjs/")).sort();
    const { "import-map.html": _, ...named } = JSON.parse(text("integrity.json"));
    assert.deepEqual(Object.keys(named).sort(), files);
    for (const name of files) assert.equal(named[name], hashOf(name), name);
  });

  test("the script tag pins the version and the hash", () => {
    const tag = text("script-tag.html");
    assert.ok(tag.includes(`set-pin-widget@${description.version}/set-pin-widget.js"`), tag);
    assert.ok(tag.includes(`integrity="${hashOf("set-pin-widget.js")}" crossorigin="anonymous"`), tag);
  });

  test("the README shows both, ready to copy", () => {
    const blocks = [...text("README.md").matchAll(/^```html\n(.*?)^```$/gms)].map(([, block]) => block);
    for (const file of ["script-tag.html", "import-map.html"]) assert.ok(blocks.includes(text(file)), file);
  });

  test("the import map pins the version, and the hashes of the entry, and of the engine and the languages that it may load", () => {
    const { imports, integrity } = JSON.parse(text("import-map.html").replaceAll(/<\/?script[^>]*>/g, ""));
    const entry = imports["set-pin-widget"];
    assert.match(entry, new RegExp(`/set-pin-widget@${description.version.replaceAll(".", "\\.")}/index\\.mjs$`));
    assert.deepEqual(Object.keys(imports), ["set-pin-widget"]);
    const languageModules = codeFiles.filter((name) => name.startsWith("languages/"));
    assert.ok(languageModules.length > 25);
    assert.deepEqual(integrity, {
      [entry]: hashOf("index.mjs"),
      ...Object.fromEntries(
        ["engine-js.mjs", ...languageModules].map((file) => [new URL(file, entry).href, hashOf(file)]),
      ),
    });
  });

  test("integrity.json has the hash by which a page's policy allows the import map, an inline script", () => {
    const [, script = ""] = /<script type="importmap">(.*)<\/script>/s.exec(text("import-map.html")) ?? [];
    assert.notEqual(script, "");
    const hash = `sha256-${createHash("sha256").update(script).digest("base64")}`;
    assert.equal(JSON.parse(text("integrity.json"))["import-map.html"], hash);
  });

  test("the script contains the hashes of the files that it loads from its own folder", () => {
    for (const file of ["set-pin-widget-engine.js", "set-pin-widget-languages.js"])
      assert.ok(text("set-pin-widget.js").includes(hashOf(file)), file);
  });
});
