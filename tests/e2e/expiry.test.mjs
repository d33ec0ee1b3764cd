/**
 * A token is valid for about ten minutes of wall-clock time, counted from sending its request.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const LIFETIME_MS = 600_000;
const RETRY = "button[data-set-pin-retry]";
const NOTICE = "This page has been open for a while. If it no longer works, start over.";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/** @param {HostPage} page */
const markFrame = (page) => page.run("deepFind(arguments[0]).dataset.mark = 'the same'", FRAME);
/** @param {HostPage} page */
const isMarked = async (page) => (await page.count(`${FRAME}[data-mark="the same"]`)) === 1;

/** @param {Record<string, unknown>} [options] */
async function expired(options = {}) {
  const page = await suite.open();
  const widget = await page.ready(options);
  await markFrame(page);
  await page.sleeps(LIFETIME_MS);
  await widget.reaches("expired");
  return { page, widget };
}

/** @param {Widget} widget */
const expiries = async (widget) => (await widget.calls("onExpire")).length;

describe("the lifetime", () => {
  for (const event of /** @type {const} */ (["visibilitychange", "pageshow", "focus"])) {
    test(`ends by the wall clock as soon as the page wakes (${event})`, async () => {
      const page = await suite.open();
      const widget = await page.ready();
      await page.sleeps(LIFETIME_MS, event);
      assert.equal((await widget.report()).state, "expired");
      assert.equal(await expiries(widget), 1);
    });

    test(`does not end a minute early, and the page stays as it was (${event})`, async () => {
      const page = await suite.open();
      const widget = await page.ready();
      await markFrame(page);
      await page.sleeps(LIFETIME_MS - 60_000, event);
      assert.equal((await widget.report()).state, "ready");
      assert.equal(await expiries(widget), 0);
      await page.hosted().setPinByScript("4826");
      assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    });
  }

  test("ends soon after sleep in a page that stays visible, where no event reports the sleep", async () => {
    const page = await suite.open();
    await page.run("fixture.hasten(20)");
    const widget = await page.ready({ requestTimeoutMs: LIFETIME_MS, loadTimeoutMs: LIFETIME_MS });
    await page.run("fixture.oversleep(arguments[0])", LIFETIME_MS);
    // A timer for the whole lifetime would have half a minute left.
    await widget.reaches("expired");
    assert.equal(await expiries(widget), 1);
  });

  test("ends by a timer in a page without such events", async () => {
    const page = await suite.open();
    const widget = await page.ready({ tokenLifetimeMs: 1500 });
    await widget.reaches("expired");
    assert.equal(await expiries(widget), 1);
  });

  test("starts when the request is sent: a token that arrives too late is never framed", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "delay", ms: 900 }] } });
    const widget = await page.start({ tokenLifetimeMs: 300 });
    await widget.reaches("expired");
    const { framesMade } = await page.notes();
    assert.equal(framesMade, 0);
    assert.equal((await page.session.observed()).pageAccesses, 0);
  });

  for (const mode of ["inline", "modal", "redirect"]) {
    test(`${mode}: over during sleep, with the response in flight: its token is not used`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "delay", ms: 4000 }] } });
      const redirectUrl = mode === "redirect" ? `${page.origins.host}/fixtures/blank.html?back=1` : undefined;
      const widget = await page.start({ mode, redirectUrl });
      await page.observes("the request", ({ tokenRequests }) => tokenRequests.length === 1);
      await page.run("fixture.oversleep(arguments[0])", LIFETIME_MS);
      await widget.reaches("expired");
      assert.equal((await page.notes()).framesMade, 0);
      assert.equal((await page.session.observed()).pageAccesses, 0);
    });
  }

  test("starts again with each token", async () => {
    const { page, widget } = await expired();
    await widget.act("retry");
    await widget.reaches("ready");
    await page.sleeps(LIFETIME_MS - 60_000);
    assert.equal((await widget.report()).state, "ready");
    await page.sleeps(60_000);
    assert.equal((await widget.report()).state, "expired");
    assert.equal(await expiries(widget), 2);
  });

  test("has no effect after the attempt's end", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await widget.act("close");
    await widget.result();
    await page.sleeps(LIFETIME_MS * 2);
    assert.equal((await widget.report()).state, "closed");
    assert.equal(await expiries(widget), 0);
  });
});

describe("manual, the default", () => {
  for (const mode of ["inline", "modal"]) {
    test(`${mode}: shows a notice beside the frame, which stays, and sends no request`, async () => {
      const { page, widget } = await expired({ mode });
      await page.seesAnnouncement();
      const text = await page.run("return deepFind('[data-set-pin-widget] >>> [data-part=box]').innerText");
      assert.ok(String(text).includes(NOTICE), String(text));
      assert.equal(await isMarked(page), true);
      assert.equal(await (await page.find(FRAME)).isDisplayed(), true);
      assert.equal((await page.session.observed()).tokenRequests.length, 1);
      assert.equal(await expiries(widget), 1);
      assert.deepEqual((await widget.report()).results, [null], "the attempt is not over");
      assert.deepEqual(await widget.errors(), []);
    });
  }

  test("the frame's messages still count: a PIN can be set, and the reason is expired", async () => {
    const { page, widget } = await expired();
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await widget.result(), { reason: "expired", outcome: "unknown" });
    assert.equal(await page.session.pinIs("4826"), true);
    assert.equal(await page.count("[data-set-pin-widget]"), 0);
  });

  test("the button in the notice loads a new frame with a new token, in the same attempt", async () => {
    const { page, widget } = await expired();
    await (await page.sees(RETRY)).click();
    await widget.reaches("ready");
    assert.equal(await isMarked(page), false);
    assert.equal(await page.count(FRAME), 1);
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.deepEqual(
      (await widget.events("token_request")).map(({ attempt, request }) => [attempt, request]),
      [
        [1, 1],
        [1, 2],
      ],
    );
    assert.equal((await page.session.observed()).spentPageAccesses, 0);
  });

  test("close() then ends with expired, destroy() with destroyed", async () => {
    const closed = await expired();
    await closed.widget.act("close");
    assert.deepEqual(await closed.widget.result(), { reason: "expired", outcome: "unknown" });
    const destroyed = await expired();
    await destroyed.widget.act("destroy");
    assert.deepEqual(await destroyed.widget.result(), { reason: "destroyed", outcome: "unknown" });
  });

  test("a frame that has not loaded stays too", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
    const widget = await page.start();
    await widget.reaches("loading");
    await markFrame(page);
    await page.sleeps(LIFETIME_MS);
    await widget.reaches("expired");
    assert.equal(await isMarked(page), true);
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
  });

  test("an onExpire that throws is reported and breaks nothing", async () => {
    const page = await suite.open();
    const widget = await page.start({}, { actions: { onExpire: ["throw"] } });
    await widget.reaches("ready");
    await page.sleeps(LIFETIME_MS);
    await widget.reaches("expired");
    assert.equal((await page.notes()).pageErrors.length, 1);
    await widget.act("retry");
    await widget.reaches("ready");
  });
});

describe("auto", () => {
  test("never replaces a frame that has loaded", async () => {
    const { page, widget } = await expired({ onExpiry: "auto" });
    assert.equal(await isMarked(page), true);
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await widget.result(), { reason: "expired", outcome: "unknown" });
  });

  test("replaces a frame that has not loaded, with a new token", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
    const widget = await page.start({ onExpiry: "auto" });
    await widget.reaches("loading");
    await markFrame(page);
    await page.sleeps(LIFETIME_MS);
    await widget.reaches("ready");
    assert.equal(await isMarked(page), false);
    assert.equal(await page.count(FRAME), 1);
    assert.equal((await page.session.observed()).tokensIssued, 2);
    await page.hosted().setPinByScript("4826");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.equal(await expiries(widget), 1);
  });
});

describe("close", () => {
  for (const [mode, settings, state] of /** @type {const} */ ([
    ["inline", undefined, "ready"],
    ["modal", undefined, "ready"],
    ["inline", { faults: { page: [{ kind: "hang" }] } }, "loading"],
  ])) {
    test(`${mode}, ${state}: ends with expired, and removes everything`, async () => {
      const page = await suite.open(
        /** @type {import("./harness/sandbox.mjs").Settings | undefined} */ (/** @type {unknown} */ (settings)),
      );
      const widget = await page.start({ mode, onExpiry: "close" });
      await widget.reaches(state);
      await page.sleeps(LIFETIME_MS);
      assert.deepEqual(await widget.result(), { reason: "expired", outcome: "unknown" });
      assert.equal(await expiries(widget), 1);
      assert.deepEqual(await widget.errors(), []);
      assert.equal((await widget.calls("onExit")).length, 1);
      assert.equal(await page.count("[data-set-pin-widget]"), 0);
      assert.equal((await page.session.observed()).tokenRequests.length, 1);
    });
  }
});
