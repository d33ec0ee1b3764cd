/**
 * Calls that fail, calls that cannot throw, and the package without a page.
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { useBrowser } from "../harness/suite.mjs";

const suite = useBrowser();
const folder = process.env.E2E_PKG ?? fileURLToPath(new URL("../../../pkg", import.meta.url));

/** @typedef {typeof import("../../contract/set-pin-widget.d.ts")} Package */

describe("a refused call settles its own promise, calls onError, and nothing else:", () => {
  test("already_open", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    const before = await widget.report();
    await widget.act("open");
    const refused = await widget.result(1);
    assert.deepEqual(
      { reason: refused.reason, outcome: refused.outcome, code: refused.error?.code },
      { reason: "failed", outcome: "unknown", code: "already_open" },
    );
    const after = await widget.report();
    assert.deepEqual(
      after.log.slice(before.log.length).map(({ name }) => name),
      ["onError"],
    );
    assert.equal(after.state, "ready");
  });

  for (const opened of [false, true]) {
    test(`destroyed, ${opened ? "after an attempt" : "before any attempt"}`, async () => {
      const page = await suite.open();
      const widget = await page.start({}, { open: opened });
      if (opened) await widget.reaches("ready");
      await widget.act("destroy");
      const before = await widget.report();
      await widget.act("open");
      const refused = await widget.result(opened ? 1 : 0);
      const { error } = refused;
      assert.deepEqual(
        { reason: refused.reason, outcome: refused.outcome, code: error?.code, retryable: error?.retryable },
        { reason: "failed", outcome: "unknown", code: "destroyed", retryable: false },
      );
      assert.equal(error?.isSetPinError, true);
      const { log, state } = await widget.report();
      assert.deepEqual(
        log.slice(before.log.length).map(({ name }) => name),
        ["onError"],
      );
      assert.equal(state, "destroyed");
    });
  }

  test("with an onError that throws: the error is reported, and the promise still settles", async () => {
    const page = await suite.open();
    const widget = await page.start({}, { open: false, actions: { onError: ["throw"] } });
    await widget.act("destroy", "open");
    assert.equal((await widget.result()).error?.code, "destroyed");
    assert.match((await page.notes()).pageErrors.join(), /thrown by the host's own callback/);
  });
});

describe("createSetPin never throws and open() never rejects", () => {
  for (const [what, options] of [
    [
      "options with a getter that throws",
      "{ get tokenUrl() { throw 'a secret of the host' }, mode: 'inline', container: 'main' }",
    ],
    [
      "a proxy that throws",
      "new Proxy({}, { get() { throw 'a secret of the host' }, ownKeys() { throw 'a secret' } })",
    ],
    ["no argument", ""],
  ]) {
    test(`for ${what}: invalid_options`, async () => {
      const page = await suite.open();
      const reported = await page.driver.executeAsyncScript(
        `const done = arguments[0];
         SetPinModule.createSetPin(${what === "no argument" ? "" : options}).open()
           .then(({ reason, error }) => done({ reason, code: error.code, message: error.message }), () => done("rejected"));`,
      );
      const { reason, code, message } = /** @type {{reason: string, code: string, message: string}} */ (reported);
      assert.deepEqual({ reason, code }, { reason: "failed", code: "invalid_options" });
      assert.doesNotMatch(message, /secret/);
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
    });
  }
});

describe("without a page", () => {
  /** @type {[string, () => Promise<Package>][]} */
  const ways = [
    ["import", () => import(pathToFileURL(`${folder}/index.mjs`).href)],
    ["require", async () => createRequire(import.meta.url)(`${folder}/cjs/index.js`)],
  ];
  for (const [way, load] of ways) {
    test(`${way}: not_in_browser is reported by onError and by the result, and by nothing else`, async () => {
      const { createSetPin, SetPinError } = await load();
      /** @type {unknown[]} */
      const reported = [];
      /** @type {string[]} */
      const others = [];
      const widget = createSetPin({
        tokenUrl: "/api/card/set-pin/token",
        onError: (error) => reported.push(error),
        onExit: () => others.push("onExit"),
        onEvent: ({ name }) => others.push(name),
        onStateChange: (state) => others.push(state),
      });
      const { reason, outcome, error } = await widget.open();
      assert.deepEqual(
        { reason, outcome, code: error?.code, retryable: error?.retryable },
        { reason: "failed", outcome: "unknown", code: "not_in_browser", retryable: false },
      );
      assert.ok(error instanceof SetPinError && error instanceof Error);
      assert.deepEqual(reported, [error]);
      assert.deepEqual({ others, state: widget.state }, { others: [], state: "idle" });
    });

    test(`${way}: every other call has no effect`, async () => {
      const { createSetPin } = await load();
      const widget = createSetPin({ tokenUrl: "/api/card/set-pin/token" });
      widget.update({ theme: "dark" });
      widget.close();
      widget.retry();
      widget.focus();
      widget.destroy();
      widget.destroy();
      assert.equal(widget.state, "destroyed");
    });
  }
});

test("the script tag's global SetPin has every name of the package", async () => {
  const page = await suite.open({}, "/fixtures/blank.html?csp=none");
  const names = await page.driver.executeAsyncScript(
    `const done = arguments[0]; const script = document.createElement("script");
     script.onload = () => done({ module: Object.keys(SetPinModule).sort(), global: Object.keys(SetPin).sort() });
     script.src = "/pkg/set-pin-widget.js"; document.head.append(script);`,
  );
  const { module, global } = /** @type {{module: string[], global: string[]}} */ (names);
  assert.deepEqual(
    module.filter((name) => !global.includes(name)),
    [],
  );
  for (const name of ["createSetPin", "preload", "themes", "SetPinError"]) assert.ok(module.includes(name), name);
});

test("an error is an Error with a name, a code, a message, and a status only if there was a response", async () => {
  const page = await suite.open({
    faults: { token: [{ kind: "status", status: 404 }, { kind: "malformed" }, { kind: "drop", times: 0 }] },
  });
  const widget = await page.start({ retry: false });
  for (const code of ["card_not_found", "invalid_response", "network"]) {
    await widget.reaches("failed");
    const error = (await widget.errors()).at(-1);
    assert.deepEqual({ name: error?.name, code: error?.code }, { name: "SetPinError", code });
    assert.ok((error?.message ?? "").length > 20, "a sentence");
    assert.equal(error && "status" in error, code !== "network", code);
    if (code === "network") return;
    await widget.act("retry");
  }
});
