/**
 * Every way to end an attempt in every state: `signal`, `close()` and `destroy()`, also from inside
 * each of the host's functions.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "../harness/suite.mjs";

const suite = useBrowser();
const SIGNAL = { $: "signal" };
const ACTIVE = { cardStatus: { fetch: { $: "returns an active card" } } };

/** @typedef {import("../harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("../harness/host-page.mjs").Widget} Widget */
/** @typedef {import("../harness/host-page.mjs").SetPinState} SetPinState */
/** @typedef {import("../harness/sandbox.mjs").Settings} Settings */

/**
 * The settings that keep an attempt in a state.
 * @type {[SetPinState, Settings, Record<string, unknown>, string][]}
 */
const moments = [
  ["checking", {}, { cardStatus: { fetch: { $: "never settles" } } }, "closed_by_host"],
  ["requesting", { faults: { token: [{ kind: "hang" }] } }, {}, "closed_by_host"],
  ["loading", { faults: { page: [{ kind: "hang" }] } }, {}, "closed_by_host"],
  ["ready", {}, {}, "closed_by_host"],
  ["failed", { faults: { token: [{ kind: "malformed" }] } }, {}, "failed"],
  ["expired", {}, { tokenLifetimeMs: 600 }, "expired"],
];

/** @param {HostPage} page */
const aborts = (page) => page.run("fixture.abort()");

/** @param {HostPage} page @param {Widget} widget */
async function exitedOnceAndCleanly(page, widget) {
  const report = await widget.report();
  assert.equal(report.log.filter(({ name }) => name === "onExit").length, 1, "onExit once");
  assert.deepEqual({ frames: report.atExit?.frames, dialogs: report.atExit?.dialogs }, { frames: 0, dialogs: 0 });
  assert.ok(report.sameObjects, "the promise and onExit gave different objects");
  assert.equal(await page.count("[data-set-pin-widget]"), 0);
  await page.hasNoErrors();
}

for (const [state, settings, options, reason] of moments) {
  test(`signal, aborted while ${state}: ends with ${reason}, once, and releases the signal`, async () => {
    const page = await suite.open(settings);
    const before = await page.surroundings();
    const widget = await page.start({ signal: SIGNAL, ...options });
    await widget.reaches(state);
    await aborts(page);
    const result = await widget.result();
    assert.deepEqual({ reason: result.reason, outcome: result.outcome }, { reason, outcome: "unknown" });
    assert.equal((await widget.report()).state, "closed");
    await exitedOnceAndCleanly(page, widget);
    assert.deepEqual((await page.surroundings()).listeners, before.listeners);
  });
}

for (const [state, settings, options, reason] of moments.filter(
  ([state]) => state === "checking" || state === "expired",
)) {
  for (const action of /** @type {const} */ (["close", "destroy"])) {
    test(`${action}(), any number of times while ${state}, ends the attempt once`, async () => {
      const page = await suite.open(settings);
      const widget = await page.start(options);
      await widget.reaches(state);
      await widget.act(action, action);
      await widget.act(action);
      assert.equal((await widget.result()).reason, action === "destroy" ? "destroyed" : reason);
      assert.equal((await widget.report()).state, action === "destroy" ? "destroyed" : "closed");
      await exitedOnceAndCleanly(page, widget);
    });
  }
}

describe("a signal", () => {
  test("that is already aborted: open() ends at once, without a request or a frame", async () => {
    const page = await suite.open();
    await aborts(page);
    const widget = await page.start({ signal: SIGNAL, ...ACTIVE });
    assert.deepEqual(await widget.result(), { reason: "closed_by_host", outcome: "unknown" });
    assert.deepEqual(await page.hostCalls(), []);
    const { requests, framesMade } = await page.notes();
    assert.deepEqual({ requests, framesMade }, { requests: [], framesMade: 0 });
    await exitedOnceAndCleanly(page, widget);
  });

  test("aborted in the task of open() ends it without a request", async () => {
    const page = await suite.open();
    const widget = await page.start({ signal: SIGNAL }, { open: false });
    await page.run("fixture.act(0, 'open'); fixture.abort()");
    assert.deepEqual(await widget.result(), { reason: "closed_by_host", outcome: "unknown" });
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
    await exitedOnceAndCleanly(page, widget);
  });

  test("set by update() takes effect, and the one before it has no effect any more", async () => {
    const page = await suite.open();
    const before = await page.surroundings();
    const widget = await page.ready({ signal: { $: "another signal" } });
    await widget.update({ signal: SIGNAL });
    await page.run("fixture.abortTheOther()");
    assert.equal((await widget.report()).state, "ready");
    await aborts(page);
    assert.equal((await widget.result()).reason, "closed_by_host");
    await exitedOnceAndCleanly(page, widget);
    assert.deepEqual((await page.surroundings()).listeners, before.listeners);
  });

  for (const [moment, settings, reason] of /** @type {[string, Settings, string][]} */ ([
    ["onStateChange requesting", {}, "closed_by_host"],
    ["onStateChange loading", {}, "closed_by_host"],
    ["onReady", {}, "closed_by_host"],
    ["onError", { faults: { token: [{ kind: "malformed" }] } }, "failed"],
  ])) {
    test(`aborted from inside ${moment} ends it once, with ${reason}`, async () => {
      const page = await suite.open(settings);
      const widget = await page.start({ signal: SIGNAL }, { actions: { [moment]: ["abort"] } });
      assert.equal((await widget.result()).reason, reason);
      await exitedOnceAndCleanly(page, widget);
    });
  }

  test("aborted after the end does nothing", async () => {
    const page = await suite.open();
    const widget = await page.ready({ signal: SIGNAL });
    await page.hosted().cancelByScript();
    await widget.result();
    const { log } = await widget.report();
    await aborts(page);
    assert.deepEqual((await widget.report()).log, log);
  });

  test("aborted during confirmOutcome ends the wait, with the original reason", async () => {
    const page = await suite.open();
    const widget = await page.ready({ signal: SIGNAL, confirmOutcome: { $: "never settles" } });
    await page.hosted().cancelByScript();
    await page.observesHost("the call of confirmOutcome", (calls) => calls.length === 1);
    await aborts(page);
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.equal((await page.hostCalls())[0]?.aborted, true);
  });

  test("aborts the request in flight", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    await page.start({ signal: SIGNAL });
    await page.observes("the request to arrive", ({ openRequests }) => openRequests === 1);
    await aborts(page);
    await page.observes("the request to be aborted", ({ abortedRequests }) => abortedRequests === 1);
  });
});

describe("inside a callback that no other file covers", () => {
  /** @type {[string, Record<string, unknown>, string][]} */
  const callbacks = [
    ["onStateChange checking", ACTIVE, "closed_by_host"],
    ["onStateChange expired", { tokenLifetimeMs: 600 }, "expired"],
    ["onExpire", { tokenLifetimeMs: 600 }, "expired"],
    ["onEvent", {}, "closed_by_host"],
  ];
  for (const [moment, options, reason] of callbacks) {
    for (const action of /** @type {const} */ (["close", "destroy"])) {
      test(`${moment}: ${action}()`, async () => {
        const page = await suite.open();
        const widget = await page.start(options, { actions: { [moment]: [action, action] } });
        assert.equal((await widget.result()).reason, action === "destroy" ? "destroyed" : reason);
        await exitedOnceAndCleanly(page, widget);
      });
    }
  }

  /** @type {[string, (method: string) => Record<string, unknown>][]} */
  const functions = [
    ["fetchToken", (method) => ({ tokenUrl: undefined, fetchToken: { $: method } })],
    ["headers", (method) => ({ headers: { $: method } })],
    ["cardStatus.fetch", (method) => ({ cardStatus: { fetch: { $: method } } })],
  ];
  for (const [name, options] of functions) {
    for (const action of /** @type {const} */ (["close", "destroy"])) {
      test(`${name}: ${action}()`, async () => {
        const page = await suite.open();
        const widget = await page.start(options(`${action}s the widget`));
        assert.equal((await widget.result()).reason, action === "destroy" ? "destroyed" : "closed_by_host");
        await exitedOnceAndCleanly(page, widget);
        assert.equal((await page.session.observed()).tokenRequests.length, 0);
      });
    }
  }

  for (const [action, reason] of /** @type {const} */ ([
    ["close", "page_closed"],
    ["destroy", "destroyed"],
  ])) {
    test(`confirmOutcome: ${action}() ends with ${reason}`, async () => {
      const page = await suite.open();
      const widget = await page.ready({ confirmOutcome: { $: `${action}s the widget` } });
      await page.hosted().cancelByScript();
      assert.deepEqual(await widget.result(), { reason, outcome: "unknown" });
      await exitedOnceAndCleanly(page, widget);
    });
  }
});

describe("without an attempt", () => {
  test("close(), retry() and focus() have no effect: no callback is called, and open() works", async () => {
    const page = await suite.open();
    const widget = await page.start({}, { open: false });
    await widget.act("close", "retry", "focus", "close");
    const { state, log } = await widget.report();
    assert.deepEqual({ state, log }, { state: "idle", log: [] });
    await widget.act("open");
    await widget.reaches("ready");
    await page.hosted().cancelByScript();
    await widget.result();
    const after = await widget.report();
    await widget.act("close", "retry", "focus");
    assert.deepEqual(await widget.report(), after);
    await page.hasNoErrors();
  });

  test("destroy() is reported as a state, once, and an attempt that never began has no exit", async () => {
    const page = await suite.open();
    const widget = await page.start({}, { open: false });
    await widget.act("destroy", "destroy", "close", "retry", "focus");
    assert.deepEqual(await widget.callbackOrder(), ["idle -> destroyed"]);
    assert.equal((await widget.report()).state, "destroyed");
  });
});
