/**
 * The outcome after an attempt: only the host's backend knows whether a PIN was set.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

describe("confirmOutcome", () => {
  /** @type {[string, "confirmed" | "not_confirmed" | "unknown"][]} */
  const results = [
    ["returns true", "confirmed"],
    ["returns false", "not_confirmed"],
    ["returns undefined", "unknown"],
    ["returns text", "unknown"],
    ["throws an error", "unknown"],
    ["throws a string", "unknown"],
    ["rejects with a string", "unknown"],
    ["rejects with an error of another realm", "unknown"],
  ];
  for (const [name, outcome] of results) {
    test(`${name}: ${outcome}`, async () => {
      const page = await suite.open();
      const widget = await page.ready({ confirmOutcome: { $: name } });
      await page.hosted().cancelByScript();
      assert.deepEqual(await widget.result(), { reason: "page_closed", outcome });
      assert.equal((await widget.calls("onExit")).length, 1);
      assert.equal((await page.hostCalls()).length, 1, "requested once");
      assert.deepEqual(await widget.errors(), []);
      const isBroken = name.startsWith("throws") || name.startsWith("rejects");
      assert.equal(
        (await page.notes()).pageErrors.length,
        isBroken ? 1 : 0,
        "what it threw is reported, like any callback's error",
      );
    });
  }

  test("nothing in time: unknown after requestTimeoutMs, and its signal is aborted", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "never settles" }, requestTimeoutMs: 1000 });
    await page.hosted().cancelByScript();
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.equal((await page.hostCalls())[0]?.aborted, true);
    await page.hasNoErrors();
  });
});

describe("a host that asks its backend", () => {
  test("distinguishes a PIN that was set from one that was not", async () => {
    const page = await suite.open();
    const first = await page.ready({ confirmOutcome: { $: "asks the backend whether a PIN was set" } });
    await page.hosted().cancelByScript();
    assert.deepEqual(await first.result(), { reason: "page_closed", outcome: "not_confirmed" });
    const second = await page.ready({ confirmOutcome: { $: "asks the backend whether a PIN was set" } });
    await page.hosted().setPinByScript("4826");
    assert.deepEqual(await second.result(), { reason: "page_closed", outcome: "confirmed" });
  });

  test("without confirmOutcome the outcome is unknown, whatever the page reports", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.hosted().setPinByScript("4826");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
  });
});

describe("it is called", () => {
  test("after the frame is removed", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", confirmOutcome: { $: "returns true" } });
    await page.hosted().cancelByScript();
    await widget.result();
    assert.equal((await page.hostCalls())[0]?.frames, 0);
  });

  test("after the cardholder dismissed the dialog, because a PIN may have been set before", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", confirmOutcome: { $: "returns true" } });
    await (await page.sees("button[data-set-pin-close]")).click();
    assert.deepEqual(await widget.result(), { reason: "dismissed", outcome: "confirmed" });
  });

  test("after the host closed it", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "returns false" } });
    await widget.act("close");
    assert.deepEqual(await widget.result(), { reason: "closed_by_host", outcome: "not_confirmed" });
  });

  test("after it expired", async () => {
    const page = await suite.open();
    const widget = await page.ready({ onExpiry: "close", confirmOutcome: { $: "returns true" } });
    await page.sleeps(600_000);
    assert.deepEqual(await widget.result(), { reason: "expired", outcome: "confirmed" });
  });

  test("after a failure, if there was a frame", async () => {
    const page = await suite.open();
    const widget = await page.ready({ onFailure: "close", confirmOutcome: { $: "returns true" } });
    await page.run("deepFind('[data-set-pin-widget] >>> iframe').remove()");
    const { reason, outcome, error } = await widget.result();
    assert.deepEqual(
      { reason, outcome, code: error?.code },
      { reason: "failed", outcome: "confirmed", code: "frame_removed" },
    );
  });
});

describe("it is not called", () => {
  test("if there never was a frame", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const widget = await page.start({ confirmOutcome: { $: "returns true" } });
    await widget.reaches("failed");
    await widget.act("close");
    assert.equal((await widget.result()).outcome, "unknown");
    assert.deepEqual(await page.hostCalls(), []);
  });

  test("after destroy()", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "returns true" } });
    await widget.act("destroy");
    assert.deepEqual(await widget.result(), { reason: "destroyed", outcome: "unknown" });
    assert.deepEqual(await page.hostCalls(), []);
  });
});

describe("during the call", () => {
  test("destroy() ends at once, and aborts it", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "never settles" } });
    await page.hosted().cancelByScript();
    await page.observesHost("the call of confirmOutcome", (calls) => calls.length === 1);
    await widget.act("destroy");
    assert.deepEqual(await widget.result(), { reason: "destroyed", outcome: "unknown" });
    assert.equal((await widget.calls("onExit")).length, 1);
    assert.equal((await page.hostCalls())[0]?.aborted, true);
  });

  test("close() ends the wait", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "never settles" } });
    await page.hosted().cancelByScript();
    await page.observesHost("the call of confirmOutcome", (calls) => calls.length === 1);
    await widget.act("close");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
  });

  test("open() is refused, because the attempt has not ended", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "never settles" } });
    await page.hosted().cancelByScript();
    await page.observesHost("the call of confirmOutcome", (calls) => calls.length === 1);
    await widget.act("open");
    assert.equal((await widget.result(1)).error?.code, "already_open");
    assert.deepEqual((await widget.report()).results[0], null);
  });
});

describe("pinVersion", () => {
  test("a difference is confirmed, none is not_confirmed, and anything else is unknown", async () => {
    const page = await suite.open();
    for (const [values, outcome] of /** @type {const} */ ([
      ["1, then 2", "confirmed"],
      ["1, then 1", "not_confirmed"],
      ["a, then b", "confirmed"],
      ["a, then a", "not_confirmed"],
      [", then a", "confirmed"],
      ["undefined, then 1", "unknown"],
      ["1, then undefined", "unknown"],
      ["NaN, then NaN", "unknown"],
      ["true, then false", "unknown"],
      ["Error: a secret of the host's, then 1", "unknown"],
      ["1, then Error: a secret of the host's", "unknown"],
    ])) {
      const widget = await page.ready({ pinVersion: { $: `returns ${values}` } });
      await page.hosted().cancelByScript();
      assert.deepEqual(await widget.result(), { reason: "page_closed", outcome }, values);
      assert.deepEqual(await widget.errors(), []);
    }
    assert.equal((await page.notes()).pageErrors.length, 2, "what it threw is reported, like any callback's error");
  });

  test("a number and the text of that number: unknown", async () => {
    const page = await suite.open();
    const widget = await page.ready({ pinVersion: { $: "returns 1 and its text" } });
    await page.hosted().cancelByScript();
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
  });

  test("is called before the token request and after the frame is removed, and separates set from cancelled", async () => {
    const page = await suite.open();
    for (const set of [true, false]) {
      const widget = await page.ready({ pinVersion: { $: "reads the version of the PIN" } });
      if (set) await page.hosted().setPinByScript("4826");
      else await page.hosted().cancelByScript();
      assert.equal((await widget.result()).outcome, set ? "confirmed" : "not_confirmed");
      assert.deepEqual(await widget.states(), ["starting", "requesting", "loading", "ready", "closed"]);
    }
    const round = ["GET /api/card/pin", "POST /api/card/set-pin/token", "GET /api/card/pin"];
    assert.deepEqual((await page.notes()).requests, [...round, ...round]);
    assert.deepEqual(
      (await page.hostCalls()).map(({ frames }) => frames),
      [0, 0, 0, 0],
    );
  });

  test("nothing in time: the token is requested after requestTimeoutMs, and the outcome is unknown", async () => {
    const page = await suite.open();
    const widget = await page.ready({ pinVersion: { $: "never settles" }, requestTimeoutMs: 1000 });
    assert.equal((await page.hostCalls())[0]?.aborted, true);
    await page.hosted().cancelByScript();
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.deepEqual(await widget.errors(), []);
    await page.hasNoErrors();
  });

  test("a value that comes too late does not count, because it may be that of the new PIN", async () => {
    const page = await suite.open();
    const widget = await page.ready({ pinVersion: { $: "returns 1 too late, then 2" }, requestTimeoutMs: 1000 });
    await page.run("settleLate()");
    await page.hosted().cancelByScript();
    assert.equal((await widget.result()).outcome, "unknown");
  });

  test("close() during the first call ends the attempt without a token request, and aborts the call", async () => {
    const page = await suite.open();
    const widget = await page.start({ pinVersion: { $: "never settles" } });
    await page.observesHost("the call", (calls) => calls.length === 1);
    await widget.act("close");
    assert.deepEqual(await widget.result(), { reason: "closed_by_host", outcome: "unknown" });
    const [call] = await page.hostCalls();
    assert.equal(call?.aborted, true);
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("beside confirmOutcome: that one decides", async () => {
    const page = await suite.open();
    const widget = await page.ready({ pinVersion: { $: "returns 1, then 1" }, confirmOutcome: { $: "returns true" } });
    await page.hosted().cancelByScript();
    assert.equal((await widget.result()).outcome, "confirmed");
  });

  test("is not called after the ending if there never was a frame, nor after destroy()", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const failed = await page.start({ pinVersion: { $: "returns 1, then 2" } });
    await failed.reaches("failed");
    await failed.act("close");
    assert.equal((await failed.result()).outcome, "unknown");
    const destroyed = await page.ready({ pinVersion: { $: "returns a, then b" } });
    await destroyed.act("destroy");
    assert.deepEqual(await destroyed.result(), { reason: "destroyed", outcome: "unknown" });
    assert.equal((await page.hostCalls()).length, 2);
  });
});
