/**
 * The host's second factor, before a token is requested.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const QUICK = { maxAttempts: 2, delayMs: 1 };

/** @param {import("./harness/host-page.mjs").HostPage} page */
const tokens = async (page) => (await page.session.observed()).tokenRequests;

describe("stepUp", () => {
  for (const mode of /** @type {const} */ (["modal", "inline"])) {
    test(`${mode}: a token is requested once the cardholder is authorized`, async () => {
      const page = await suite.open();
      const purpose = mode === "modal" ? "change" : "set";
      const options = { stepUp: { $: "authorizes when the page says so" }, ...(mode === "modal" && { purpose }) };
      const widget = mode === "modal" ? await page.startModal(options) : await page.start(options);
      await widget.reaches("authorizing");
      await page.observesHost("the call", (calls) => calls.length === 1);
      const [call] = await page.hostCalls();
      assert.deepEqual({ purpose: call?.purpose, aborted: call?.aborted }, { purpose, aborted: false });
      // The host's own dialog must not be below the widget's.
      assert.equal(await page.count("[data-set-pin-widget] >>> dialog"), 0);
      assert.deepEqual(await tokens(page), []);
      await page.run("authorize(true)");
      await widget.reaches("ready");
      assert.deepEqual(await widget.states(), ["starting", "authorizing", "requesting", "loading", "ready"]);
      assert.equal((await tokens(page)).length, 1);
      await page.hosted().cancelByScript();
      assert.equal((await widget.result()).reason, "page_closed");
      await page.hasNoErrors();
    });
  }

  test("is called after the card's status and before pinVersion", async () => {
    const page = await suite.open();
    await page.ready({
      cardStatus: { fetch: { $: "returns an active card" } },
      stepUp: { $: "returns true" },
      pinVersion: { $: "returns 1, then 2" },
    });
    const names = (await page.hostCalls()).map(({ name }) => name);
    assert.deepEqual(names, ["returns an active card", "returns true", "returns 1, then 2"]);
  });

  test("false: the attempt ends as declined, without a token request", async () => {
    const page = await suite.open();
    const before = await page.surroundings();
    const widget = await page.startModal({ stepUp: { $: "returns false" } });
    assert.deepEqual(await widget.result(), { reason: "declined", outcome: "unknown" });
    assert.deepEqual(await widget.errors(), []);
    assert.equal((await widget.calls("onExit")).length, 1);
    assert.deepEqual(await tokens(page), []);
    assert.equal(await page.count("[data-set-pin-widget]"), 0);
    assert.deepEqual((await page.surroundings()).pending, before.pending);
  });

  test("a record is added to the headers of the token request only, and replaces the host's", async () => {
    const page = await suite.open();
    await page.ready({
      cardStatus: { url: "/api/card/status" },
      stepUp: { $: "returns a header of a second factor" },
      headers: { "x-second-factor": "the host's", "x-own": "1" },
    });
    const [request] = await tokens(page);
    assert.equal(request?.headers["x-second-factor"], "one-time code");
    assert.equal(request?.headers["x-own"], "1");
  });

  for (const name of [
    "throws an error",
    "rejects with a string",
    "returns undefined",
    "returns text",
    "returns a refusal by fetch",
    "returns a record with a number",
  ]) {
    test(`${name}: step_up_failed, and "Try again" calls it again`, async () => {
      const page = await suite.open();
      const widget = await page.startModal({ stepUp: { $: name } });
      await widget.reaches("failed");
      const [error] = await widget.errors();
      assert.deepEqual({ code: error?.code, retryable: error?.retryable }, { code: "step_up_failed", retryable: true });
      assert.doesNotMatch(error?.message ?? "", /secret/);
      await widget.update({ stepUp: { $: "returns true" } });
      await (await page.sees("button[data-set-pin-retry]")).click();
      await widget.reaches("ready");
      assert.equal((await page.hostCalls()).length, 2);
      await page.hasNoErrors();
    });
  }

  test("is not called for an automatic retry, and is for retry()", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 503, times: 2 }] } });
    const widget = await page.start({ stepUp: { $: "returns a header of a second factor" }, retry: QUICK });
    await widget.reaches("failed");
    assert.equal((await page.hostCalls()).length, 1);
    await widget.act("retry");
    await widget.reaches("ready");
    assert.equal((await page.hostCalls()).length, 2);
    const requests = await tokens(page);
    assert.deepEqual(
      requests.map(({ headers }) => headers["x-second-factor"]),
      ["one-time code", "one-time code", "one-time code"],
    );
  });

  for (const [method, reason] of /** @type {const} */ ([
    ["close", "closed_by_host"],
    ["destroy", "destroyed"],
  ])) {
    test(`${method}() during the call aborts it, and a late result requests no token`, async () => {
      const page = await suite.open();
      const widget = await page.startModal({ stepUp: { $: "authorizes when the page says so" } });
      await page.observesHost("the call", (calls) => calls.length === 1);
      await widget.act(method);
      assert.equal((await widget.result()).reason, reason);
      assert.equal((await page.hostCalls())[0]?.aborted, true);
      await page.run("authorize(true)");
      // A further attempt shows that the first one sent nothing.
      const next = await page.ready();
      assert.equal((await tokens(page)).length, 1);
      await next.act("close");
    });
  }
});
