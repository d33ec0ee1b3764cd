/**
 * The effects of the contract's options on the browser, the frame and the backend.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "../harness/host-page.mjs";
import { startBackend } from "../harness/other-backend.mjs";
import { useBrowser } from "../harness/suite.mjs";

const suite = useBrowser();
const FREE = "/fixtures/blank.html?csp=none";
const QUICK = { maxAttempts: 2, delayMs: 1 };

/** @typedef {import("../harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("../harness/other-backend.mjs").BackendResponse} BackendResponse */

/**
 * Runs a test against a backend on another origin.
 * @param {(request: import("../harness/other-backend.mjs").BackendRequest, before: number) => BackendResponse} respond
 * @param {(page: HostPage, backend: Awaited<ReturnType<typeof startBackend>>) => Promise<void>} work
 */
async function withBackend(respond, work) {
  const backend = await startBackend(respond);
  try {
    await work(await suite.open({}, FREE), backend);
  } finally {
    backend.stop();
  }
}

/** @param {HostPage} page @param {string} name */
const attribute = (page, name) => page.run("return deepFind(arguments[0]).getAttribute(arguments[1])", FRAME, name);

describe("Retry-After of a backend on another origin", () => {
  /** @param {Record<string, string>} headers @returns {(request: unknown, before: number) => BackendResponse} */
  const limitedOnce = (headers) => (_, before) =>
    before === 0 ? { status: 429, headers: { "retry-after": "2", ...headers } } : { status: 404 };

  /** @param {Record<string, string>} headers */
  async function gapWith(headers) {
    let gap = 0;
    await withBackend(limitedOnce(headers), async (page, backend) => {
      const widget = await page.start({ tokenUrl: `${backend.origin}/token`, retry: QUICK });
      await widget.reaches("failed");
      assert.equal((await widget.errors())[0]?.code, "card_not_found");
      const [first, second] = backend.requests;
      gap = (second?.at ?? 0) - (first?.at ?? 0);
    });
    return gap;
  }

  test("is honoured if the backend exposes it", async () => {
    const gap = await gapWith({ "access-control-expose-headers": "retry-after" });
    assert.ok(gap >= 1990, `the next request came after ${gap} ms`);
  });

  test("cannot be read if the backend does not expose it, and the host's own delay applies", async () => {
    const gap = await gapWith({});
    assert.ok(gap < 1990, `the next request came after ${gap} ms`);
  });
});

test("a random jitter makes a retry later, never earlier", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "status", status: 503, times: 2 }] } });
  // The largest random part is half of the delay. Use `window.Math`, because a script of Firefox's
  // driver has its own `Math`.
  await page.run("window.Math.random = () => 0.999");
  const widget = await page.start({ retry: { maxAttempts: 3, delayMs: 500 } });
  await widget.reaches("ready");
  const [first = 0, second = 0] = (await widget.events("token_request")).map(({ elapsedMs }) => elapsedMs);
  assert.ok(second - first >= 740, `the next request came after ${second - first} ms`);
});

describe("credentials", () => {
  test("same-origin, the default: the host's own origin receives the cookie, and another origin does not", async () => {
    await withBackend(
      () => ({ status: 404 }),
      async (page, backend) => {
        const widget = await page.start({ tokenUrl: `${backend.origin}/token` });
        await widget.reaches("failed");
        assert.deepEqual(
          backend.requests.map(({ headers }) => headers.cookie),
          [undefined],
        );
        // The sandbox identifies its cardholder by the cookie alone.
        await page.ready();
      },
    );
  });

  test("include: another origin receives the cookie", async () => {
    await withBackend(
      () => ({ status: 404 }),
      async (page, backend) => {
        const widget = await page.start({ tokenUrl: `${backend.origin}/token`, credentials: "include" });
        await widget.reaches("failed");
        assert.match(backend.requests[0]?.headers.cookie ?? "", /session=/);
      },
    );
  });

  test("omit: not even the host's own origin receives the cookie, so that it knows no session", async () => {
    const page = await suite.open();
    const widget = await page.start({ credentials: "omit" });
    await widget.reaches("failed");
    assert.equal((await widget.errors())[0]?.code, "unauthenticated");
    const other = await suite.open();
    const asking = await other.start({ credentials: "omit", cardStatus: { url: "/api/card/status" } });
    await asking.reaches("failed");
    const [error] = await asking.errors();
    assert.deepEqual({ code: error?.code, status: error?.status }, { code: "unauthenticated", status: 401 });
  });
});

describe("headers", () => {
  test("are sent to cardStatus.url and to tokenUrl, and a function is called for each request", async () => {
    /** @param {{path: string}} request @returns {BackendResponse} */
    const respond = ({ path }) => (path === "/status" ? { status: 200, body: { status: "ACTIVE" } } : { status: 404 });
    await withBackend(respond, async (page, { origin, requests }) => {
      const widget = await page.start({
        tokenUrl: `${origin}/token`,
        cardStatus: { url: `${origin}/status` },
        headers: { $: "returns a header with a counter" },
      });
      await widget.reaches("failed");
      assert.deepEqual(
        requests.map(({ method, path, headers }) => [method, path, headers["x-count"]]),
        [
          ["GET", "/status", "1"],
          ["POST", "/token", "2"],
        ],
      );
    });
  });

  test("are not used for the host's own functions", async () => {
    const page = await suite.open();
    await page.ready({
      tokenUrl: undefined,
      fetchToken: { $: "requests the token from the backend" },
      headers: { $: "returns a header with a counter" },
    });
    assert.deepEqual(
      (await page.hostCalls()).map(({ name }) => name),
      ["requests the token from the backend"],
    );
  });
});

describe("fetchToken receives the number of the request within its attempt", () => {
  test("the number continues after retry(), and starts again with the next attempt", async () => {
    const page = await suite.open();
    const widget = await page.ready({ tokenUrl: undefined, fetchToken: { $: "requests the token from the backend" } });
    await page.run("deepFind(arguments[0]).remove()", FRAME);
    await widget.reaches("failed");
    await widget.act("retry");
    await widget.reaches("ready");
    await widget.act("close", "open");
    await widget.reaches("ready");
    assert.deepEqual(
      (await page.hostCalls()).map(({ request }) => request),
      [1, 2, 1],
    );
  });
});

test("an accepted response is the last one, whatever happens to its frame", async () => {
  const page = await suite.open({ variant: "unframeable" });
  const widget = await page.ready({ onExpiry: "auto", retry: { maxAttempts: 3, delayMs: 1 } });
  await page.sleeps(600_000);
  await widget.reaches("expired");
  await page.run("deepFind(arguments[0]).remove()", FRAME);
  await widget.reaches("failed");
  // Requests that were due would be sent when the page wakes.
  await page.sleeps(600_000, "pageshow");
  assert.equal((await page.session.observed()).tokenRequests.length, 1);
});

describe("the frame has", () => {
  test("the host's referrer policy: the hosted page does not learn the host's URL", async () => {
    const page = await suite.open();
    await page.ready({ iframe: { referrerPolicy: "no-referrer" } });
    assert.equal(await attribute(page, "referrerpolicy"), "no-referrer");
    assert.equal(await page.hosted().run("return document.referrer"), "");
  });

  test("by default a policy that sends the origin only", async () => {
    const page = await suite.open();
    await page.ready();
    assert.equal(await page.hosted().run("return document.referrer"), `${page.origins.host}/`);
  });

  test("the host's permissions policy", async () => {
    const page = await suite.open();
    await page.ready({ iframe: { allow: "clipboard-read" } });
    assert.equal(await attribute(page, "allow"), "clipboard-read");
  });

  test("the host's sandbox, in which a PIN can be set and the abort is received", async () => {
    const page = await suite.open();
    const sandbox = "allow-scripts allow-same-origin allow-forms";
    const widget = await page.ready({ iframe: { sandbox } });
    assert.equal(await attribute(page, "sandbox"), sandbox);
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.equal(await page.session.pinIs("4826"), true);
  });

  test("no sandbox if it is false", async () => {
    const page = await suite.open();
    await page.ready({ iframe: { sandbox: false } });
    assert.equal(await attribute(page, "sandbox"), null);
  });

  test("any CSS length as its size", async () => {
    const page = await suite.open();
    await page.run("document.querySelector('#container').style.width = '400px'");
    await page.ready({ width: "50%", height: "calc(10px + 20rem)" });
    const size = await page.run(
      `const { width, height } = deepFind(arguments[0]).getBoundingClientRect();
       return [Math.round(width), height - 20 * parseFloat(getComputedStyle(document.documentElement).fontSize)]`,
      FRAME,
    );
    assert.deepEqual(size, [200, 10]);
  });
});

describe("dismissOnBackdrop", () => {
  /** @param {HostPage} page @param {number} x @param {number} y */
  const clicks = (page, x, y) => page.driver.actions().move({ x, y }).click().perform();

  test("true: a click beside the panel dismisses the dialog", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", dismissOnBackdrop: true });
    await clicks(page, 4, 4);
    assert.deepEqual(await widget.result(), { reason: "dismissed", outcome: "unknown" });
    assert.equal(await page.count("dialog"), 0);
  });

  test("true: a click on the panel does not", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", dismissOnBackdrop: true });
    const { x, y } = /** @type {{x: number, y: number}} */ (
      await page.run(
        "const { x, y } = deepFind('dialog h2').getBoundingClientRect(); return { x: Math.round(x) + 2, y: Math.round(y) + 2 }",
      )
    );
    await clicks(page, x, y);
    await page.run("postMessage('later', '*')");
    await page.noted("the end of the click", ({ messages }) => messages.includes(page.origins.host));
    assert.equal((await widget.report()).state, "ready");
  });
});

test("focus() moves the keyboard into the hosted page", async () => {
  const page = await suite.open();
  await page.run("document.querySelector('#opener').focus()");
  const widget = await page.ready();
  assert.equal(await page.isFocused(FRAME), false);
  await widget.act("focus");
  assert.equal(await page.isFocused(FRAME), true);
  await page.hosted().setPinByKeyboard("4826");
  assert.equal((await widget.result()).reason, "page_closed");
});

test("the longest lifetime does not end at once", async () => {
  const page = await suite.open();
  const widget = await page.ready({ tokenLifetimeMs: 2_147_483_647, loadTimeoutMs: 2_147_483_647 });
  await page.sleeps(3_600_000);
  assert.equal((await widget.report()).state, "ready");
  await page.hosted().cancelByScript();
  assert.equal((await widget.result()).reason, "page_closed");
});

describe("a URL object is accepted", () => {
  test("as tokenUrl and as cardStatus.url", async () => {
    const page = await suite.open({ card: "ACTIVE" });
    const widget = await page.start({ tokenUrl: { $: "url" }, cardStatus: { url: { $: "url" } } });
    await widget.reaches("failed");
    // The token's route rejects GET.
    const [error] = await widget.errors();
    assert.deepEqual({ code: error?.code, status: error?.status }, { code: "card_status_failed", status: 405 });
  });
});

describe("invalid_options names", () => {
  /** @type {[string, Record<string, unknown>][]} */
  const wrong = [
    ["theme", { theme: "blue" }],
    ["theme", { theme: "brand" }],
    ["width", { width: "wide" }],
    ["height", { height: 500 }],
    ["locale", { locale: 5 }],
    ["messages", { messages: "words" }],
    ["messages.title", { messages: { title: 5 } }],
    ["dismissOnBackdrop", { dismissOnBackdrop: "yes" }],
    ["credentials", { credentials: "always" }],
    ["headers", { headers: "x-csrf: 1" }],
    ["cardStatus.url", { cardStatus: {} }],
    ["cardStatus.url", { cardStatus: { url: "/x", fetch: { $: "function" } } }],
    ["cardStatus.waitForActive", { cardStatus: { url: "/x", waitForActive: "yes" } }],
    ["cardStatus.waitForActive.intervalMs", { cardStatus: { url: "/x", waitForActive: { intervalMs: 499 } } }],
    ["confirmOutcome", { confirmOutcome: true }],
    ["retry", { retry: true }],
    ["retry.maxAttempts", { retry: { maxAttempts: 0 } }],
    ["retry.delayMs", { retry: { delayMs: "soon" } }],
    ["requestTimeoutMs", { requestTimeoutMs: 0 }],
    ["loadTimeoutMs", { loadTimeoutMs: -1 }],
    ["tokenLifetimeMs", { tokenLifetimeMs: 2_147_483_648 }],
    ["tokenLifetimeMs", { tokenLifetimeMs: { $: "NaN" } }],
    ["onExpiry", { onExpiry: "never" }],
    ["onFailure", { onFailure: "hide" }],
    ["iframe.sandbox", { iframe: { sandbox: "" } }],
    ["iframe.sandbox", { iframe: { sandbox: "allow-scripts" } }],
    ["iframe.sandbox", { iframe: { sandbox: "allow-same-origin allow-forms" } }],
    ["iframe.allow", { iframe: { allow: true } }],
    ["iframe.referrerPolicy", { iframe: { referrerPolicy: "never" } }],
    ["signal", { signal: "abort" }],
    ["onExpire", { onExpire: "expired" }],
    ["onEvent", { onEvent: {} }],
  ];
  for (const [field, options] of wrong) {
    test(`${field}, for ${JSON.stringify(options)}`, async () => {
      const page = await suite.open();
      const widget = await page.start(options);
      const { reason, error } = await widget.result();
      assert.deepEqual(
        { reason, code: error?.code, retryable: error?.retryable },
        { reason: "failed", code: "invalid_options", retryable: false },
      );
      assert.ok(error?.message.includes(`\`${field}\``), error?.message);
      const { requests, framesMade } = await page.notes();
      assert.deepEqual({ requests, framesMade }, { requests: [], framesMade: 0 });
    });
  }
});
