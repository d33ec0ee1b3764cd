/**
 * A container in another window of the same origin: a popup, also with its initial empty document,
 * and Document Picture-in-Picture.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startSite } from "./harness/site.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();
const CONTAINER = { container: { $: "the test's container" } };

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/**
 * Ways to open another window. `opens` is a script that opens it and returns its window or a
 * promise of it. `feature` is the feature that the browser must have.
 * @type {Record<string, {opens: string, feature?: string}>}
 */
const WINDOWS = {
  "a popup": {
    opens: `const popup = open("/fixtures/sender.html", "", "width=700,height=700");
      return new Promise((done) => {
        const poll = () => (popup.document.URL !== "about:blank" && popup.document.readyState === "complete" ? done(popup) : setTimeout(poll, 20));
        poll();
      });`,
  },
  "a popup with its initial empty document": { opens: `return open("", "", "width=700,height=700");` },
  // Only Chromium supports it.
  "Document Picture-in-Picture": {
    opens: "return documentPictureInPicture.requestWindow({ width: 600, height: 700 });",
    feature: "documentPictureInPicture",
  },
};

/**
 * Opens the window after a real press. Sets `window.other` to that window and `window.place` to an
 * element in it. Returns the driver's handle of it.
 * @param {HostPage} page
 * @param {string} opens
 */
async function openWindow(page, opens) {
  const { driver } = page;
  const before = await driver.getAllWindowHandles();
  await page.run(
    `document.querySelector("#opener").addEventListener("click", async () => {
       const other = await (async () => { ${opens} })();
       window.place = other.document.body.appendChild(other.document.createElement("div"));
       window.other = other;
     }, { once: true });`,
  );
  await (await page.find("#opener")).click();
  await until("the window", () => page.run("return window.other !== undefined"));
  return until("the driver's handle of the window", async () =>
    (await driver.getAllWindowHandles()).find((handle) => !before.includes(handle)),
  );
}

/**
 * Runs `work` in the other window, and returns to the first one.
 * @param {HostPage} page
 * @param {string} handle
 * @param {() => Promise<unknown>} work
 */
async function inWindow(page, handle, work) {
  const { driver } = page;
  const host = await driver.getWindowHandle();
  await driver.switchTo().window(handle);
  try {
    await work();
  } finally {
    await driver.switchTo().window(host);
  }
}

/** Closes the other windows, so that the next test has one window. @param {HostPage} page */
const closeWindow = (page) => page.run("other.close()");

for (const [what, { opens, feature }] of Object.entries(WINDOWS)) {
  describe(`a container in ${what}`, () => {
    /** Whether this browser does not have the feature: known after the first test. */
    let isUnsupported = false;
    for (const mode of ["inline", "modal"]) {
      /** @param {import("node:test").TestContext} context @param {"requesting" | "ready"} [state] */
      const start = async (context, state = "ready") => {
        const settings = state === "requesting" ? { faults: { token: [{ kind: /** @type {const} */ ("hang") }] } } : {};
        if (isUnsupported) {
          context.skip(`this browser has no ${feature}`);
          return undefined;
        }
        const page = await suite.open(settings, "/fixtures/blank.html?csp=none");
        if (feature && !(await page.run("return arguments[0] in window", feature))) {
          assert.notEqual(suite.engine, "chromium", "Chromium has all of them");
          isUnsupported = true;
          context.skip(`this browser has no ${feature}`);
          return undefined;
        }
        await page.run("window.apiOrigin = arguments[0]", page.origins.page);
        const before = await page.surroundings();
        const handle = await openWindow(page, opens);
        const widget = await page.start({ mode, ...CONTAINER });
        await widget.reaches(state);
        await page.observes("the token's request", ({ tokenRequests }) => tokenRequests.length === 1);
        return { page, handle, widget, before };
      };

      test(`${mode}: a PIN is set, and the abort is received`, async (context) => {
        const started = await start(context);
        if (!started) return;
        const { page, handle, widget, before } = started;
        await inWindow(page, handle, () => page.hosted("[data-set-pin-widget] >>> iframe").setPinByPointer("4826"));
        assert.equal((await widget.result()).reason, "page_closed");
        assert.equal(await page.session.pinIs("4826"), true);
        assert.deepEqual(await widget.errors(), []);
        assert.equal(await page.run("return other.document.querySelectorAll('[data-set-pin-widget]').length"), 0);
        assert.deepEqual((await page.surroundings()).pending, before.pending);
        await closeWindow(page);
      });

      for (const [end, script] of Object.entries({
        "that window is closed": "other.close()",
        "that window shows another page": "other.location.href = '/fixtures/sender.html'",
        "that window shows a page of another origin": "other.location.href = apiOrigin",
        "the container is removed": "place.remove()",
        "the container is moved to this window": "document.body.append(place)",
      })) {
        for (const state of /** @type {const} */ (["requesting", "ready"])) {
          test(`${mode}, ${state}: the attempt ends when ${end}`, async (context) => {
            const started = await start(context, state);
            if (!started) return;
            const { page, widget, before } = started;
            await page.run(script);
            const { reason, error } = await widget.result();
            assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "frame_removed" });
            assert.equal((await widget.calls("onExit")).length, 1);
            const after = await page.surroundings();
            assert.deepEqual(after.listeners, before.listeners);
            assert.deepEqual(after.pending, before.pending);
            assert.deepEqual(after.observers, before.observers);
            await closeWindow(page);
            const next = await page.startModal();
            await next.reaches("ready");
          });
        }
      }
    }
  });
}

describe("a container in a popup whose own page still loads", () => {
  for (const mode of ["inline", "modal"]) {
    for (const state of /** @type {const} */ (["requesting", "ready"])) {
      test(`${mode}, ${state}: the attempt ends when that page arrives`, async (context) => {
        const site = await startSite();
        context.after(() => site.stop());
        /** @type {() => void} */
        let arrive = () => undefined;
        site.responses["/slow"] = () =>
          new Promise((resolve) => {
            arrive = () => resolve({ type: "text/html", body: "<!doctype html><title>Slow</title>" });
          });
        const hang = /** @type {const} */ ("hang");
        const settings = state === "requesting" ? { faults: { token: [{ kind: hang }] } } : {};
        const page = await suite.open(settings, "/fixtures/blank.html?csp=none");
        await openWindow(page, `return open("${site.origin}/slow", "", "width=700,height=700");`);
        await until("the request for the page", async () => site.requests.includes("/slow"));
        const widget = await page.start({ mode, ...CONTAINER });
        await widget.reaches(state);
        arrive();
        const { reason, error } = await widget.result();
        assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "frame_removed" });
        await closeWindow(page);
      });
    }
  }
});
