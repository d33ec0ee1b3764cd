/**
 * Failures of the token request: the reports, the automatic retries, and the cardholder's next
 * steps. One file, because every failure runs through the same flow: request, retry, report.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const QUICK = { maxAttempts: 3, delayMs: 1 };
const RETRY = "button[data-set-pin-retry]";

/** @typedef {import("./harness/sandbox.mjs").Fault} Fault */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/**
 * @param {Widget} widget
 * @param {{code: string, retryable: boolean, status?: number}} expected
 */
async function reportedOnce(widget, expected) {
  await widget.reaches("failed");
  const errors = await widget.errors();
  assert.equal(errors.length, 1, "onError once");
  const { code, retryable, status, isSetPinError } = errors[0] ?? {};
  assert.deepEqual({ code, retryable, status, isSetPinError }, { status: undefined, ...expected, isSetPinError: true });
  assert.doesNotMatch(errors[0]?.message ?? "", /secret/);
}

/** Returns the milliseconds between one token request and the next. @param {Widget} widget */
async function gaps(widget) {
  const times = (await widget.events("token_request")).map(({ elapsedMs }) => elapsedMs);
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

describe("a temporary failure is retried automatically, and reported after the last retry", () => {
  /** @type {[string, Fault, {code: string, retryable: boolean, status?: number}][]} */
  const passing = [
    ["429", { kind: "status", status: 429 }, { code: "rate_limited", retryable: true, status: 429 }],
    ["500", { kind: "status", status: 500 }, { code: "server_error", retryable: true, status: 500 }],
    ["502", { kind: "status", status: 502 }, { code: "server_error", retryable: true, status: 502 }],
    ["503", { kind: "status", status: 503 }, { code: "server_error", retryable: true, status: 503 }],
    ["a connection that breaks", { kind: "drop" }, { code: "network", retryable: true }],
    ["no response in time", { kind: "hang" }, { code: "timeout", retryable: true }],
  ];
  for (const [what, fault, expected] of passing) {
    test(`${what}: three requests, one error`, async () => {
      const page = await suite.open({ faults: { token: [{ ...fault, times: 0 }] } });
      const widget = await page.start({ retry: QUICK, ...(fault.kind === "hang" ? { requestTimeoutMs: 300 } : {}) });
      await reportedOnce(widget, expected);
      const requests = await widget.events("token_request");
      assert.deepEqual(
        requests.map(({ request }) => request),
        [1, 2, 3],
      );
      assert.equal((await page.notes()).framesMade, 0);
      assert.deepEqual((await page.notes()).pageErrors, []);
      // A browser may repeat a request after a broken connection. It must not repeat one that has a
      // status.
      const { tokenRequests } = await page.session.observed();
      if (fault.kind === "drop") assert.ok(tokenRequests.length >= 3);
      else assert.equal(tokenRequests.length, 3);
    });
  }

  test("never two at a time: a request that took too long is aborted before the next is sent", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang", times: 2 }] } });
    const widget = await page.start({ retry: QUICK, requestTimeoutMs: 400 });
    await widget.reaches("ready");
    await page.observes("both to be aborted", ({ abortedRequests }) => abortedRequests === 2);
    assert.deepEqual(await widget.errors(), []);
  });

  test("success at the last retry is not a failure", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 503, times: 2 }] } });
    const widget = await page.start({ retry: QUICK });
    await widget.reaches("ready");
    assert.deepEqual(await widget.errors(), []);
    assert.equal((await widget.states()).includes("failed"), false);
    const { tokenRequests, tokensIssued } = await page.session.observed();
    assert.deepEqual({ requests: tokenRequests.length, tokensIssued }, { requests: 3, tokensIssued: 1 });
  });

  test("retry: false sends one request", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 503, times: 0 }] } });
    const widget = await page.start({ retry: false });
    await reportedOnce(widget, { code: "server_error", retryable: true, status: 503 });
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
  });

  test("maxAttempts counts the first request", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 503, times: 0 }] } });
    const widget = await page.start({ retry: { maxAttempts: 2, delayMs: 1 } });
    await reportedOnce(widget, { code: "server_error", retryable: true, status: 503 });
    assert.equal((await page.session.observed()).tokenRequests.length, 2);
  });

  test("each delay is longer than the last", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 503, times: 3 }] } });
    const widget = await page.start({ retry: { maxAttempts: 4, delayMs: 300 } });
    await widget.reaches("ready");
    const [first = 0, , third = 0] = await gaps(widget);
    assert.ok(first >= 100, `the first delay was ${first} ms`);
    assert.ok(third > first * 1.5, `the first delay was ${first} ms, the third ${third} ms`);
  });

  test("close() during a delay ends the attempt and leaves no timer", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 503, times: 0 }] } });
    const before = await page.surroundings();
    const widget = await page.start({ retry: { maxAttempts: 3, delayMs: 60_000 } });
    await page.observes("the first request", ({ tokenRequests }) => tokenRequests.length === 1);
    await page.noted("its response to arrive", ({ requests }) => requests.length === 1);
    await widget.act("close");
    assert.equal((await widget.result()).reason, "closed_by_host");
    assert.deepEqual((await page.surroundings()).pending, before.pending);
  });
});

describe("a permanent failure is not retried", () => {
  /** @type {[string, Fault, {code: string, retryable: boolean, status?: number}][]} */
  const staying = [
    ...[
      /** @type {const} */ ([400, "validation_rejected"]),
      /** @type {const} */ ([401, "unauthenticated"]),
      /** @type {const} */ ([403, "forbidden"]),
      /** @type {const} */ ([404, "card_not_found"]),
      /** @type {const} */ ([418, "unexpected_status"]),
      /** @type {const} */ ([422, "validation_rejected"]),
      /** @type {const} */ ([498, "invalid_client_key"]),
      /** @type {const} */ ([499, "missing_client_key"]),
    ].map(
      ([status, code]) =>
        /** @type {[string, Fault, {code: string, retryable: boolean, status?: number}]} */ ([
          String(status),
          { kind: "status", status },
          { code, retryable: false, status },
        ]),
    ),
    ["a redirect to a login page", { kind: "redirect", to: "/login" }, { code: "unauthenticated", retryable: false }],
    ["a page", { kind: "html" }, { code: "invalid_response", retryable: false, status: 200 }],
    ["nothing (204)", { kind: "empty" }, { code: "invalid_response", retryable: false, status: 204 }],
    ["a response that is not JSON", { kind: "malformed" }, { code: "invalid_response", retryable: false, status: 200 }],
    ["a body that is too large", { kind: "oversized" }, { code: "invalid_response", retryable: false, status: 200 }],
  ];
  for (const [what, fault, expected] of staying) {
    test(`${what}: ${expected.code}`, async () => {
      const page = await suite.open({ faults: { token: [{ ...fault, times: 0 }] } });
      const widget = await page.start({ retry: { maxAttempts: 5, delayMs: 1 } });
      await reportedOnce(widget, expected);
      assert.equal((await page.session.observed()).tokenRequests.length, 1);
      assert.equal((await page.notes()).framesMade, 0);
    });
  }

  test("a truncated response is not accepted", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "truncate", times: 0 }] } });
    const widget = await page.start({ retry: false });
    await reportedOnce(widget, { code: "network", retryable: true, status: 200 });
    assert.equal((await page.notes()).framesMade, 0);
  });

  test("a backend on another origin without CORS: network", async () => {
    const page = await suite.open({}, "/fixtures/blank.html?csp=none");
    const widget = await page.start({ tokenUrl: `${page.origins.api}/v1/card/set-pin/token`, retry: false });
    await reportedOnce(widget, { code: "network", retryable: true });
  });
});

describe("Retry-After", () => {
  test("in seconds: honoured", async () => {
    const page = await suite.open({
      faults: { token: [{ kind: "status", status: 429, headers: { "retry-after": "1" } }] },
    });
    const widget = await page.start({ retry: QUICK });
    await widget.reaches("ready");
    const [gap = 0] = await gaps(widget);
    assert.ok(gap >= 1000, `the next request came after ${gap} ms`);
  });

  test("as a date: honoured", async () => {
    const page = await suite.open();
    const date = new Date(Date.now() + 3000).toUTCString();
    await page.session.configure({
      faults: { token: [{ kind: "status", status: 503, headers: { "retry-after": date } }] },
    });
    const widget = await page.start({ retry: QUICK });
    await widget.reaches("ready");
    const [gap = 0] = await gaps(widget);
    assert.ok(gap >= 500, `the next request came after ${gap} ms`);
  });

  for (const seconds of ["31", "86400"]) {
    test(`of ${seconds} s: not honoured, and the error is reported at once`, async () => {
      const page = await suite.open({
        faults: { token: [{ kind: "status", status: 429, headers: { "retry-after": seconds }, times: 0 }] },
      });
      const widget = await page.start({ retry: QUICK });
      await reportedOnce(widget, { code: "rate_limited", retryable: true, status: 429 });
      assert.equal((await page.session.observed()).tokenRequests.length, 1);
      assert.equal((await widget.errors())[0]?.retryAfterMs, Number(seconds) * 1000);
    });
  }

  test("is reported in milliseconds, whatever the error and the route, and only if it can be read", async () => {
    const page = await suite.open();
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    /** @type {[string, (ms: number | undefined) => boolean][]} */
    const headers = [
      ["90", (ms) => ms === 90_000],
      ["0", (ms) => ms === 0],
      [inAnHour, (ms) => ms !== undefined && ms > 3_500_000 && ms <= 3_600_000],
      ["Fri, 27 Nov 2015 09:00:00 GMT", (ms) => ms === 0],
      ["soon", (ms) => ms === undefined],
    ];
    for (const [header, fits] of headers) {
      const faults = [
        { kind: /** @type {const} */ ("status"), status: 503, headers: { "retry-after": header }, times: 0 },
      ];
      await page.session.configure({ faults: { token: faults, status: faults } });
      for (const options of [{}, { cardStatus: { url: "/api/card/status" } }]) {
        const widget = await page.start({ retry: false, onFailure: "close", ...options });
        const { error } = await widget.result();
        assert.ok(fits(error?.retryAfterMs), `${header}: ${error?.retryAfterMs}`);
      }
    }
  });
});

describe("fetchToken", () => {
  /** @param {string} name @param {Record<string, unknown>} [options] */
  async function started(name, options = {}) {
    const page = await suite.open();
    const widget = await page.start({ tokenUrl: undefined, fetchToken: { $: name }, retry: false, ...options });
    return { page, widget };
  }

  test("receives the request and its number, and its response is framed", async () => {
    const { page, widget } = await started("requests the token from the backend");
    await widget.reaches("ready");
    const [call] = await page.hostCalls();
    assert.deepEqual(
      { body: call?.body, request: call?.request, aborted: call?.aborted },
      { body: { isEmbedded: true }, request: 1, aborted: false },
    );
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
  });

  for (const name of [
    "throws an error",
    "throws a string",
    "throws null",
    "rejects with a string",
    "rejects with undefined",
    "rejects with an error of another realm",
    "rejects with a status of 403.5",
    "rejects with a status that is a string",
  ]) {
    test(`that ${name}: token_callback_failed, and the engine still works`, async () => {
      const { page, widget } = await started(name, { retry: QUICK });
      await reportedOnce(widget, { code: "token_callback_failed", retryable: false });
      assert.equal((await page.hostCalls()).length, 1, "not called again");
      await page.hasNoErrors();
      await widget.act("close");
      assert.equal((await widget.result()).reason, "failed");
      const next = await page.ready();
      await next.act("close");
      assert.equal((await next.result()).reason, "closed_by_host");
    });
  }

  for (const [name, code, status] of /** @type {const} */ ([
    ["throws a status of 403", "forbidden", 403],
    ["rejects with a status of 401", "unauthenticated", 401],
    ["rejects with a status of 404", "card_not_found", 404],
    ["rejects with a status of 302", "unauthenticated", 302],
    ["rejects with a status of 700", "unexpected_status", 700],
  ])) {
    test(`that ${name}: ${code}, as from a response`, async () => {
      const { widget } = await started(name);
      await reportedOnce(widget, { code, retryable: false, status });
    });
  }

  test("that rejects with the redirect that it received: unauthenticated", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "redirect", to: "/log-in", times: 0 }] } });
    const widget = await page.start({ tokenUrl: undefined, fetchToken: { $: "rejects with an opaque redirect" } });
    await reportedOnce(widget, { code: "unauthenticated", retryable: false });
  });

  test("that rejects as fetch does without a response: network", async () => {
    const { widget } = await started("rejects as fetch does without a response", { retry: false });
    await reportedOnce(widget, { code: "network", retryable: true });
  });

  test("that rejects with a status of 503 is called again", async () => {
    const { page, widget } = await started("rejects with a status of 503", { retry: QUICK });
    await reportedOnce(widget, { code: "server_error", retryable: true, status: 503 });
    assert.deepEqual(
      (await page.hostCalls()).map(({ request }) => request),
      [1, 2, 3],
    );
  });

  test("that returns nothing: invalid_response", async () => {
    const { widget } = await started("returns undefined");
    await reportedOnce(widget, { code: "invalid_response", retryable: false });
  });

  test("that never settles: timeout, and its signal is aborted", async () => {
    const { page, widget } = await started("never settles", { requestTimeoutMs: 200 });
    await reportedOnce(widget, { code: "timeout", retryable: true });
    assert.deepEqual(
      (await page.hostCalls()).map(({ aborted }) => aborted),
      [true],
    );
  });

  test("has its signal aborted when the attempt ends", async () => {
    const { page, widget } = await started("never settles");
    await widget.reaches("requesting");
    await widget.act("close");
    await widget.result();
    assert.deepEqual(
      (await page.hostCalls()).map(({ aborted }) => aborted),
      [true],
    );
  });
});

describe("headers", () => {
  test("are sent with the token request", async () => {
    const page = await suite.open();
    await page.ready({ headers: { "x-csrf": "of the host" } });
    const [request] = (await page.session.observed()).tokenRequests;
    assert.equal(request?.headers["x-csrf"], "of the host");
  });

  test("by a function that is called for each request", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 503, times: 2 }] } });
    await page.ready({ headers: { $: "returns a header with a counter" }, retry: QUICK });
    const { tokenRequests } = await page.session.observed();
    assert.deepEqual(
      tokenRequests.map(({ headers }) => headers["x-count"]),
      ["1", "2", "3"],
    );
  });

  test("by a function that returns a promise", async () => {
    const page = await suite.open();
    await page.ready({ headers: { $: "resolves with a header later" } });
    assert.equal((await page.session.observed()).tokenRequests[0]?.headers["x-csrf"], "later");
  });

  for (const name of ["throws an error", "throws a string", "rejects with a string"]) {
    test(`by a function that ${name}: token_callback_failed, and no request`, async () => {
      const page = await suite.open();
      const widget = await page.start({ headers: { $: name } });
      await reportedOnce(widget, { code: "token_callback_failed", retryable: false });
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
      await page.hasNoErrors();
    });
  }
});

describe("after a failure", () => {
  test("retry() requests a new token in the same attempt", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const widget = await page.start();
    await widget.reaches("failed");
    await widget.act("retry");
    await widget.reaches("ready");
    assert.equal(await page.count(FRAME), 1);
    assert.deepEqual((await widget.report()).results, [null], "the same attempt");
    const requests = await widget.events("token_request");
    assert.deepEqual(
      requests.map(({ attempt, request }) => ({ attempt, request })),
      [
        { attempt: 1, request: 1 },
        { attempt: 1, request: 2 },
      ],
    );
    await page.hosted().click("cancel");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
  });

  test("each change to failed is reported", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }, { kind: "status", status: 403 }] } });
    const widget = await page.start();
    await widget.reaches("failed");
    await widget.act("retry");
    await page.observes("the second request", ({ tokenRequests }) => tokenRequests.length === 2);
    await widget.reaches("failed");
    assert.deepEqual(
      (await widget.errors()).map(({ code }) => code),
      ["invalid_response", "forbidden"],
    );
    await widget.act("close");
    const { reason, error } = await widget.result();
    assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "forbidden" });
  });

  for (const mode of ["inline", "modal"]) {
    test(`${mode}: the widget's own retry works by keyboard`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
      await page.run("document.querySelector('#opener').focus()");
      const widget = mode === "modal" ? await page.startModal({ retry: false }) : await page.start({ retry: false });
      await widget.reaches("failed");
      await page.tabTo(RETRY);
      await page.press(Key.ENTER);
      await widget.reaches("ready");
      assert.equal((await page.session.observed()).tokenRequests.length, 2);
    });
  }

  test("retry() without a failure has no effect", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run("deepFind(arguments[0]).dataset.mark = 'the same'", FRAME);
    await widget.act("retry");
    assert.equal((await widget.report()).state, "ready");
    assert.equal(await page.count(`${FRAME}[data-mark="the same"]`), 1);
    await page.hosted().setPinByScript("4826");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
  });

  test("a retry button that is pressed many times at once sends one request", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const widget = await page.start();
    await widget.reaches("failed");
    await widget.act("retry", "retry", "retry");
    await widget.reaches("ready");
    assert.equal((await page.session.observed()).tokenRequests.length, 2);
  });

  for (const mode of ["inline", "modal"]) {
    test(`${mode}: onFailure "close" ends the attempt with the error, reported once and before the exit`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "status", status: 404 }] } });
      const widget = await page.start({ mode, onFailure: "close" });
      const { reason, outcome, error } = await widget.result();
      assert.deepEqual(
        { reason, outcome, code: error?.code, status: error?.status },
        { reason: "failed", outcome: "unknown", code: "card_not_found", status: 404 },
      );
      const order = await widget.callbackOrder();
      assert.equal(order.filter((name) => name === "onError").length, 1);
      assert.equal(order.at(-1), "onExit");
      assert.ok(order.indexOf("onError") < order.indexOf("onExit"));
      assert.equal((await widget.states()).includes("failed"), false);
      assert.equal(await page.count("[data-set-pin-widget]"), 0);
    });
  }

  test("an onError that throws is reported, and the widget still offers a retry", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
    const widget = await page.start({ retry: false }, { actions: { onError: ["throw"] } });
    await widget.reaches("failed");
    await page.noted("the report", ({ pageErrors }) => pageErrors.length === 1);
    assert.match((await page.notes()).pageErrors[0] ?? "", /thrown by the host's own callback/);
    await (await page.sees(RETRY)).click();
    await widget.reaches("ready");
  });
});

describe("an engine that cannot be started", () => {
  for (const mode of ["inline", "modal"]) {
    test(`${mode}: runtime_load_failed ends the attempt, and the next open() loads again`, async () => {
      // Neither engine can decode a string without it.
      const page = await suite.open({}, "/fixtures/blank.html?without=TextDecoder");
      const widget = await page.start({ mode });
      const { reason, error } = await widget.result();
      assert.deepEqual(
        { reason, code: error?.code, retryable: error?.retryable },
        { reason: "failed", code: "runtime_load_failed", retryable: true },
      );
      assert.notEqual(error?.message, "");
      assert.equal((await widget.errors()).length, 1);
      await widget.act("open");
      assert.equal((await widget.result(1)).error?.code, "runtime_load_failed");
      assert.equal((await widget.calls("onExit")).length, 2);
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
      assert.equal(await page.count("[data-set-pin-widget]"), 0);
      assert.deepEqual((await page.notes()).pageErrors, []);
    });
  }
});
