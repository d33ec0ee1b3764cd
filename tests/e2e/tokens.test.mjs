/**
 * The token request to the backend: invalid responses, error statuses, and the rule that no token
 * is used twice.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const TOKEN = "3f2b8c1e-0d4a-4c59-9a3e-5b7d6e8f9a01";

/** @typedef {import("./harness/sandbox.mjs").Fault} Fault */

/**
 * Lets the backend send an invalid response, and waits for the failure.
 * @param {Fault} fault
 */
async function failsWith(fault) {
  const page = await suite.open({ faults: { token: [{ ...fault, times: 0 }] } });
  const widget = await page.start();
  await widget.reaches("failed");
  const errors = await widget.errors();
  assert.equal(errors.length, 1, "onError once");
  assert.equal((await page.notes()).framesMade, 0);
  assert.deepEqual((await page.notes()).pageErrors, []);
  const [error] = errors;
  assert.ok(error);
  return { page, widget, error };
}

describe("invalid_response", () => {
  /** @type {[string, Fault][]} */
  const wrong = [
    ["text that is not JSON", { kind: "malformed" }],
    ["a page instead of JSON", { kind: "html" }],
    ["an empty body", { kind: "empty" }],
    ["more than 64 KiB", { kind: "oversized" }],
    ...[
      null,
      42,
      "token",
      [],
      {},
      { token: TOKEN },
      { hostedPageUrl: "https://cards.baanx.com/pin-direct/set" },
      { token: null, hostedPageUrl: null },
      { token: 5, hostedPageUrl: "https://cards.baanx.com/pin-direct/set" },
      { token: "", hostedPageUrl: "https://cards.baanx.com/pin-direct/set" },
      { token: TOKEN, hostedPageUrl: 5 },
      { token: TOKEN, hostedPageUrl: "" },
      { token: TOKEN, hostedPageUrl: { href: "https://cards.baanx.com/" } },
      { data: { token: TOKEN, hostedPageUrl: "https://cards.baanx.com/" } },
    ].map(
      (body) => /** @type {[string, Fault]} */ ([JSON.stringify(body).replace(TOKEN, "..."), { kind: "body", body }]),
    ),
  ];
  for (const [what, fault] of wrong) {
    test(`for ${what}, without a quotation`, async () => {
      const { page, error } = await failsWith(fault);
      assert.deepEqual(
        { code: error.code, retryable: error.retryable },
        { code: "invalid_response", retryable: false },
      );
      assert.ok(!error.message.includes(TOKEN), "the message quotes the token");
      assert.equal((await page.session.observed()).tokenRequests.length, 1, "not repeated");
    });
  }
});

describe("the backend's status is reported as a code", () => {
  /** @type {[number, string, boolean][]} */
  const statuses = [
    [400, "validation_rejected", false],
    [401, "unauthenticated", false],
    [403, "forbidden", false],
    [404, "card_not_found", false],
    [409, "unexpected_status", false],
    [422, "validation_rejected", false],
    [429, "rate_limited", true],
    [498, "invalid_client_key", false],
    [499, "missing_client_key", false],
    [500, "server_error", true],
    [503, "server_error", true],
  ];
  for (const [status, code, retryable] of statuses) {
    test(`${status}: ${code}`, async () => {
      const { error } = await failsWith({ kind: "status", status, message: "the backend's own text" });
      assert.deepEqual(
        { code: error.code, retryable: error.retryable, status: error.status },
        { code, retryable, status },
      );
      assert.equal(error.message.includes(String(status)), code === "unexpected_status", error.message);
    });
  }

  test("a redirect to a login page: unauthenticated", async () => {
    const { error } = await failsWith({ kind: "redirect", to: "/login" });
    assert.deepEqual({ code: error.code, retryable: error.retryable }, { code: "unauthenticated", retryable: false });
  });

  test("a connection that breaks: network", async () => {
    const { error } = await failsWith({ kind: "drop" });
    assert.deepEqual(
      { code: error.code, retryable: error.retryable, status: error.status },
      { code: "network", retryable: true, status: undefined },
    );
  });
});

describe("after a failure", () => {
  test("the widget shows it and offers a retry, which requests a new token in the same attempt", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
    const widget = await page.start({ retry: false });
    await widget.reaches("failed");
    await page.seesAnnouncement();
    assert.deepEqual((await widget.report()).results, [null], "the attempt is not over");
    await (await page.sees("[data-set-pin-retry]")).click();
    await widget.reaches("ready");
    await page.hosted().click("cancel");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.equal((await widget.calls("onExit")).length, 1);
    assert.equal((await page.session.observed()).tokenRequests.length, 2);
  });

  test("close() ends the attempt with that failure", async () => {
    const { widget } = await failsWith({ kind: "status", status: 403 });
    await widget.act("close");
    const result = await widget.result();
    assert.equal(result.reason, "failed");
    assert.equal(result.error?.code, "forbidden");
  });
});

test("a token that was used before is never framed again", async () => {
  const page = await suite.open({
    faults: {
      token: [
        { kind: "delay", ms: 0 },
        { kind: "reuse", times: 0 },
      ],
    },
  });
  const first = await page.ready();
  await page.hosted().cancelByScript();
  await first.result();
  const second = await page.start();
  await second.reaches("failed");
  const [error] = await second.errors();
  assert.deepEqual({ code: error?.code, retryable: error?.retryable }, { code: "token_reused", retryable: true });
  const { pageAccesses, spentPageAccesses } = await page.session.observed();
  assert.deepEqual({ pageAccesses, spentPageAccesses }, { pageAccesses: 1, spentPageAccesses: 0 });
  assert.equal(await page.count(FRAME), 0);
});

test("a mount that is undone at once and repeated, as in React's StrictMode, uses one token", async () => {
  const page = await suite.open();
  const first = await page.start({}, { open: false });
  const second = await page.start({}, { open: false });
  await page.run(`fixture.act(0, "open destroy"); fixture.act(1, "open")`);
  await second.reaches("ready");
  assert.equal((await first.result()).reason, "destroyed");
  const { tokenRequests, tokensIssued, pageAccesses } = await page.session.observed();
  assert.deepEqual(
    { requests: tokenRequests.length, tokensIssued, pageAccesses },
    { requests: 1, tokensIssued: 1, pageAccesses: 1 },
  );
});

test("importing the package and creating a widget sends no request", async () => {
  const page = await suite.open();
  const widget = await page.start({}, { open: false });
  assert.equal((await widget.report()).state, "idle");
  assert.deepEqual((await page.notes()).requests, []);
  assert.equal((await page.session.observed()).tokenRequests.length, 0);
});

describe("a response of a fetchToken that ignores its signal", () => {
  const SILENT = { $: "requests a token, waits while the page says so, and ignores the signal" };

  /** @param {Record<string, unknown>} [options] */
  async function silent(options = {}) {
    const page = await suite.open();
    await page.run("window.silence = new Promise((resolve) => { window.speak = resolve; })");
    const widget = await page.start({ tokenUrl: undefined, fetchToken: SILENT, ...options });
    await page.observes("the token to be issued", ({ tokensIssued }) => tokensIssued === 1);
    return { page, widget };
  }

  test("that arrives after close() is dropped, never framed", async () => {
    const { page, widget } = await silent();
    await widget.act("close");
    await widget.result();
    // The response is fully processed before the page's next task.
    await page.run("speak(); return new Promise((resolve) => setTimeout(resolve))");
    assert.equal((await page.notes()).framesMade, 0);
    assert.equal((await page.session.observed()).pageAccesses, 0);
  });

  test("that arrives too late is dropped, and the next request's is framed", async () => {
    const { page, widget } = await silent({ requestTimeoutMs: 1500, retry: { maxAttempts: 2, delayMs: 1 } });
    await page.observes("the second token", ({ tokensIssued }) => tokensIssued === 2);
    await page.run("speak()");
    await widget.reaches("ready");
    const { framesMade } = await page.notes();
    const { pageAccesses, spentPageAccesses } = await page.session.observed();
    assert.deepEqual(
      { framesMade, pageAccesses, spentPageAccesses },
      { framesMade: 1, pageAccesses: 1, spentPageAccesses: 0 },
    );
    assert.deepEqual(
      (await page.hostCalls()).map(({ request }) => request),
      [1, 2],
    );
  });
});

test("close() during the request aborts it, and its response is never framed", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
  const widget = await page.start();
  await page.observes("the request to arrive", ({ openRequests }) => openRequests === 1);
  await widget.act("close");
  assert.deepEqual(await widget.result(), { reason: "closed_by_host", outcome: "unknown" });
  await page.observes("the request to be aborted", ({ abortedRequests }) => abortedRequests === 1);
  const { framesMade, pageErrors } = await page.notes();
  assert.deepEqual({ framesMade, pageErrors }, { framesMade: 0, pageErrors: [] });
});
