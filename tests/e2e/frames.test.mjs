/**
 * The events and states of a frame that a page can detect: a frame that is removed, loaded again,
 * rejected, silent, or blank.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

// Chromium's headless shell fires `load` before it reports that a policy refuses the frame.
const suite = useBrowser({ headlessShell: false });

/**
 * Moves the parent of the frame with `moveBefore`. WebKit has no `moveBefore`, and Firefox 153
 * loads a frame in a shadow tree again.
 * @param {import("./harness/host-page.mjs").HostPage} page
 */
async function movesBefore(page) {
  const moved = await page.run(
    `const main = document.querySelector("main");
     if (!main.moveBefore) return false;
     main.moveBefore(document.querySelector("#container"), null);
     return true;`,
  );
  assert.equal(moved, suite.engine !== "webkit");
}
const RETRY = "button[data-set-pin-retry]";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */
/** @typedef {import("./harness/sandbox.mjs").Fault} Fault */

/** @param {Widget} widget @param {{code: string, retryable: boolean}} expected */
async function failedOnce(widget, expected) {
  await widget.reaches("failed");
  const errors = await widget.errors();
  assert.equal(errors.length, 1, "onError once");
  assert.deepEqual({ code: errors[0]?.code, retryable: errors[0]?.retryable }, expected);
  return errors[0]?.message ?? "";
}

/** Opens a widget whose frame stays in `loading`. @param {HostPage} page */
async function loading(page) {
  const widget = await page.start();
  await widget.reaches("loading");
  return widget;
}

/** @param {HostPage} page */
const markFrame = (page) => page.run("deepFind(arguments[0]).dataset.mark = 'the same'", FRAME);
/** @param {HostPage} page */
const isMarked = async (page) => (await page.count(`${FRAME}[data-mark="the same"]`)) === 1;

describe("the frame alone is removed from the document", () => {
  test("after it has loaded: frame_removed, and a retry is offered", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run("deepFind(arguments[0]).remove()", FRAME);
    await failedOnce(widget, { code: "frame_removed", retryable: true });
    assert.equal((await page.session.observed()).tokenRequests.length, 1, "no token without a retry");
    await page.hasNoErrors();
  });

  test("while it loads: frame_removed, and a retry is offered", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
    const widget = await loading(page);
    await page.run("deepFind(arguments[0]).remove()", FRAME);
    await failedOnce(widget, { code: "frame_removed", retryable: true });
  });

  test("in a shadow tree: frame_removed, and a retry is offered", async () => {
    const page = await suite.open();
    const widget = await page.ready({ container: { $: "element in a shadow tree" } });
    await page.run("deepFind('iframe').remove()");
    await failedOnce(widget, { code: "frame_removed", retryable: true });
  });

  test("retry() loads a new frame with a new token", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run("deepFind(arguments[0]).remove()", FRAME);
    await widget.reaches("failed");
    await widget.act("retry");
    await widget.reaches("ready");
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
    const { tokensIssued, spentPageAccesses } = await page.session.observed();
    assert.deepEqual({ tokensIssued, spentPageAccesses }, { tokensIssued: 2, spentPageAccesses: 0 });
  });

  test("the widget's own removal of the frame is not a failure", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await widget.act("close");
    assert.equal((await widget.result()).reason, "closed_by_host");
    assert.deepEqual(await widget.errors(), []);
  });
});

describe("removed and inserted again", () => {
  /** @type {[string, string][]} */
  const ways = [
    [
      "the frame itself",
      "const frame = deepFind(arguments[0]); const place = frame.parentNode; frame.remove(); place.append(frame);",
    ],
    ["with its container", "document.querySelector('main').append(document.querySelector('#container'))"],
  ];
  for (const [what, script] of ways) {
    test(`${what}, after it has loaded: frame_reloaded`, async () => {
      const page = await suite.open();
      const widget = await page.ready();
      await page.run(script, FRAME);
      await failedOnce(widget, { code: "frame_reloaded", retryable: true });
      assert.equal(await page.count(FRAME), 0, "the used frame is removed");
    });

    test(`${what}, while it loads: frame_reloaded`, async () => {
      const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
      const widget = await loading(page);
      await page.run(script, FRAME);
      await failedOnce(widget, { code: "frame_reloaded", retryable: true });
      assert.deepEqual(await widget.calls("onReady"), []);
    });
  }

  test("with the host of the shadow tree that contains it: frame_reloaded", async () => {
    const page = await suite.open();
    const widget = await page.ready({ container: { $: "element in a shadow tree" } });
    await page.run("document.querySelector('main').append(document.querySelector('#container'))");
    await failedOnce(widget, { code: "frame_reloaded", retryable: true });
  });

  test("a move that keeps the window (moveBefore) changes nothing", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await movesBefore(page);
    if (suite.engine === "firefox") return void (await failedOnce(widget, { code: "frame_reloaded", retryable: true }));
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.deepEqual(await widget.errors(), []);
  });

  test("such a move before the frame has loaded counts as a reload, because it looks like one: frame_reloaded", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "delay", ms: 700 }] } });
    const widget = await page.start();
    await widget.reaches("loading");
    await movesBefore(page);
    if (suite.engine === "webkit") return;
    await failedOnce(widget, { code: "frame_reloaded", retryable: true });
  });

  test("a load that a script dispatched is ignored", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
    const widget = await page.start({ loadTimeoutMs: 1500 });
    await widget.reaches("loading");
    await page.run("deepFind(arguments[0]).dispatchEvent(new Event('load'))", FRAME);
    await widget.reaches("failed");
    assert.deepEqual(await widget.states(), ["starting", "requesting", "loading", "failed"]);
  });

  test("changes elsewhere in the document change nothing", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run("document.querySelector('#depth').remove(); document.querySelector('h1').textContent = 'Changed'");
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.deepEqual(await widget.errors(), []);
  });
});

describe("refused by the page's own policy", () => {
  for (const csp of ["no-frames", "no-frame-src-child-none", "no-frames-by-default"]) {
    for (const mode of ["inline", "modal"]) {
      test(`${csp}, ${mode}: frame_blocked, and the message names the directive to add`, async () => {
        const page = await suite.open({}, `/fixtures/blank.html?csp=${csp}`);
        const widget = await page.start({ mode });
        const message = await failedOnce(widget, { code: "frame_blocked", retryable: false });
        assert.match(message, /frame-src/);
        assert.ok(message.includes(page.origins.page), "the message names the origin to allow");
        assert.equal(await page.count(FRAME), 0);
        const { tokenRequests, pageAccesses } = await page.session.observed();
        assert.deepEqual({ requests: tokenRequests.length, pageAccesses }, { requests: 1, pageAccesses: 0 });
        assert.deepEqual(await widget.calls("onReady"), [], "an empty document that can be read is not ready");
      });
    }
  }

  test("a report-only policy has no effect", async () => {
    const page = await suite.open({}, "/fixtures/blank.html?csp=report-only-no-frames");
    const widget = await page.ready();
    await page.noted("the report", ({ violations }) => violations.some(({ disposition }) => disposition === "report"));
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.deepEqual(await widget.errors(), []);
  });

  test("the refusal of the host's own frame has no effect", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run("fixture.addFrame('http://127.0.0.1:47999/')");
    await page.noted("the error", ({ violations }) => violations.length > 0);
    assert.deepEqual(await widget.errors(), []);
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
  });

  test("the refusal of another widget's frame has no effect, even if both allow that origin", async () => {
    const page = await suite.open({}, "/fixtures/blank.html?csp=set-page-only");
    const widget = await page.ready();
    await markFrame(page);
    await page.run("window.apiOrigin = arguments[0]", page.origins.api);
    const other = await page.start({ fetchToken: { $: "returns a page on the API's origin" }, tokenUrl: undefined });
    await failedOnce(other, { code: "frame_blocked", retryable: false });
    assert.equal(await isMarked(page), true);
    assert.deepEqual(await widget.errors(), []);
    await other.act("close");
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
  });

  test("the refusal of the host's own frame on the hosted page's origin has no effect 100 ms after the hosted page has loaded", async () => {
    const page = await suite.open({}, "/fixtures/blank.html?csp=set-page-only");
    const widget = await page.ready();
    const loaded = await page.run("return performance.now()");
    await until("100 ms after the load", () => page.run("return performance.now() - arguments[0] > 100", loaded));
    await page.run("fixture.addFrame(arguments[0])", `${page.origins.page}/elsewhere`);
    await page.noted("the error", ({ violations }) => violations.length > 0);
    assert.deepEqual(await widget.errors(), []);
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
  });

  test("an event that a script dispatched has no effect", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
    const widget = await loading(page);
    await page.run(
      `document.dispatchEvent(new SecurityPolicyViolationEvent("securitypolicyviolation", { bubbles: true,
        blockedURI: arguments[0], disposition: "enforce", effectiveDirective: "frame-src", violatedDirective: "frame-src",
        documentURI: location.href, originalPolicy: "frame-src 'none'", statusCode: 200 }))`,
      page.origins.page,
    );
    assert.equal((await widget.report()).state, "loading");
    assert.deepEqual(await widget.errors(), []);
  });
});

describe("no load in time", () => {
  /** @type {[string, Fault][]} */
  const silent = [
    ["a page that never responds", { kind: "hang" }],
    ["a response without a page (204)", { kind: "empty" }],
  ];
  for (const [what, fault] of silent) {
    test(`${what}: frame_timeout, and a retry loads a new frame`, async () => {
      const page = await suite.open({ faults: { page: [fault] } });
      const widget = await page.start({ loadTimeoutMs: 400 });
      await failedOnce(widget, { code: "frame_timeout", retryable: true });
      assert.equal(await page.count(FRAME), 0);
      assert.deepEqual(await widget.calls("onReady"), []);
      await page.run("deepFind(arguments[0]).scrollIntoView()", RETRY);
      await (await page.sees(RETRY)).click();
      await page.observes("a second token", ({ tokensIssued }) => tokensIssued === 2);
      await widget.act("close");
      await widget.result();
    });
  }

  test("a page that loads in time causes no timeout", async () => {
    const page = await suite.open();
    const widget = await page.ready({ loadTimeoutMs: 2500, tokenLifetimeMs: 3000 });
    // The token's lifetime ends after the load timeout.
    await widget.reaches("expired");
    assert.deepEqual(await widget.errors(), []);
  });
});

/** For a page whose timers fire ten times sooner. */
const PATIENT = { requestTimeoutMs: 600_000, loadTimeoutMs: 600_000, tokenLifetimeMs: 2_000_000 };

describe("a frame that may be blank", () => {
  /** @type {[string, import("./harness/sandbox.mjs").Settings][]} */
  const blank = [
    ["a page that refuses to be framed", { variant: "unframeable" }],
    ["a page that failed with 500", { faults: { page: [{ kind: "status", status: 500, times: 0 }] } }],
  ];
  for (const [what, settings] of blank) {
    test(`${what} is ready like any other, with a button outside the frame that starts again`, async () => {
      const page = await suite.open(settings);
      await page.run("fixture.hasten(10)");
      const widget = await page.ready(PATIENT);
      assert.equal(await (await page.sees(RETRY)).getText(), "Page not showing? Reload it");
      assert.deepEqual(await widget.errors(), []);
    });
  }

  test("the button that starts again can be reached by Tab and pressed by Enter", async () => {
    const page = await suite.open({ variant: "unframeable" });
    await page.run("fixture.hasten(10)");
    await page.run("document.querySelector('#opener').focus()");
    const widget = await page.ready(PATIENT);
    await markFrame(page);
    await page.session.configure({ variant: "single" });
    await page.sees(RETRY);
    // Not past the frame: it may then have been used.
    await page.run("deepFind(arguments[0]).focus()", RETRY);
    await page.press(Key.ENTER);
    await page.observes("a second token", ({ tokensIssued }) => tokensIssued === 2);
    await widget.reaches("ready");
    assert.equal(await isMarked(page), false);
    assert.equal(await page.count(FRAME), 1);
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.equal((await widget.calls("onExit")).length, 1);
  });

  for (const mode of ["inline", "modal"]) {
    test(`${mode}: no button while the frame has the focus, because somebody may have typed`, async () => {
      const page = await suite.open();
      await page.run("fixture.hasten(10)");
      const widget = await page.ready({ ...PATIENT, mode });
      if (mode === "inline") await page.sees(RETRY);
      await page.run("deepFind(arguments[0]).focus()", FRAME);
      await until("the button to be gone", async () => !(await (await page.find(RETRY)).isDisplayed()));
      await page.run("deepFind(arguments[0]).click()", RETRY);
      await page.hosted().setPinByPointer("4826");
      assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
      assert.equal((await page.session.observed()).tokenRequests.length, 1);
    });
  }

  test("the button is not there before the frame has loaded", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
    await loading(page);
    assert.equal(await (await page.find(RETRY)).isDisplayed(), false);
  });
});

describe("a further load in the same window changes nothing:", () => {
  /** @param {HostPage} page @param {Widget} widget */
  async function unchanged(page, widget) {
    assert.equal((await widget.report()).state, "ready");
    assert.equal((await widget.calls("onReady")).length, 1);
    assert.deepEqual(await widget.errors(), []);
    assert.equal(await isMarked(page), true);
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
  }

  test("form posts to the hosted page's own next pages", async () => {
    const page = await suite.open({ variant: "multi" });
    const widget = await page.ready();
    await markFrame(page);
    await page.hosted().type("pin", "4826");
    await page.hosted().click("next");
    await page.hosted().shows("pin-confirm");
    await unchanged(page, widget);
    await page.hosted().type("pin-confirm", "4826");
    await page.hosted().click("submit");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.equal(await page.session.pinIs("4826"), true);
  });

  test("its own reload", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await markFrame(page);
    await page.hosted().run("location.reload()");
    await page.hosted().shows("spent");
    await unchanged(page, widget);
  });

  test("a visit to another allowed origin and back", async () => {
    const page = await suite.open({ variant: "hop" });
    const widget = await page.ready();
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.equal((await widget.calls("onReady")).length, 1);
    assert.deepEqual(await widget.errors(), []);
    assert.ok((await widget.events("frame_load")).length > 1, "the visit to the other origin");
  });
});
