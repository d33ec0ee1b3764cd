/**
 * One attempt from `open()` to its only exit, for each way to end it and for each action of the
 * host in its callbacks.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */
/** @typedef {import("./harness/sandbox.mjs").Settings} Settings */

/**
 * The states in which an attempt can be ended, with the sandbox's settings that keep it there.
 * @type {[import("./harness/host-page.mjs").SetPinState, Settings][]}
 */
const moments = [
  ["requesting", { faults: { token: [{ kind: "hang" }] } }],
  ["loading", { faults: { page: [{ kind: "hang" }] } }],
  ["ready", {}],
  ["failed", { faults: { token: [{ kind: "malformed" }] } }],
];

/** @param {Widget} widget */
async function exitedOnce(widget) {
  const report = await widget.report();
  assert.equal(report.log.filter(({ name }) => name === "onExit").length, 1, "onExit once");
  assert.deepEqual({ frames: report.atExit?.frames, dialogs: report.atExit?.dialogs }, { frames: 0, dialogs: 0 });
  assert.ok(report.sameObjects, "the promise and onExit gave different objects");
}

for (const mode of ["inline", "modal"]) {
  for (const [state, settings] of moments) {
    describe(`${mode}, ${state}:`, () => {
      test("close() ends the attempt once, however often it is called", async () => {
        const page = await suite.open(settings);
        const widget = await page.start({ mode });
        await widget.reaches(state);
        await widget.act("close", "close");
        const result = await widget.result();
        assert.equal(result.reason, state === "failed" ? "failed" : "closed_by_host");
        assert.equal(result.outcome, "unknown");
        assert.equal((await widget.report()).state, "closed");
        await widget.act("close");
        await exitedOnce(widget);
        await page.hasNoErrors();
      });

      test("destroy() ends the attempt for good, however often it is called", async () => {
        const page = await suite.open(settings);
        const widget = await page.start({ mode });
        await widget.reaches(state);
        await widget.act("destroy", "destroy");
        assert.deepEqual(await widget.result(), { reason: "destroyed", outcome: "unknown" });
        assert.equal((await widget.report()).state, "destroyed");
        await widget.act("close", "destroy");
        await exitedOnce(widget);
        await page.hasNoErrors();
      });
    });
  }
}

describe("closed inside a callback", () => {
  /** @type {[string, Settings, string][]} */
  const callbacks = [
    ["onStateChange starting", {}, "closed_by_host"],
    ["onStateChange requesting", {}, "closed_by_host"],
    ["onStateChange loading", {}, "closed_by_host"],
    ["onStateChange ready", {}, "closed_by_host"],
    ["onReady", {}, "closed_by_host"],
    ["onStateChange failed", { faults: { token: [{ kind: "malformed" }] } }, "failed"],
    ["onError", { faults: { token: [{ kind: "malformed" }] } }, "failed"],
  ];
  for (const [moment, settings, reason] of callbacks) {
    test(`${moment}: close()`, async () => {
      const page = await suite.open(settings);
      const widget = await page.start({}, { actions: { [moment]: ["close"] } });
      assert.equal((await widget.result()).reason, reason);
      await exitedOnce(widget);
      assert.equal(await page.count("[data-set-pin-widget]"), 0);
      await page.hasNoErrors();
    });

    test(`${moment}: destroy()`, async () => {
      const page = await suite.open(settings);
      const widget = await page.start({}, { actions: { [moment]: ["destroy"] } });
      assert.equal((await widget.result()).reason, "destroyed");
      await exitedOnce(widget);
      assert.equal((await widget.report()).state, "destroyed");
      assert.equal(await page.count("[data-set-pin-widget]"), 0);
      await page.hasNoErrors();
    });
  }

  test("onStateChange closed and onExit: close() and destroy() have no effect", async () => {
    const page = await suite.open();
    const widget = await page.start(
      {},
      { actions: { "onStateChange closed": ["close"], onExit: ["close", "destroy"] } },
    );
    await widget.reaches("ready");
    await page.hosted().cancelByScript();
    assert.equal((await widget.result()).reason, "page_closed");
    await exitedOnce(widget);
    await page.hasNoErrors();
  });
});

describe("open() again", () => {
  test("after the end: another attempt, with its own token", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.hosted().cancelByScript();
    await widget.result();
    await widget.act("open");
    await widget.reaches("ready");
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result(1)).reason, "page_closed");
    assert.equal((await widget.calls("onExit")).length, 2);
    const { tokensIssued, spentPageAccesses } = await page.session.observed();
    assert.deepEqual({ tokensIssued, spentPageAccesses }, { tokensIssued: 2, spentPageAccesses: 0 });
  });

  test("inside onExit", async () => {
    const page = await suite.open();
    const widget = await page.start({}, { actions: { onExit: ["open"] } });
    await widget.reaches("ready");
    await page.hosted().cancelByScript();
    await widget.result();
    await widget.reaches("ready");
    assert.equal(await page.count(FRAME), 1);
    await page.hasNoErrors();
  });

  test("during an attempt: refused as already_open, and that attempt continues", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run("deepFind(arguments[0]).dataset.mark = 'the same'", FRAME);
    await widget.act("open");
    const refused = await widget.result(1);
    assert.equal(refused.reason, "failed");
    assert.equal(refused.error?.code, "already_open");
    assert.equal(refused.error?.retryable, false);
    assert.deepEqual(
      (await widget.errors()).map(({ code }) => code),
      ["already_open"],
    );
    assert.deepEqual(await widget.calls("onExit"), []);
    const { state, results } = await widget.report();
    assert.deepEqual({ state, first: results[0] }, { state: "ready", first: null });
    assert.equal(await page.count(`${FRAME}[data-mark="the same"]`), 1);
    await page.hosted().cancelByScript();
    assert.equal((await widget.result()).reason, "page_closed");
  });

  test("after destroy(): refused as destroyed", async () => {
    const page = await suite.open();
    const widget = await page.start({}, { open: false });
    await widget.act("destroy", "open");
    const refused = await widget.result();
    assert.equal(refused.error?.code, "destroyed");
    assert.deepEqual(await widget.calls("onExit"), []);
    assert.deepEqual((await page.notes()).requests, []);
  });
});

test("a callback that throws is reported and breaks nothing", async () => {
  const page = await suite.open();
  const names = ["onStateChange", "onReady", "onEvent", "onExit"];
  const widget = await page.start({}, { actions: Object.fromEntries(names.map((name) => [name, ["throw"]])) });
  await widget.reaches("ready");
  await page.hosted().cancelByScript();
  assert.equal((await widget.result()).reason, "page_closed");
  assert.equal(await page.count("[data-set-pin-widget]"), 0);
  const { pageErrors } = await page.notes();
  assert.equal(pageErrors.length, names.length, "each reaches window's error event");
  for (const error of pageErrors) assert.match(error, /^error: .*thrown by the host's own callback/);
});

test("the hosted page's further steps do not report ready again", async () => {
  const page = await suite.open({ variant: "multi" });
  const widget = await page.ready();
  await page.hosted().type("pin", "4826");
  await page.hosted().click("next");
  await page.hosted().shows("pin-confirm");
  assert.equal((await widget.calls("onReady")).length, 1);
  assert.equal((await widget.report()).state, "ready");
});

test("two widgets on one page use their own frames only", async () => {
  const page = await suite.open();
  await page.run(
    `const box = document.createElement("div"); box.id = "second"; document.querySelector("main").append(box)`,
  );
  const first = await page.ready();
  const second = await page.ready({ container: "#second" });
  await page.hosted("#second > [data-set-pin-widget] >>> iframe").cancelByScript();
  assert.equal((await second.result()).reason, "page_closed");
  assert.equal((await first.report()).state, "ready");
  await page.hosted("#container > [data-set-pin-widget] >>> iframe").setPinByScript("4826");
  assert.equal((await first.result()).reason, "page_closed");
  await page.hasNoErrors();
});

test("events count attempts and requests, and name the state", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await page.hosted().cancelByScript();
  await widget.result();
  for (const name of ["open", "token_request", "token_response", "frame_load", "exit"]) {
    const events = await widget.events(name);
    assert.equal(events.length, 1, `${name} once`);
    const [event] = events;
    assert.equal(event?.attempt, 1);
    assert.ok(event.elapsedMs >= 0 && Number.isFinite(event.elapsedMs));
  }
  assert.equal((await widget.events("open"))[0]?.request, 0);
  assert.equal((await widget.events("token_request"))[0]?.request, 1);
});

test("an error without an onError is logged to the console, and one with an onError is not", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "malformed", times: 0 }] } });
  await page.run("window.logged = []; console.error = (...parts) => window.logged.push(parts.join(' '))");
  const withListener = await page.start();
  await withListener.reaches("failed");
  assert.deepEqual(await page.run("return logged"), []);
  await page.driver.executeAsyncScript(
    `const done = arguments[0];
     import("/pkg/index.mjs").then(({ createSetPin }) =>
       createSetPin({ tokenUrl: "/api/card/set-pin/token", onFailure: "close" }).open()).then(() => done());`,
  );
  const logged = /** @type {string[]} */ (await page.run("return logged"));
  assert.equal(logged.length, 1);
  assert.match(logged[0] ?? "", /^set-pin-widget: invalid_response: /);
});
