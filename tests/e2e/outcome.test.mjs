/**
 * The outcome after an attempt: only the host's backend knows whether a PIN was set.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

describe("confirmOutcome answers", () => {
  /** @type {[string, "confirmed" | "not_confirmed" | "unknown"][]} */
  const answers = [
    ["gives true", "confirmed"],
    ["gives false", "not_confirmed"],
    ["gives undefined", "unknown"],
    ["gives text", "unknown"],
    ["throws an error", "unknown"],
    ["throws a string", "unknown"],
    ["rejects with a string", "unknown"],
    ["rejects with an error of another realm", "unknown"],
  ];
  for (const [name, outcome] of answers) {
    test(`${name}: ${outcome}`, async () => {
      const page = await suite.open();
      const widget = await page.ready({ confirmOutcome: { $: name } });
      await page.hosted().click("cancel");
      assert.deepEqual(await widget.result(), { reason: "page_closed", outcome });
      assert.equal((await widget.calls("onExit")).length, 1);
      assert.equal((await page.hostCalls()).length, 1, "asked once");
      assert.deepEqual(await widget.errors(), []);
      const isBroken = name.startsWith("throws") || name.startsWith("rejects");
      assert.equal(
        (await page.notes()).wrongs.length,
        isBroken ? 1 : 0,
        "what it threw is reported, as any callback's",
      );
    });
  }

  test("never: unknown once requestTimeoutMs is over, and its signal is aborted", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "never answers" }, requestTimeoutMs: 1000 });
    await page.hosted().click("cancel");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.equal((await page.hostCalls())[0]?.aborted, true);
    await page.hasNothingWrong();
  });
});

describe("a host that asks its backend", () => {
  test("tells a PIN that was set from one that was not", async () => {
    const page = await suite.open();
    const first = await page.ready({ confirmOutcome: { $: "asks whether a PIN was set" } });
    await page.hosted().click("cancel");
    assert.deepEqual(await first.result(), { reason: "page_closed", outcome: "not_confirmed" });
    const second = await page.ready({ confirmOutcome: { $: "asks whether a PIN was set" } });
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await second.result(), { reason: "page_closed", outcome: "confirmed" });
  });

  test("without confirmOutcome nobody infers it from the page's word", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
  });
});

describe("it is asked", () => {
  test("when the frame is gone", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", confirmOutcome: { $: "gives true" } });
    await page.hosted().click("cancel");
    await widget.result();
    assert.equal((await page.hostCalls())[0]?.frames, 0);
  });

  test("when the cardholder dismissed the dialog, for a PIN may have been set before", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", confirmOutcome: { $: "gives true" } });
    await (await page.sees("button[data-set-pin-close]")).click();
    assert.deepEqual(await widget.result(), { reason: "dismissed", outcome: "confirmed" });
  });

  test("when the host closed it", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "gives false" } });
    await widget.act("close");
    assert.deepEqual(await widget.result(), { reason: "closed_by_host", outcome: "not_confirmed" });
  });

  test("when it expired", async () => {
    const page = await suite.open();
    const widget = await page.ready({ onExpiry: "close", confirmOutcome: { $: "gives true" } });
    await page.sleeps(600_000);
    assert.deepEqual(await widget.result(), { reason: "expired", outcome: "confirmed" });
  });

  test("when it failed after there was a frame", async () => {
    const page = await suite.open();
    const widget = await page.ready({ onFailure: "close", confirmOutcome: { $: "gives true" } });
    await page.run("deepFind('[data-set-pin-widget] >>> iframe').remove()");
    const { reason, outcome, error } = await widget.result();
    assert.deepEqual(
      { reason, outcome, code: error?.code },
      { reason: "failed", outcome: "confirmed", code: "frame_removed" },
    );
  });
});

describe("it is not asked", () => {
  test("where no frame ever was", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const widget = await page.start({ confirmOutcome: { $: "gives true" } });
    await widget.reaches("failed");
    await widget.act("close");
    assert.equal((await widget.result()).outcome, "unknown");
    assert.deepEqual(await page.hostCalls(), []);
  });

  test("after destroy()", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "gives true" } });
    await widget.act("destroy");
    assert.deepEqual(await widget.result(), { reason: "destroyed", outcome: "unknown" });
    assert.deepEqual(await page.hostCalls(), []);
  });
});

describe("while it is being asked", () => {
  test("destroy() ends at once, and aborts it", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "never answers" } });
    await page.hosted().click("cancel");
    await page.observesHost("the question", (calls) => calls.length === 1);
    await widget.act("destroy");
    assert.deepEqual(await widget.result(), { reason: "destroyed", outcome: "unknown" });
    assert.equal((await widget.calls("onExit")).length, 1);
    assert.equal((await page.hostCalls())[0]?.aborted, true);
  });

  test("close() waits no longer", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "never answers" } });
    await page.hosted().click("cancel");
    await page.observesHost("the question", (calls) => calls.length === 1);
    await widget.act("close");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
  });

  test("open() is refused, for the attempt has not ended", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "never answers" } });
    await page.hosted().click("cancel");
    await page.observesHost("the question", (calls) => calls.length === 1);
    await widget.act("open");
    assert.equal((await widget.result(1)).error?.code, "already_open");
    assert.deepEqual((await widget.report()).results[0], null);
  });
});
