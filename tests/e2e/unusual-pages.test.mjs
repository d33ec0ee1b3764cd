/**
 * Unusual containers and pages: another document, replaced browser methods, a slow page in use,
 * clocks, and `fetch` without streams.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();
const CONTAINER = { container: { $: "the test's container" } };

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/**
 * Sets `window.place` to an element of a document in a frame of the page's own origin.
 * @param {HostPage} page
 */
async function placeInFrame(page) {
  await page.run(
    `window.holder = document.createElement("iframe");
     holder.style.cssText = "width:700px;height:700px";
     holder.src = "/fixtures/blank.html";
     return new Promise((done) => {
       holder.onload = () => {
         holder.onload = null;
         window.place = holder.contentDocument.querySelector("#container");
         done();
       };
       document.body.append(holder);
     });`,
  );
}

/** Presses the hosted page's "cancel" in a frame within the holder frame. @param {HostPage} page */
async function cancelsInside(page) {
  const { driver } = page;
  await driver.switchTo().frame(await page.find("iframe"));
  const frame = await driver.executeScript(
    "return document.querySelector('[data-set-pin-widget]').shadowRoot.querySelector('iframe')",
  );
  await driver.switchTo().frame(/** @type {import("selenium-webdriver").WebElement} */ (frame));
  await driver.executeScript("document.querySelector('#cancel').click()");
  await driver.switchTo().defaultContent();
}

describe("a container in a frame of the same origin", () => {
  for (const mode of ["inline", "modal"]) {
    test(`${mode}: the abort is received`, async () => {
      const page = await suite.open({}, "/fixtures/blank.html?csp=none");
      await placeInFrame(page);
      const widget = await page.ready({ mode, ...CONTAINER });
      await cancelsInside(page);
      assert.equal((await widget.result()).reason, "page_closed");
      assert.deepEqual(await widget.errors(), []);
    });

    for (const [what, script] of Object.entries({
      "that frame is removed": "holder.remove()",
      "that frame shows another page": "holder.src = '/fixtures/sender.html'",
    })) {
      test(`${mode}: the attempt ends when ${what}`, async () => {
        const page = await suite.open({}, "/fixtures/blank.html?csp=none");
        await placeInFrame(page);
        const widget = await page.ready({ mode, ...CONTAINER });
        await page.run(script);
        const { reason, error } = await widget.result();
        assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "frame_removed" });
        assert.equal((await widget.calls("onExit")).length, 1);
      });
    }
  }
});

test("allowedOrigins with the page's own origin: invalid_options", async () => {
  const page = await suite.open();
  const widget = await page.start({ allowedOrigins: [page.origins.page, page.origins.host] });
  const { error } = await widget.result();
  assert.equal(error?.code, "invalid_options");
  assert.match(error?.message ?? "", /allowedOrigins.*own/);
});

test("a width whose calc() is not closed does not affect the other properties", async () => {
  const page = await suite.open();
  await page.ready({ width: "calc(300px", height: "calc(400px" });
  const size = await page.run("const { width, height } = deepFind(arguments[0]).style; return [width, height]", FRAME);
  assert.match(size.join(), /^(calc\()?300px\)?,(calc\()?400px\)?$/);
});

/** Browser methods that the page replaces with one that throws; each `[object, method]`. */
const METHODS = [
  ["Element.prototype", "append"],
  ["Element.prototype", "remove"],
  ["Element.prototype", "setAttribute"],
  ["Element.prototype", "attachShadow"],
  ["Element.prototype", "getClientRects"],
  ["Node.prototype", "appendChild"],
  ["Node.prototype", "removeChild"],
  ["Node.prototype", "getRootNode"],
  ["Node.prototype", "contains"],
  ["HTMLElement.prototype", "focus"],
  ["HTMLDialogElement.prototype", "showModal"],
  ["HTMLDialogElement.prototype", "close"],
  ["CSSStyleDeclaration.prototype", "setProperty"],
  ["EventTarget.prototype", "addEventListener"],
  ["MutationObserver.prototype", "observe"],
  ["MutationObserver.prototype", "disconnect"],
  ["IntersectionObserver.prototype", "observe"],
  ["IntersectionObserver.prototype", "disconnect"],
  ["AbortController.prototype", "abort"],
  ["Document.prototype", "createElement"],
  ["Document.prototype", "querySelector"],
  ["window", "MutationObserver"],
  ["window", "IntersectionObserver"],
  ["window", "AbortController"],
  ["window", "setTimeout"],
  ["window", "setInterval"],
  ["window", "queueMicrotask"],
  ["window", "clearTimeout"],
  ["window", "getComputedStyle"],
  ["window", "matchMedia"],
  ["window", "reportError"],
  ["window", "fetch"],
  ["performance", "now"],
  ["Date", "now"],
  ["Math", "random"],
];

/** Replaces a method until `restore()`. @param {string} object @param {string} method */
const breaking = (object, method) =>
  `const object = ${object};
   const own = Object.getOwnPropertyDescriptor(object, "${method}");
   window.restore = () => {
     if (own) Object.defineProperty(object, "${method}", own);
     else delete object["${method}"];
     delete window.restore;
   };
   Object.defineProperty(object, "${method}", {
     configurable: true, writable: true, value: function () { throw new Error("replaced by the page"); },
   });`;

/** @typedef {import("./harness/host-page.mjs").Surroundings} Surroundings */

/** @param {HostPage} page @param {Widget} widget @param {Surroundings} before @param {number} [exits] Of all attempts so far. */
async function hasReleased(page, widget, before, exits = 1) {
  assert.equal((await widget.calls("onExit")).length, exits, "one exit for each attempt");
  assert.equal(await page.count("[data-set-pin-widget], dialog"), 0, "nothing of it is in the page");
  const after = await page.surroundings();
  assert.deepEqual(after.listeners, before.listeners);
  await until("no request in flight", async () => (await page.surroundings()).requestsInFlight === 0);
  const overflow = "return [document.documentElement, document.body].map((one) => getComputedStyle(one).overflowY)";
  assert.deepEqual(await page.run(overflow), ["visible", "visible"], "the page scrolls");
}

/** @param {Widget} widget @param {number} attempts All earlier ones. */
async function opensAgain(widget, attempts = 1) {
  await widget.act("open");
  await widget.reaches("ready");
  await widget.act("close");
  await widget.result(attempts);
}

/**
 * Waits in the page until the widget is in one of these states, ends it, and restores the method,
 * because drivers call the page's methods too.
 * @param {string} states
 */
const endAndRestore = (states) =>
  `return new Promise((done) => {
     const state = () => JSON.parse(fixture.report(0)).state;
     const poll = () => {
       if (!${states}.includes(state())) return void requestAnimationFrame(poll);
       if (state() !== "closed") fixture.act(0, "close");
       restore();
       done();
     };
     poll();
   });`;

describe("a browser method that the page has replaced with one that throws", () => {
  for (const [object = "", method = ""] of METHODS) {
    test(`${object}.${method}: the attempt ends, once, and leaves nothing`, async (context) => {
      const page = await suite.open();
      const before = await page.surroundings();
      const widget = await page.startModal(
        { retry: false, requestTimeoutMs: 3000, loadTimeoutMs: 3000 },
        { open: false },
      );
      const broken = breaking(object, method);

      await context.test("replaced at open()", async () => {
        // Accept an exit, a failure with a retry button, or a working page.
        await page.run(`${broken} fixture.act(0, "open"); ${endAndRestore("['closed', 'failed', 'ready']")}`);
        await widget.result();
        await hasReleased(page, widget, before);
      });

      await context.test("replaced at close()", async () => {
        await widget.act("open");
        await widget.reaches("ready");
        await page.run(`${broken} fixture.act(0, "close"); restore();`);
        await widget.result(1);
        await hasReleased(page, widget, before, 2);
      });

      await context.test("replaced at an abort", async () => {
        await widget.act("open");
        await widget.reaches("ready");
        const cancels = "addEventListener('message', () => document.querySelector('#cancel').click(), { once: true })";
        await page.hosted().inside(() => page.driver.executeScript(cancels));
        await page.run(
          `const inside = deepFind(arguments[0]).contentWindow;
           ${broken}
           inside.postMessage("cancel", "*");
           ${endAndRestore("['closed']")}`,
          FRAME,
        );
        assert.equal((await widget.result(2)).reason, "page_closed");
        await hasReleased(page, widget, before, 3);
        await opensAgain(widget, 3);
      });
    });
  }
});

for (const { method, throwsIf, faults, shown } of [
  { method: "clearTimeout", throwsIf: "true", faults: { token: [{ kind: "status", status: 500 }] }, shown: "retry" },
  { method: "setTimeout", throwsIf: "ms === 150", faults: { page: [{ kind: "hang" }] }, shown: "status" },
]) {
  test(`the ${shown} is shown where the page's ${method} throws while the widget waits`, async () => {
    const page = await suite.open(/** @type {import("./harness/sandbox.mjs").Settings} */ ({ faults }));
    const widget = await page.startModal({ retry: false }, { open: false });
    const throws = await page.run(
      `const own = window.${method};
       let throws = 0;
       window.${method} = (work, ms, ...given) => {
         if (${throwsIf}) {
           throws += 1;
           throw new Error("replaced by the page");
         }
         return own(work, ms, ...given);
       };
       fixture.act(0, "open");
       return new Promise((done) => {
         const poll = () => {
           const [found] = deepFindAll("[data-set-pin-${shown}]");
           if (!found?.textContent || !found.checkVisibility({ opacityProperty: true })) return void requestAnimationFrame(poll);
           window.${method} = own;
           done(throws);
         };
         poll();
       });`,
    );
    assert.notEqual(throws, 0);
    await widget.act("close");
    await widget.result();
  });
}

test("Prototype.js's own methods of elements and arrays", async () => {
  const page = await suite.open();
  const before = await page.surroundings();
  await page.run(
    `Element.prototype.remove = function () { this.parentNode.removeChild(this); return this; };
     Element.prototype.update = Element.prototype.replace = Element.prototype.insert = function () { return this; };
     Array.prototype.toJSON = function () { return "[" + this.join(", ") + "]"; };
     Array.from = function (iterable) {
       if (!iterable) return [];
       const results = [];
       for (let at = 0; at < (iterable.length || 0); at += 1) results[at] = iterable[at];
       return results;
     };`,
  );
  const widget = await page.startModal();
  await widget.reaches("ready");
  await page.run("deepFind(arguments[0]).remove()", FRAME);
  await page.run("delete Array.prototype.toJSON");
  await widget.reaches("failed");
  await widget.act("close");
  await widget.result();
  await hasReleased(page, widget, before);
  await opensAgain(widget);
});

describe("a page that may be in use before its load event", () => {
  for (const onFailure of ["show", "close"]) {
    test(`onFailure ${onFailure}: a frame that has the focus is not removed by frame_timeout`, async () => {
      const page = await suite.open({ faults: { page: [{ kind: "delay", ms: 3000 }] } });
      const widget = await page.startModal({ loadTimeoutMs: 900, onFailure });
      await widget.reaches("loading");
      await page.run("deepFind(arguments[0]).focus()", FRAME);
      await until("the error", async () => (await widget.errors()).length === 1);
      assert.equal((await widget.errors())[0]?.code, "frame_timeout");
      assert.equal(await page.count(FRAME), 1);
      assert.equal((await widget.report()).state, "loading");
      await page.sees("[data-set-pin-widget] >>> [data-set-pin-retry]");
      assert.equal(
        await page.run("return deepFind('[data-set-pin-widget]').shadowRoot.activeElement.localName"),
        "iframe",
      );
      await widget.reaches("ready");
      await page.hosted().setPinByPointer("4826");
      assert.equal((await widget.result()).reason, "page_closed");
      assert.equal((await widget.errors()).length, 1);
    });
  }

  test("a frame that had the focus and lost it again is not removed either", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
    const widget = await page.startModal({ loadTimeoutMs: 2500 });
    await widget.reaches("loading");
    await page.run("deepFind(arguments[0]).focus()", FRAME);
    await page.run("return new Promise((done) => setTimeout(done, 50))");
    await page.run("deepFind('[data-set-pin-close]').focus()");
    await until("the error", async () => (await widget.errors()).length === 1);
    assert.equal(await page.count(FRAME), 1);
    await widget.act("retry");
    await widget.reaches("ready");
    assert.equal((await page.session.observed()).tokensIssued, 2);
  });

  test("a frame that was not used is removed", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
    const widget = await page.startModal({ loadTimeoutMs: 600 });
    await widget.reaches("failed");
    assert.equal(await page.count(FRAME), 0);
  });
});

test("a frame that the page's policy refuses is a failure, also where `load` comes before the violation", async () => {
  const page = await suite.open({}, "/fixtures/blank.html?csp=no-frames");
  const widget = await page.startModal();
  await widget.reaches("failed");
  assert.deepEqual(
    (await widget.errors()).map(({ code, retryable }) => [code, retryable]),
    [["frame_blocked", false]],
  );
  assert.equal(await page.count(FRAME), 0);
  assert.equal((await page.session.observed()).pageAccesses, 0);
});

test("a wall clock that is set back by an hour does not lengthen the token's lifetime", async () => {
  const page = await suite.open();
  const widget = await page.start({ tokenLifetimeMs: 2000 });
  await widget.reaches("ready");
  await page.sleeps(-3_600_000);
  await widget.reaches("expired");
});

describe("a fetch whose responses have no stream", () => {
  test("the text is read", async () => {
    const page = await suite.open();
    await page.run(
      `const real = fetch;
       window.restore = () => { window.fetch = real; };
       window.fetch = async (...given) => {
         const response = await real(...given);
         const text = await response.text();
         const { status, headers } = response;
         return { status, headers, ok: response.ok, type: "default", bodyUsed: false, text: async () => text };
       };`,
    );
    const widget = await page.start();
    await widget.reaches("ready");
    await page.run("restore()");
  });

  test("the size is limited", async () => {
    const page = await suite.open();
    await page.run(
      `const real = fetch;
       window.restore = () => { window.fetch = real; };
       window.fetch = async () => ({
         status: 200, ok: true, type: "default", bodyUsed: false, headers: new Headers(),
         text: async () => JSON.stringify({ token: "x".repeat(70000), hostedPageUrl: "https://cards.baanx.com/" }),
       });`,
    );
    const widget = await page.start({ retry: false });
    await widget.reaches("failed");
    const [error] = await widget.errors();
    assert.equal(error?.code, "invalid_response");
    assert.match(error?.message ?? "", /larger than 64 KiB/);
    await page.run("restore()");
  });
});

for (const [what, kind] of /** @type {const} */ ([
  ["a download", "download"],
  ["204", "empty"],
])) {
  test(`a redirect whose response is ${what} has ended, and the next open() works`, async () => {
    const page = await suite.open({ faults: { page: [{ kind, times: 2 }] } });
    const widget = await page.startModal({ mode: "redirect", redirectUrl: `${page.origins.host}/fixtures/blank.html` });
    assert.equal((await widget.result()).reason, "redirected");
    await widget.act("open");
    assert.equal((await widget.result(1)).reason, "redirected");
    const next = await page.startModal();
    await next.reaches("ready");
  });
}
