/**
 * The host page with the widget in it, judged by axe-core in each state, and what assistive technology is told.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").SetPinState} SetPinState */
/** @typedef {import("./harness/sandbox.mjs").Settings} Settings */

/** What axe-core finds wrong, as sentences. @param {HostPage} page @returns {Promise<string[]>} */
async function violations(page) {
  // Frames aside: the hosted page is the issuer's, and axe would wait for an answer from it.
  const script = `${axe}
    const done = arguments[arguments.length - 1];
    axe.run(document, { iframes: false }).then(
      ({ violations }) => done(violations.flatMap(({ help, nodes }) => nodes.map(({ html }) => help + ": " + html.slice(0, 160)))),
      (error) => done(["axe failed: " + error]));`;
  return page.driver.executeAsyncScript(script);
}

/** @type {[SetPinState, Settings][]} */
const states = [
  ["requesting", { faults: { token: [{ kind: "hang" }] } }],
  ["loading", { faults: { page: [{ kind: "hang" }] } }],
  ["ready", {}],
  ["failed", { faults: { token: [{ kind: "malformed" }] } }],
];

test("the page without the widget has nothing for axe-core to find, so that what is found is the widget's", async () => {
  const page = await suite.open();
  assert.deepEqual(await violations(page), []);
});

for (const mode of ["inline", "modal"]) {
  describe(`${mode}: axe-core finds nothing`, () => {
    for (const [state, settings] of states) {
      test(state, async () => {
        const page = await suite.open(settings);
        const widget = await page.start({ mode });
        await widget.reaches(state);
        assert.deepEqual(await violations(page), []);
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
  test(`${state} is told to everyone, by words in a live region`, async () => {
    const page = await suite.open(settings);
    const widget = await page.start();
    await widget.reaches(state);
    await page.isToldSomething();
  });
}

test("the widget is busy until its frame has loaded", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
  const widget = await page.start();
  await widget.reaches("requesting");
  assert.equal(await page.count("[data-set-pin-widget][aria-busy=true], [data-set-pin-widget] [aria-busy=true]"), 1);
  const other = await suite.open();
  await other.ready();
  assert.equal(await other.count("[data-set-pin-widget][aria-busy=true], [data-set-pin-widget] [aria-busy=true]"), 0);
});

test("the retry button is reached by keyboard and works by it", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
  await page.run("document.querySelector('#opener').focus()");
  const widget = await page.start();
  await widget.reaches("failed");
  await page.tabTo("button[data-set-pin-retry]");
  await page.press("\uE007");
  await widget.reaches("ready");
  assert.equal(await page.count(FRAME), 1);
});
