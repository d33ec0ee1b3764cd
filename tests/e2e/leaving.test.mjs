/**
 * The page navigates away: permanently, not at all, or until Back restores it from the back/forward
 * cache.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

// Chromium's headless shell has no back/forward cache.
const suite = useBrowser({ headlessShell: false });
/** A route whose response the test can delay. */
const ELSEWHERE = "/api/card/status";
/** @typedef {import("./harness/sandbox.mjs").Fault} Fault */

/** @type {Fault} */
const HANGS = { kind: "hang", times: 0 };
/** @type {Fault} */
const SLOW = { kind: "delay", ms: 1500 };

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/**
 * Lets the page record, when it ends, the calls that its widget has made.
 * @param {HostPage} page
 */
const writesItsLastWill = (page) =>
  page.run("addEventListener('pagehide', () => sessionStorage.setItem('last', fixture.report(0)))");

/** Navigates away, as a link does. @param {HostPage} page */
async function leaves(page) {
  await page.run("location.href = arguments[0]", ELSEWHERE);
  await until("the other page", async () => (await page.driver.getCurrentUrl()).endsWith(ELSEWHERE));
}

/**
 * Navigates away and returns to the same page.
 * @param {HostPage} page
 * @param {() => Promise<unknown>} [meanwhile]
 */
async function leavesAndComesBack(page, meanwhile = async () => {}) {
  await page.run("window.shown = []; addEventListener('pageshow', ({ persisted }) => window.shown.push(persisted))");
  await leaves(page);
  await meanwhile();
  await page.driver.navigate().back();
  await until("the page to be restored", () =>
    page.run("return typeof fixture === 'object' && document.readyState === 'complete'"),
  );
  assert.deepEqual(
    await page.run("return window.shown ?? 'a new page'"),
    [true],
    "not restored from the back/forward cache",
  );
}

describe("while the page unloads", () => {
  /** @type {[string, Record<string, unknown>, {token?: Fault[], status: Fault[]}][]} */
  const cases = [
    ["a token request", { retry: false }, { token: [HANGS], status: [SLOW] }],
    [
      "fetchToken",
      { retry: false, tokenUrl: undefined, fetchToken: { $: "requests the token from the backend" } },
      { token: [HANGS], status: [SLOW] },
    ],
    [
      "a retry that is due",
      { retry: { delayMs: 800 } },
      { token: [{ kind: "status", status: 503 }, HANGS], status: [SLOW] },
    ],
    [
      "the card's status",
      { retry: false, cardStatus: { url: "/api/card/status" } },
      { status: [{ kind: "hang" }, SLOW] },
    ],
    [
      "a card that is active",
      { retry: false, cardStatus: { url: "/api/card/status" } },
      {
        status: [
          { kind: "delay", ms: 2000 },
          { kind: "delay", ms: 5000 },
        ],
      },
    ],
  ];
  for (const [what, options, faults] of cases) {
    test(`${what}: no error is reported, and no request is sent`, async () => {
      const page = await suite.open({ faults });
      await page.start(options);
      await page.observes(
        "the request",
        ({ tokenRequests, statusRequests }) => tokenRequests.length + statusRequests > 0,
      );
      const before = (await page.session.observed()).tokenRequests.length;
      await writesItsLastWill(page);
      await leaves(page);
      const recorded = JSON.parse(await page.run("return sessionStorage.getItem('last')"));
      const names = recorded.log.map((/** @type {{name: string}} */ { name }) => name);
      assert.ok(!names.includes("onError") && !names.includes("onExit"), names.join());
      assert.equal((await page.session.observed()).tokenRequests.length, before);
    });
  }

  test("a navigation within the page is not an unload: a failure is reported at once", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    const widget = await page.start({ retry: false, requestTimeoutMs: 1500 });
    await page.observes("the request", ({ tokenRequests }) => tokenRequests.length === 1);
    await page.run("location.hash = 'elsewhere'");
    await widget.reaches("failed");
    assert.equal((await widget.errors())[0]?.code, "timeout");
    assert.equal(
      (await page.session.observed()).tokenRequests.length,
      1,
      "and there was no delay and no further request",
    );
  });

  test("a page that stays after all (a download, for example) sends its request again", async () => {
    const page = await suite.open({
      faults: { token: [{ kind: "delay", ms: 3000 }], status: [{ kind: "empty" }] },
    });
    const widget = await page.start({ retry: false });
    await page.observes("the request", ({ openRequests }) => openRequests === 1);
    await page.run("location.href = arguments[0]", ELSEWHERE);
    await until("the frame", async () => (await widget.report()).state === "ready", undefined, 30_000);
    assert.deepEqual(await widget.errors(), []);
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
  });
});

describe("restored from the back/forward cache", () => {
  test("before the lifetime's end: alive, unchanged, and without a request", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run("deepFind(arguments[0]).dataset.mark = 'the same'", FRAME);
    await leavesAndComesBack(page);
    assert.equal((await widget.report()).state, "ready");
    assert.equal(await page.count(`${FRAME}[data-mark="the same"]`), 1);
    const { tokenRequests, pageAccesses, spentPageAccesses } = await page.session.observed();
    assert.deepEqual([tokenRequests.length, pageAccesses, spentPageAccesses], [1, 1, 0]);
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
  });

  test("after it: expired at once", async () => {
    const page = await suite.open();
    const over = Date.now() + 4000;
    const widget = await page.ready({ tokenLifetimeMs: 4000 });
    await leavesAndComesBack(page, () => until("the lifetime's end", async () => Date.now() > over));
    await widget.reaches("expired");
    assert.equal((await widget.calls("onExpire")).length, 1);
    assert.equal(await page.count(FRAME), 1, "the frame stays alive");
  });
});
