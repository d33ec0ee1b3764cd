/**
 * The card's status, which the widget requests once or polls before it requests a token.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const URL_ONLY = { url: "/api/card/status" };
const EAGER = { intervalMs: 500, timeoutMs: 10_000 };

/** @typedef {import("./harness/host-page.mjs").Widget} Widget */
/** @typedef {import("./harness/sandbox.mjs").Fault} Fault */

/** @param {Widget} widget @param {{code: string, retryable: boolean, status?: number}} expected */
async function failedOnce(widget, expected) {
  await widget.reaches("failed");
  const errors = await widget.errors();
  assert.equal(errors.length, 1, "onError once");
  const { code, retryable, status } = errors[0] ?? {};
  assert.deepEqual({ code, retryable, status }, { status: undefined, ...expected });
  assert.doesNotMatch(errors[0]?.message ?? "", /secret/);
}

describe("requested once", () => {
  test("an active card: the token request follows", async () => {
    const page = await suite.open({ card: "ACTIVE" });
    const widget = await page.ready({ cardStatus: URL_ONLY });
    const { statusRequests, tokenRequests } = await page.session.observed();
    assert.deepEqual({ statusRequests, tokens: tokenRequests.length }, { statusRequests: 1, tokens: 1 });
    assert.deepEqual(await widget.states(), ["starting", "checking", "requesting", "loading", "ready"]);
    assert.deepEqual(
      (await page.notes()).requests,
      ["GET /api/card/status", "POST /api/card/set-pin/token"],
      "first the status, then the token",
    );
  });

  /** @type {["FROZEN" | "BLOCKED" | "NONE", {code: string, retryable: boolean, status?: number}][]} */
  const states = [
    ["FROZEN", { code: "card_frozen", retryable: true }],
    ["BLOCKED", { code: "card_blocked", retryable: false }],
    ["NONE", { code: "card_not_found", retryable: false, status: 404 }],
  ];
  for (const [card, error] of states) {
    test(`a card that is ${card}: ${error.code}, and no token request`, async () => {
      const page = await suite.open({ card });
      const widget = await page.start({ cardStatus: URL_ONLY });
      await failedOnce(widget, error);
      const { statusRequests, tokenRequests } = await page.session.observed();
      assert.deepEqual({ statusRequests, tokens: tokenRequests.length }, { statusRequests: 1, tokens: 0 });
      assert.equal((await page.notes()).framesMade, 0);
    });
  }

  test("any other state: card_not_active, and no token request", async () => {
    const page = await suite.open({ faults: { status: [{ kind: "body", body: { status: "active" }, times: 0 }] } });
    const widget = await page.start({ cardStatus: URL_ONLY });
    await failedOnce(widget, { code: "card_not_active", retryable: true });
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("a session that has ended: unauthenticated, and no token request", async () => {
    const page = await suite.open();
    /** @type {[Fault, number | undefined][]} */
    const faults = [
      [{ kind: "status", status: 401, times: 0 }, 401],
      [{ kind: "redirect", to: "/login", times: 0 }, undefined],
    ];
    for (const [fault, status] of faults) {
      await page.session.configure({ faults: { status: [fault] } });
      const widget = await page.start({ cardStatus: URL_ONLY });
      await failedOnce(widget, { code: "unauthenticated", retryable: false, ...(status && { status }) });
      await widget.act("close");
      await widget.result();
    }
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("a card of which the host says that it has no PIN: pin_unavailable, and no token request", async () => {
    const page = await suite.open();
    const widget = await page.start({ cardStatus: { fetch: { $: "returns a card without a PIN" } } });
    await failedOnce(widget, { code: "pin_unavailable", retryable: false });
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
    // Every object of the page inherits it, so that it is not part of the response.
    await widget.act("close");
    await page.run("Object.prototype.canSetPin = false");
    const other = await page.ready({ cardStatus: { fetch: { $: "returns an active card" } } });
    await page.run("delete Object.prototype.canSetPin");
    assert.deepEqual(await other.errors(), []);
  });

  test("retry() requests the status again, and a card that is active by now gets its token", async () => {
    const page = await suite.open({ card: "FROZEN" });
    const widget = await page.start({ cardStatus: URL_ONLY });
    await widget.reaches("failed");
    await page.session.configure({ card: "ACTIVE" });
    await widget.act("retry");
    await widget.reaches("ready");
    const { statusRequests, tokenRequests } = await page.session.observed();
    assert.deepEqual({ statusRequests, tokens: tokenRequests.length }, { statusRequests: 2, tokens: 1 });
  });

  test("without cardStatus no status is requested", async () => {
    const page = await suite.open({ card: "ACTIVE" });
    const widget = await page.ready();
    assert.equal((await page.session.observed()).statusRequests, 0);
    assert.equal((await widget.states()).includes("checking"), false);
  });

  test("by the host's own function", async () => {
    const page = await suite.open();
    await page.ready({ cardStatus: { fetch: { $: "returns an active card" } } });
    assert.deepEqual(
      (await page.hostCalls()).map(({ name }) => name),
      ["returns an active card"],
    );
    assert.equal((await page.session.observed()).statusRequests, 0);
  });
});

describe("failed: card_status_failed", () => {
  /** @type {[string, Fault, number | undefined][]} */
  const faults = [
    ["500", { kind: "status", status: 500 }, 500],
    ["403", { kind: "status", status: 403 }, 403],
    ["a response that is not JSON", { kind: "malformed" }, 200],
    ["a page", { kind: "html" }, 200],
    ["a response without a status", { kind: "body", body: {} }, undefined],
    ["a status that is not a string", { kind: "body", body: { status: 1 } }, undefined],
    ["a connection that breaks", { kind: "drop" }, undefined],
    ["no response in time", { kind: "hang" }, undefined],
  ];
  for (const [what, fault, status] of faults) {
    test(what, async () => {
      const page = await suite.open({ faults: { status: [{ ...fault, times: 0 }] } });
      const widget = await page.start({
        cardStatus: URL_ONLY,
        ...(fault.kind === "hang" ? { requestTimeoutMs: 300 } : {}),
      });
      await widget.reaches("failed");
      const [error] = await widget.errors();
      assert.deepEqual(
        { code: error?.code, retryable: error?.retryable },
        { code: "card_status_failed", retryable: true },
      );
      if (status !== undefined) assert.equal(error?.status, status);
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
    });
  }

  for (const name of [
    "throws an error",
    "throws a string",
    "rejects with an error of another realm",
    "returns undefined",
  ]) {
    test(`a function that ${name}`, async () => {
      const page = await suite.open();
      const widget = await page.start({ cardStatus: { fetch: { $: name } } });
      await failedOnce(widget, { code: "card_status_failed", retryable: true });
      await page.hasNoErrors();
    });
  }
});

describe("waitForActive", () => {
  test("polls through 404 until the card is active, then requests one token", async () => {
    const page = await suite.open({ card: "NONE", activateAfterPolls: 3 });
    await page.ready({ cardStatus: { ...URL_ONLY, waitForActive: EAGER } });
    const { statusRequests, tokenRequests } = await page.session.observed();
    assert.ok(statusRequests >= 3, `${statusRequests} status requests`);
    assert.equal(tokenRequests.length, 1);
  });

  test("true waits two seconds between two requests", async () => {
    const page = await suite.open({ card: "NONE", activateAfterPolls: 1 });
    const widget = await page.ready({ cardStatus: { ...URL_ONLY, waitForActive: true } });
    const [ready] = await widget.events("frame_load");
    assert.ok((ready?.elapsedMs ?? 0) >= 1500, `ready after ${ready?.elapsedMs} ms`);
  });

  test("stops at its limit: card_not_active, and no further request", async () => {
    const page = await suite.open({ card: "NONE" });
    const before = await page.surroundings();
    const widget = await page.start({
      cardStatus: { ...URL_ONLY, waitForActive: { intervalMs: 500, timeoutMs: 1_700 } },
    });
    await failedOnce(widget, { code: "card_not_active", retryable: true });
    const { statusRequests, tokenRequests } = await page.session.observed();
    assert.ok(statusRequests > 1, `${statusRequests} status requests`);
    assert.equal(tokenRequests.length, 0);
    assert.deepEqual((await page.surroundings()).pending, before.pending);
  });

  test("continues after a temporary failure", async () => {
    const page = await suite.open({
      card: "ACTIVE",
      faults: { status: [{ kind: "status", status: 503 }] },
    });
    const widget = await page.ready({ cardStatus: { ...URL_ONLY, waitForActive: EAGER } });
    assert.equal((await page.session.observed()).statusRequests, 2);
    assert.deepEqual(await widget.errors(), []);
  });

  test("a state that is final ends it at once", async () => {
    const page = await suite.open({ card: "BLOCKED" });
    const blocked = await page.start({ cardStatus: { ...URL_ONLY, waitForActive: true } });
    await failedOnce(blocked, { code: "card_blocked", retryable: false });
    await blocked.act("close");
    await blocked.result();
    assert.equal((await page.session.observed()).statusRequests, 1);
    const pinless = await page.start({
      cardStatus: { fetch: { $: "returns a card without a PIN" }, waitForActive: true },
    });
    await failedOnce(pinless, { code: "pin_unavailable", retryable: false });
  });

  test("a card that is still frozen at its limit: card_frozen", async () => {
    const page = await suite.open({ card: "FROZEN" });
    const widget = await page.start({
      cardStatus: { ...URL_ONLY, waitForActive: { intervalMs: 500, timeoutMs: 900 } },
    });
    await failedOnce(widget, { code: "card_frozen", retryable: true });
    assert.ok((await page.session.observed()).statusRequests > 1);
  });

  test("close() stops it", async () => {
    const page = await suite.open({ card: "NONE" });
    const before = await page.surroundings();
    const widget = await page.start({ cardStatus: { ...URL_ONLY, waitForActive: EAGER } });
    await page.observes("several status requests", ({ statusRequests }) => statusRequests >= 2);
    await widget.act("close");
    assert.deepEqual(await widget.result(), { reason: "closed_by_host", outcome: "unknown" });
    const { pending } = await page.surroundings();
    assert.deepEqual(pending, before.pending);
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
    assert.equal(await page.count("[data-set-pin-widget]"), 0);
  });

  test("close() aborts the request in flight", async () => {
    const page = await suite.open();
    const widget = await page.start({ cardStatus: { fetch: { $: "never settles" }, waitForActive: true } });
    await widget.reaches("checking");
    await widget.act("close");
    assert.equal((await widget.result()).reason, "closed_by_host");
    assert.deepEqual(
      (await page.hostCalls()).map(({ aborted }) => aborted),
      [true],
    );
  });
});
