/**
 * Input inside the widget's dialog: no event of it reaches the page's listeners, and the dialog
 * handles keys, touches and input methods itself.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { Pointer } from "selenium-webdriver/lib/input.js";
import { closedBy, hostDialog, reached, recordEvents } from "./harness/host-dialog.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const CLOSE = "[data-set-pin-close]";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

test("no event inside our modal reaches the page's listeners, and our modal handles its events", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
  await recordEvents(page);
  const widget = await page.startModal({ retry: false });
  await widget.reaches("failed");
  await (await page.sees("[data-set-pin-retry]")).click();
  await widget.reaches("ready");
  await page.tabTo(CLOSE, { back: true });
  await page.press("a");
  await (await page.sees(CLOSE)).click();
  assert.equal((await widget.result()).reason, "dismissed");
  await page.run("document.querySelector('#opener').focus()");
  await page.press("b");
  const names = await reached(page);
  assert.deepEqual(
    names.filter((name) => !/ (?:opener|body|html|h1|main|depth|p)$/.test(name)),
    [],
  );
  assert.deepEqual(
    names.filter((name) => name.startsWith("key")),
    ["keydown opener", "keypress opener", "keyup opener"],
    "and the page's own events do",
  );
});

test("the rest of a key press that closed our dialog does not reach the page", async () => {
  for (const key of [Key.ESCAPE, Key.ENTER]) {
    const page = await suite.open();
    await page.run(
      "document.querySelector('#opener').addEventListener('click', () => { document.title = 'pressed' }); document.querySelector('#opener').focus()",
    );
    const before = await page.surroundings();
    const widget = await page.ready({ mode: "modal", container: undefined });
    await page.run("deepFind('[data-set-pin-close]').focus()");
    await page.run(
      "window.keys = []; for (const type of ['keydown', 'keypress', 'keyup']) document.onkeydown = document.onkeyup = document.onkeypress = ({ type }) => keys.push(type)",
    );
    const actions = page.driver.actions();
    await actions.keyDown(key).perform();
    await widget.result();
    assert.equal(await page.isFocused("#opener"), true);
    await page.driver.actions().keyUp(key).perform();
    assert.deepEqual(await page.run("return keys"), []);
    assert.equal(await page.driver.getTitle(), "A host page");
    await page.run("document.onkeydown = document.onkeyup = document.onkeypress = null; delete window.keys");
    assert.deepEqual((await page.surroundings()).listeners, before.listeners, "and no listener remains");
  }
});

/**
 * @typedef {object} InputFinger
 * @property {(to: {x: number, y: number, duration: number}) => unknown} move
 * @property {() => unknown} press
 * @property {() => unknown} release
 */
const Finger = /** @type {new (id: string, type: "touch") => InputFinger} */ (/** @type {unknown} */ (Pointer));

describe("a touch", () => {
  /** Touches a point in the window. @param {HostPage} page @param {{x: number, y: number}} place */
  async function touches(page, place) {
    const finger = new Finger("finger", "touch");
    // The types support no device other than the mouse.
    const actions = /** @type {{insert(device: InputFinger, ...actions: unknown[]): {perform(): Promise<void>}}} */ (
      /** @type {unknown} */ (page.driver.actions())
    );
    await actions.insert(finger, finger.move({ ...place, duration: 0 }), finger.press(), finger.release()).perform();
  }

  /** @param {HostPage} page @param {string} selector */
  const middleOf = async (page, selector) =>
    /** @type {{x: number, y: number}} */ (
      await page.run(
        `const { left, top, width, height } = deepFind(arguments[0]).getBoundingClientRect();
         return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) }`,
        selector,
      )
    );

  test("on the close button closes ours and nothing else", async () => {
    const page = await suite.open();
    await hostDialog(page);
    const widget = await page.ready({ mode: "modal", container: undefined });
    await touches(page, await middleOf(page, CLOSE));
    assert.equal((await widget.result()).reason, "dismissed");
    assert.deepEqual(await closedBy(page), []);
    assert.equal(await page.isFocused("#field"), true);
    await page.hasNoErrors();
  });

  test("on the title closes nothing, and beside the sheet closes ours alone, with `dismissOnBackdrop`", async () => {
    const page = await suite.open();
    await hostDialog(page);
    const widget = await page.ready({ mode: "modal", container: undefined, dismissOnBackdrop: true });
    await touches(page, await middleOf(page, "dialog h2"));
    assert.equal((await widget.report()).state, "ready");
    await touches(page, { x: 3, y: 3 });
    assert.equal((await widget.result()).reason, "dismissed");
    assert.deepEqual(await closedBy(page), []);
  });
});

describe("an input method", () => {
  /**
   * Dispatches the events of an input method from a script, because drivers have none. WebKit
   * closes a dialog at each Escape that reaches it, even one from a script.
   */
  const COMPOSES = `
    const made = { bubbles: true, composed: true, cancelable: true };
    const compose = (target) => {
      const press = (key) =>
        target.dispatchEvent(new KeyboardEvent("keydown", { ...made, key, code: key, isComposing: true }));
      target.dispatchEvent(new CompositionEvent("compositionstart", made));
      press("${suite.engine === "webkit" ? "Backspace" : "Escape"}");
      target.dispatchEvent(new CompositionEvent("compositionupdate", { ...made, data: "k" }));
      target.dispatchEvent(new CompositionEvent("compositionend", { ...made, data: "" }));
    };`;

  test("receives Escape while it composes, and the page receives no composition of ours", async () => {
    const page = await suite.open();
    await page.run(
      `window.composed = [];
       for (const type of ["compositionstart", "compositionupdate", "compositionend", "keydown"])
         document.addEventListener(type, (event) => composed.push(event.type), true);`,
    );
    const widget = await page.ready({ mode: "modal", container: undefined });
    await page.run(`${COMPOSES} compose(deepFind("[data-set-pin-close]"))`);
    assert.deepEqual(await page.run("return composed"), []);
    assert.equal((await widget.report()).state, "ready");
    await page.run("deepFind('[data-set-pin-close]').focus()");
    await page.press(Key.ESCAPE);
    assert.equal((await widget.result()).reason, "dismissed");
    await page.run(`window.composed = []; ${COMPOSES} compose(document.querySelector("#opener"))`);
    assert.deepEqual(
      await page.run("return composed"),
      ["compositionstart", "keydown", "compositionupdate", "compositionend"],
      "the page receives all of it when ours is closed",
    );
  });

  if (suite.engine === "chromium") {
    test("composes in the hosted page, and in the host's field once ours is closed", async () => {
      const page = await suite.open();
      await hostDialog(page);
      const driver = /** @type {import("selenium-webdriver/chrome.js").Driver} */ (page.driver);
      /** @param {string} text */
      const composes = async (text) => {
        await driver.sendDevToolsCommand("Input.imeSetComposition", { text, selectionStart: 1, selectionEnd: 1 });
        await driver.sendDevToolsCommand("Input.insertText", { text });
      };
      const widget = await page.ready({ mode: "modal", container: undefined });
      await page.tabTo(FRAME);
      await page.hosted().tabTo("pin");
      await composes("4826");
      assert.equal(await page.hosted().run("return document.querySelector('#pin').value"), "4826");
      await page.tabTo(CLOSE, { back: true });
      await page.press(Key.ENTER);
      assert.equal((await widget.result()).reason, "dismissed");
      assert.deepEqual(await closedBy(page), []);
      await composes("\u304b");
      assert.equal(await page.run("return document.querySelector('#field').value"), "\u304b");
    });
  }
});
