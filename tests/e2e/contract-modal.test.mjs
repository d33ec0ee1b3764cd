/**
 * The dialog on narrow screens, under a host's own focus trap, and over a page that must not scroll.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "selenium-webdriver";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();
const DIALOG = "dialog[data-set-pin-widget]";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/** How high the dialog's panel is, as a share of the window's height. @param {HostPage} page @returns {Promise<number>} */
const share = (page) =>
  page.run(
    "return document.querySelector(arguments[0]).firstElementChild.getBoundingClientRect().height / innerHeight",
    DIALOG,
  );

test("on a narrow screen the panel takes the whole height, and on a wide one it does not", async () => {
  const page = await suite.open({}, "/fixtures/blank.html?csp=none");
  // Browsers have a least width for their windows: the narrow screen is a frame, and the host's page is in it.
  await page.driver.executeAsyncScript(
    `const done = arguments[0]; const frame = document.createElement("iframe"); frame.id = "screen"; frame.onload = () => done();
     frame.width = "360"; frame.height = "640"; frame.src = "/fixtures/blank.html"; document.querySelector("main").prepend(frame);`,
  );
  const options = { mode: "modal", container: undefined, height: "300px" };
  await page.start({ ...options });
  await page.sees(DIALOG);
  assert.ok((await share(page)) < 0.9, "wide");
  await page.driver.switchTo().frame(await page.find("#screen"));
  await until("the fixture to be loaded", () => page.driver.executeScript("return typeof fixture === 'object'"));
  await page.start(options);
  await page.sees(DIALOG);
  assert.equal(await share(page), 1, "narrow");
  const within = await page.run(
    `const { left, right } = document.querySelector(arguments[0] + " button").getBoundingClientRect(); return left >= 0 && right <= innerWidth`,
    DIALOG,
  );
  assert.equal(within, true, "the close button is within the screen");
  await page.driver.switchTo().defaultContent();
});

test("the dialog keeps clear of notches and bars", async () => {
  const page = await suite.open();
  await page.ready({ mode: "modal" });
  const padding = String(await page.run("return document.querySelector(arguments[0]).style.padding", DIALOG));
  assert.deepEqual(padding.match(/safe-area-inset-\w+/g), [
    "safe-area-inset-top",
    "safe-area-inset-right",
    "safe-area-inset-bottom",
    "safe-area-inset-left",
  ]);
});

test("inside a host's own focus trap the keyboard stays in the widget", async () => {
  const page = await suite.open();
  // As dialog libraries have it: focus that lands outside of the trap is fetched back.
  await page.run(
    `const trap = document.querySelector("main");
     addEventListener("focusin", ({ target }) => { if (!trap.contains(target)) document.querySelector("#opener").focus(); });
     document.querySelector("#opener").focus();`,
  );
  const widget = await page.ready({ mode: "modal", container: "main" });
  assert.equal(await page.run("return document.activeElement.closest(arguments[0]) !== null", DIALOG), true);
  await page.tabTo(FRAME);
  await page.hosted().setPinByKeyboard("4826");
  assert.equal((await widget.result()).reason, "page_closed");
  assert.equal(await page.isFocused("#opener"), true);
});

test("the page behind does not scroll while it is open", async () => {
  const page = await suite.open();
  const widget = await page.ready({ mode: "modal" });
  await page.run("scrollTo(0, 300)");
  await page.tabTo("button[data-set-pin-close]", { back: true });
  await page.press(Key.END, Key.PAGE_DOWN);
  const overflow = () => page.run("return getComputedStyle(document.documentElement).overflowY");
  assert.equal(await overflow(), "hidden");
  assert.equal(await page.run("return Math.round(scrollY)"), 300);
  await widget.act("close");
  await widget.result();
  assert.equal(await overflow(), "visible");
});
