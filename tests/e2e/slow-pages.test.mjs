/**
 * A hosted page that works long before its `load` event, because one of its images never arrives.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { By } from "selenium-webdriver";
import { FRAME } from "./harness/host-page.mjs";
import { startSite } from "./harness/site.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

// In a frame that has not loaded, the driver finds nothing in the headless shell.
const suite = useBrowser({ headlessShell: false });
const RETRY = "[data-set-pin-widget] >>> [data-set-pin-retry]";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/**
 * Opens a widget whose page is complete except for one image, and waits until that page is usable.
 * @param {import("node:test").TestContext} context
 * @param {Record<string, unknown>} options
 * @param {string} [script] Of the hosted page.
 */
async function openSlowPage(context, options, script = "") {
  const issuer = await startSite();
  context.after(() => issuer.stop());
  issuer.responses["/pin-direct/set?token=another"] = () => ({
    type: "text/html",
    body: `<!doctype html><html lang="en"><head><title>Set your card PIN</title></head>
<body style="margin:0"><label>New PIN <input id="pin" inputmode="numeric" style="font-size:40px;width:90vw;height:200px"></label>
<button id="cancel" type="button">Cancel</button><img src="/never.png" alt="">
<script>
  document.querySelector("#cancel").addEventListener("click", () => parent.postMessage({ type: "abort" }, "*"));
  document.querySelector("#pin").addEventListener("input", ({ target }) => {
    if (target.value === "4826") fetch("/typed");
  });
  ${script}
  fetch("/usable");
</script></body></html>`,
  });
  issuer.responses["/never.png"] = () => new Promise(() => {});
  const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
  await page.run("window.apiOrigin = arguments[0]", issuer.origin);
  const widget = await page.startModal({
    tokenUrl: undefined,
    fetchToken: { $: "returns a page on the API's origin" },
    allowedOrigins: [issuer.origin],
    loadTimeoutMs: 2500,
    ...options,
  });
  await until("the hosted page", async () => issuer.requests.includes("/usable"));
  assert.equal((await widget.report()).state, "loading");
  return { page, widget, issuer };
}

/** Clicks into the PIN's field and presses keys. @param {HostPage} page @param {string} keys */
async function type(page, keys) {
  const { driver } = page;
  if (suite.engine === "webkit") {
    // Its driver cannot switch to a frame that has not loaded.
    const { x, y } = await (await page.find(FRAME)).getRect();
    const field = { x: Math.round(x) + 200, y: Math.round(y) + 120 };
    // A press before the page is drawn is one on the view behind the frame.
    await until("the page to be drawn", () =>
      page.run(
        "return deepFind('[data-set-pin-widget]').shadowRoot.elementFromPoint(arguments[0], arguments[1])?.localName === 'iframe'",
        field.x,
        field.y,
      ),
    );
    await driver.actions().move(field).click().sendKeys(keys).perform();
    return;
  }
  // Firefox's driver sends keys to its current frame.
  await page.hosted().inside(async () => {
    const field = await driver.findElement(By.id("pin"));
    await field.click();
    await field.sendKeys(keys);
  });
}

/**
 * Checks that the frame still exists, with a notice and a retry button.
 * @param {HostPage} page
 * @param {import("./harness/host-page.mjs").Widget} widget
 */
async function isStillThere(page, widget) {
  await until("the error", async () => (await widget.errors()).length === 1);
  assert.equal((await widget.errors())[0]?.code, "frame_timeout");
  assert.equal(await page.count(FRAME), 1);
  await page.sees(FRAME);
  await page.sees(RETRY);
  assert.deepEqual((await widget.report()).results, [null], "the attempt is not over");
}

describe("at loadTimeoutMs", () => {
  for (const onFailure of ["show", "close"]) {
    test(`onFailure ${onFailure}: a page in which the cardholder types stays, with the typed text, beside a notice`, async (context) => {
      const { page, widget, issuer } = await openSlowPage(context, { onFailure });
      await type(page, "48");
      await isStillThere(page, widget);
      await type(page, "26");
      await until("the PIN in the field", async () => issuer.requests.includes("/typed"));
    });

    test(`onFailure ${onFailure}: a page that sent a message stays, beside a notice, and its abort counts`, async (context) => {
      const { page, widget } = await openSlowPage(
        context,
        { onFailure },
        `parent.postMessage({ type: "hello" }, "*");
         addEventListener("message", () => document.querySelector("#cancel").click());`,
      );
      await isStillThere(page, widget);
      await page.run("deepFind(arguments[0]).contentWindow.postMessage('cancel', '*')", FRAME);
      assert.equal((await widget.result()).reason, "page_closed");
      assert.equal((await widget.errors()).length, 1);
    });
  }

  test("a page that was not used is removed", async (context) => {
    const { page, widget } = await openSlowPage(context, {});
    await widget.reaches("failed");
    assert.equal((await widget.errors())[0]?.code, "frame_timeout");
    assert.equal(await page.count(FRAME), 0);
  });
});
