/**
 * Validates the host page and its widget with axe-core in each state, and checks what assistive
 * technology announces.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { violations } from "./harness/axe.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").SetPinState} SetPinState */
/** @typedef {import("./harness/sandbox.mjs").Settings} Settings */

/** @type {[SetPinState, Settings, Record<string, unknown>?][]} */
const states = [
  ["checking", { faults: { status: [{ kind: "hang" }] } }, { cardStatus: { url: "/api/card/status" } }],
  ["requesting", { faults: { token: [{ kind: "hang" }] } }],
  ["loading", { faults: { page: [{ kind: "hang" }] } }],
  ["ready", {}],
  ["expired", {}, { tokenLifetimeMs: 1500 }],
  ["failed", { faults: { token: [{ kind: "malformed" }] } }],
];

test("axe-core finds nothing on the page without the widget, so any finding is the widget's", async () => {
  const page = await suite.open();
  assert.deepEqual(await violations(page.driver), []);
});

for (const mode of ["inline", "modal"]) {
  describe(`${mode}: axe-core finds nothing`, () => {
    for (const [state, settings, options] of states) {
      test(state, async () => {
        const page = await suite.open(settings);
        const widget = await page.start({ mode, ...options });
        await widget.reaches(state);
        assert.deepEqual(await violations(page.driver), []);
      });
    }
  });
}

/** @type {[SetPinState, Settings][]} */
const spokenStates = [
  ["requesting", { faults: { token: [{ kind: "hang" }] } }],
  ["failed", { faults: { token: [{ kind: "malformed" }] } }],
];
for (const [state, settings] of spokenStates) {
  test(`${state} is announced by a text in a live region`, async () => {
    const page = await suite.open(settings);
    const widget = await page.start();
    await widget.reaches(state);
    await page.seesAnnouncement();
  });
}

test("the widget is busy until its frame has loaded", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
  const widget = await page.start();
  await widget.reaches("requesting");
  assert.equal(await page.count("[data-set-pin-widget] >>> [aria-busy=true]"), 1);
  const other = await suite.open();
  await other.ready();
  assert.equal(await other.count("[data-set-pin-widget] >>> [aria-busy=true]"), 0);
});

test("the status text is outside the busy element, and is set after it is inserted", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
  await page.run(
    `window.announced = [];
     const observer = new MutationObserver((records) => {
       for (const { target, addedNodes } of records)
         if (target instanceof Element && target.matches("[role=status]") && addedNodes.length > 0)
           announced.push([target.textContent, target.closest("[aria-busy=true]") === null, target.isConnected]);
     });
     const { attachShadow } = Element.prototype;
     Element.prototype.attachShadow = function (init) {
       const tree = attachShadow.call(this, init);
       observer.observe(tree, { subtree: true, childList: true });
       return tree;
     };`,
  );
  await page.start();
  await page.seesAnnouncement();
  assert.deepEqual(await page.run("return announced"), [["Opening the secure page…", true, true]]);
});

test("the retry button can be reached and pressed by keyboard", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
  await page.run("document.querySelector('#opener').focus()");
  const widget = await page.start({ retry: false });
  await widget.reaches("failed");
  await page.tabTo("button[data-set-pin-retry]");
  await page.press("\uE007");
  await widget.reaches("ready");
  assert.equal(await page.count(FRAME), 1);
});

describe("inline: after the cardholder was inside the frame", () => {
  test("the focus returns to the button that opened it", async () => {
    const page = await suite.open();
    const widget = await page.start({}, { open: false });
    await page.run("document.querySelector('#opener').addEventListener('click', () => fixture.act(0, 'open'))");
    await (await page.find("#opener")).click();
    await widget.reaches("ready");
    await page.hosted().setPinByPointer("4826");
    await widget.result();
    assert.equal(await page.isFocused("#opener"), true);
  });

  test("without such a button, Tab continues where the widget was, and nothing is left on the container", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.hosted().setPinByPointer("4826");
    await widget.result();
    assert.equal(await page.run("return document.querySelector('#container').outerHTML"), '<div id="container"></div>');
    await page.press(Key.TAB);
    await until("the focus after the widget", () => page.isFocused("#after"));
  });

  test("the focus stays where the host has moved it", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run("document.querySelector('#after').focus()");
    await widget.act("close");
    await widget.result();
    assert.equal(await page.isFocused("#after"), true);
  });
});
