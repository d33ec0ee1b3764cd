/**
 * The dialog on narrow screens, under a host's own focus trap, and over a page that must not
 * scroll.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "selenium-webdriver";
import { FRAME } from "../harness/host-page.mjs";
import { useBrowser } from "../harness/suite.mjs";
import { until } from "../harness/wait.mjs";

const suite = useBrowser();
const DIALOG = "[data-set-pin-widget] >>> dialog";
const RETRY = "button[data-set-pin-retry]";

/** @typedef {import("../harness/host-page.mjs").HostPage} HostPage */

/**
 * Returns the height of the dialog's panel as a share of the window's height.
 * @param {HostPage} page
 * @returns {Promise<number>}
 */
const share = (page) =>
  page.run("return deepFind(arguments[0]).firstElementChild.getBoundingClientRect().height / innerHeight", DIALOG);

/**
 * Shows the host's page in a narrow frame, because browsers have a minimum width for their windows.
 * @param {HostPage} page
 * @param {number} width
 * @param {number} height
 */
async function toScreen(page, width, height) {
  await page.driver.executeAsyncScript(
    `const done = arguments[2]; const frame = document.createElement("iframe"); frame.id = "screen"; frame.onload = () => done();
     frame.width = arguments[0]; frame.height = arguments[1]; frame.src = "/fixtures/blank.html"; document.querySelector("main").prepend(frame);`,
    width,
    height,
  );
  await page.driver.switchTo().frame(await page.find("#screen"));
  await until("the fixture to be loaded", () => page.driver.executeScript("return typeof fixture === 'object'"));
}

/**
 * Reports whether an element is completely on the screen and no other element covers its centre.
 * @param {HostPage} page
 * @param {string} selector
 */
const isInSight = (page, selector) =>
  page.run(
    `const found = deepFind(arguments[0]); const { left, top, right, bottom } = found.getBoundingClientRect();
     const isWithin = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
     return isWithin && found.getRootNode().elementFromPoint((left + right) / 2, (top + bottom) / 2) === found`,
    selector,
  );

test("on a narrow screen the panel has the whole height, and on a wide one it does not", async () => {
  const page = await suite.open({}, "/fixtures/blank.html?csp=none");
  const options = { mode: "modal", container: undefined, height: "300px" };
  await page.start({ ...options });
  await page.sees(DIALOG);
  assert.ok((await share(page)) < 0.9, "wide");
  await toScreen(page, 360, 640);
  await page.start(options);
  await page.sees(DIALOG);
  assert.equal(await share(page), 1, "narrow");
  assert.equal(await isInSight(page, `${DIALOG} button`), true, "the close button is within the screen");
  await page.driver.switchTo().defaultContent();
});

test("on a small phone the button that starts again is visible without scrolling", async () => {
  const page = await suite.open({}, "/fixtures/blank.html?csp=none");
  await toScreen(page, 320, 568);
  const widget = await page.start({ mode: "modal", container: undefined, tokenLifetimeMs: 1500 });
  await widget.reaches("expired");
  await page.sees(RETRY);
  assert.equal(await isInSight(page, RETRY), true);
  await page.driver.switchTo().defaultContent();
});

test("at 400 % zoom the notice leaves the screen to the frame, and can be reached by scrolling", async () => {
  const page = await suite.open({}, "/fixtures/blank.html?csp=none");
  await toScreen(page, 320, 256);
  const widget = await page.start({ mode: "modal", container: undefined, tokenLifetimeMs: 1500 });
  await widget.reaches("expired");
  await page.sees(RETRY);
  const atTheBottom =
    "return deepFind('[data-set-pin-widget]').shadowRoot.elementFromPoint(innerWidth / 2, innerHeight - 20).localName";
  assert.equal(await page.run(atTheBottom), "iframe");
  await page.run("deepFind(arguments[0]).scrollIntoView(false)", RETRY);
  assert.equal(await isInSight(page, RETRY), true);
  await page.driver.switchTo().defaultContent();
});

test("the dialog avoids notches and system bars", async () => {
  const page = await suite.open();
  await page.ready({ mode: "modal" });
  const padding = String(await page.run("return deepFind(arguments[0]).style.padding", DIALOG));
  assert.deepEqual(padding.match(/safe-area-inset-\w+/g), [
    "safe-area-inset-top",
    "safe-area-inset-right",
    "safe-area-inset-bottom",
    "safe-area-inset-left",
  ]);
});

test("inside a host's focus trap the keyboard stays in the widget", async () => {
  const page = await suite.open();
  // Dialog libraries do the same: they return focus that leaves the trap.
  await page.run(
    `const trap = document.querySelector("main");
     addEventListener("focusin", ({ target }) => { if (!trap.contains(target)) document.querySelector("#opener").focus(); });
     document.querySelector("#opener").focus();`,
  );
  const widget = await page.ready({ mode: "modal", container: "main" });
  assert.equal(await page.isFocused(`${DIALOG} *`), true);
  await page.tabTo(FRAME);
  await page.hosted().setPinByKeyboard("4826");
  assert.equal((await widget.result()).reason, "page_closed");
  assert.equal(await page.isFocused("#opener"), true);
});

test("a page whose body scrolls keeps its scroll position, during the attempt and after it", async () => {
  const page = await suite.open();
  await page.run(
    `document.documentElement.style.height = document.body.style.height = "100%";
     document.body.style.overflowX = "hidden";
     scrollTo(0, 300);`,
  );
  const before = await page.run("return document.body.style.cssText");
  const where = () =>
    page.run("return [Math.round(scrollY), Math.round(document.querySelector('h1').getBoundingClientRect().top)]");
  const place = await where();
  assert.equal(/** @type {number[]} */ (place)[0], 300);
  const widget = await page.ready({ mode: "modal" });
  assert.deepEqual(await where(), place);
  assert.equal(await page.run("return getComputedStyle(document.body).overflowY"), "hidden");
  await widget.act("close");
  await widget.result();
  assert.deepEqual(await where(), place);
  assert.equal(await page.run("return document.body.style.cssText"), before);
});

test("the page behind does not scroll during the attempt", async () => {
  const page = await suite.open();
  const widget = await page.ready({ mode: "modal" });
  await page.run("scrollTo(0, 300)");
  await page.tabTo("button[data-set-pin-close]", { back: true });
  await page.press(Key.END, Key.PAGE_DOWN);
  const overflow = () => page.run("return getComputedStyle(document.body).overflowY");
  assert.equal(await overflow(), "hidden");
  assert.equal(await page.run("return Math.round(scrollY)"), 300);
  await widget.act("close");
  await widget.result();
  assert.equal(await overflow(), "visible");
});
