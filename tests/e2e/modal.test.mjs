/**
 * The dialog around the frame.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const DIALOG = "[data-set-pin-widget] >>> dialog";
const CLOSE = "button[data-set-pin-close]";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/** Opens the modal as a cardholder does, from a focused button. @param {HostPage} page */
async function openedFromButton(page) {
  await page.run("document.querySelector('#opener').focus()");
  return page.ready({ mode: "modal" });
}

/** @param {HostPage} page */
const focusIsInDialog = async (page) =>
  (await page.isFocused(DIALOG)) || (await page.isFocused("[data-set-pin-widget] >>> dialog *"));

describe("focus", () => {
  test("moves into the dialog and returns", async () => {
    const page = await suite.open();
    const widget = await openedFromButton(page);
    assert.equal(await focusIsInDialog(page), true);
    await widget.act("close");
    await widget.result();
    assert.equal(await page.isFocused("#opener"), true);
  });

  test("returns after the cardholder was inside the frame", async () => {
    const page = await suite.open();
    const widget = await openedFromButton(page);
    await page.hosted().setPinByPointer("4826");
    await widget.result();
    assert.equal(await page.isFocused("#opener"), true);
  });

  test("returns to a button that the browser did not focus on click, as in Safari", async () => {
    const page = await suite.open();
    const widget = await page.startModal({}, { open: false });
    await page.run(
      `const opener = document.querySelector("#opener");
       opener.addEventListener("mousedown", (event) => event.preventDefault());
       opener.addEventListener("click", () => fixture.act(0, "open"));`,
    );
    await (await page.find("#opener")).click();
    await widget.reaches("ready");
    assert.equal(await focusIsInDialog(page), true);
    await widget.act("close");
    await widget.result();
    assert.equal(await page.isFocused("#opener"), true);
  });

  test("cannot leave the dialog for the page behind it by a script", async () => {
    const page = await suite.open();
    await openedFromButton(page);
    await page.run("document.querySelector('#opener').focus(); document.querySelector('#after').focus()");
    assert.equal(await page.isFocused("#opener, #after"), false);
  });

  test("reaches the frame and the close button by Tab, and returns by Shift+Tab", async () => {
    const page = await suite.open();
    await openedFromButton(page);
    await page.tabTo(FRAME);
    await page.tabTo(CLOSE, { back: true });
    assert.equal(await page.isFocused(CLOSE), true);
  });
});

describe("the cardholder dismisses it", () => {
  test("by the close button, with the pointer", async () => {
    const page = await suite.open();
    const widget = await openedFromButton(page);
    await (await page.sees(CLOSE)).click();
    assert.deepEqual(await widget.result(), { reason: "dismissed", outcome: "unknown" });
    assert.equal(await page.count(DIALOG), 0);
    await page.hasNoErrors();
  });

  for (const [name, key] of /** @type {const} */ ([
    ["Enter", Key.ENTER],
    ["Space", Key.SPACE],
  ])) {
    test(`by the close button, with ${name}`, async () => {
      const page = await suite.open();
      const widget = await openedFromButton(page);
      await page.tabTo(CLOSE, { back: true });
      await page.press(key);
      assert.equal((await widget.result()).reason, "dismissed");
      assert.equal(await page.isFocused("#opener"), true);
    });
  }

  test("by Escape", async () => {
    const page = await suite.open();
    const widget = await openedFromButton(page);
    await page.tabTo(CLOSE, { back: true });
    await page.press(Key.ESCAPE);
    assert.deepEqual(await widget.result(), { reason: "dismissed", outcome: "unknown" });
    assert.equal(await page.count(DIALOG), 0);
    await page.hasNoErrors();
  });

  test("by Escape during the token request, which is aborted", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    await page.run("document.querySelector('#opener').focus()");
    const widget = await page.startModal();
    await page.observes("the request to arrive", ({ openRequests }) => openRequests === 1);
    await page.press(Key.ESCAPE);
    assert.equal((await widget.result()).reason, "dismissed");
    await page.observes("the request to be aborted", ({ abortedRequests }) => abortedRequests === 1);
  });

  test("but not by a click beside it, unless the host has set that option", async () => {
    const page = await suite.open();
    const widget = await openedFromButton(page);
    await page.driver.actions().move({ x: 2, y: 2 }).click().perform();
    await page.run("postMessage('later', '*')");
    await page.noted("the end of the click", ({ messages }) => messages.includes(page.origins.host));
    assert.equal((await widget.report()).state, "ready");
  });
});

test("a dialog that other code closes ends the attempt too", async () => {
  const page = await suite.open();
  const widget = await openedFromButton(page);
  await page.run("deepFind(arguments[0]).close()", DIALOG);
  assert.equal((await widget.result()).reason, "dismissed");
  assert.equal(await page.count(DIALOG), 0);
});

test("a close request of the browser, such as Android's Back, closes it", async () => {
  const page = await suite.open();
  const widget = await openedFromButton(page);
  // Imitate the browser's handling of such a request, in the standard's terms if it has them.
  await page.run(
    `const dialog = deepFind(arguments[0]);
     if (dialog.requestClose) dialog.requestClose();
     else if (dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close();`,
    DIALOG,
  );
  assert.equal((await widget.result()).reason, "dismissed");
  assert.equal(await page.count(DIALOG), 0);
  assert.equal(await page.isFocused("#opener"), true);
});

test("the close button is visible and within the window in every state", async () => {
  for (const [
    state,
    settings,
  ] of /** @type {[import("./harness/host-page.mjs").SetPinState, import("./harness/sandbox.mjs").Settings][]} */ ([
    ["checking", { faults: { status: [{ kind: "hang" }] } }],
    ["requesting", { faults: { token: [{ kind: "hang" }] } }],
    ["loading", { faults: { page: [{ kind: "hang" }] } }],
    ["ready", {}],
    ["expired", {}],
    ["failed", { faults: { token: [{ kind: "malformed" }] } }],
  ])) {
    const page = await suite.open(settings);
    const cardStatus = state === "checking" ? { url: "/api/card/status" } : undefined;
    const widget = await page.startModal({ height: "3000px", cardStatus });
    if (state === "expired") {
      await widget.reaches("ready");
      await page.sleeps(600_000);
    }
    await widget.reaches(state);
    await page.sees(CLOSE);
    await page.run("deepFind(arguments[0]).scrollTop = 1e6", DIALOG);
    if (state === "ready") {
      assert.ok(Number(await page.run("return deepFind(arguments[0]).scrollTop", DIALOG)) > 0);
    }
    const within = await page.run(
      `const { top, left, bottom, right } = deepFind(arguments[0]).getBoundingClientRect();
       const hit = deepFind(arguments[0]).getRootNode().elementFromPoint((left + right) / 2, (top + bottom) / 2);
       return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth && hit !== null && hit.closest(arguments[0]) !== null;`,
      CLOSE,
    );
    assert.equal(within, true, state);
    await widget.act("destroy");
  }
});

test("the page behind it cannot be clicked", async () => {
  const page = await suite.open();
  await openedFromButton(page);
  await page.run("document.querySelector('#opener').addEventListener('click', () => { document.title = 'clicked' })");
  const { x, y } = /** @type {{x: number, y: number}} */ (
    await page.run(
      "const { x, y } = document.querySelector('#opener').getBoundingClientRect(); return { x: Math.round(x) + 3, y: Math.round(y) + 3 }",
    )
  );
  assert.equal(
    await page.run("return document.elementFromPoint(arguments[0], arguments[1]).id === 'opener'", x, y),
    false,
  );
  await page.driver.actions().move({ x, y }).click().perform();
  assert.equal(await page.driver.getTitle(), "A host page");
});

test("the page keeps its scroll position, during the attempt and after it", async () => {
  const page = await suite.open();
  await page.run("document.querySelector('#opener').focus(); scrollTo(0, 700)");
  const widget = await page.ready({ mode: "modal" });
  assert.equal(await page.run("return Math.round(scrollY)"), 700);
  await widget.act("close");
  await widget.result();
  assert.equal(await page.run("return Math.round(scrollY)"), 700);
  assert.equal(await page.isFocused("#opener"), true);
});

test("the dialog is in container", async () => {
  const page = await suite.open();
  await page.ready({ mode: "modal", container: "#container" });
  assert.equal(await page.count(`#container > ${DIALOG}[open]`), 1);
});

test("the dialog and its frame have names", async () => {
  const page = await suite.open();
  await page.ready({ mode: "modal" });
  assert.notEqual(await (await page.find(DIALOG)).getAccessibleName(), "");
  assert.notEqual(await (await page.find(FRAME)).getAttribute("title"), "");
  assert.notEqual(await (await page.find(CLOSE)).getAccessibleName(), "");
});

test("the page's own inline styles do not change", async () => {
  const page = await suite.open();
  await page.run("document.documentElement.style.cssText = 'overflow: clip scroll; margin: 1px'");
  const cssText = () => page.run("return document.documentElement.style.cssText");
  const before = await cssText();
  const widget = await page.ready({ mode: "modal" });
  assert.equal(await page.run("return getComputedStyle(document.documentElement).overflowY"), "hidden");
  assert.equal(await cssText(), before, "during the attempt");
  await widget.act("close");
  await widget.result();
  assert.equal(await cssText(), before);
});

test("the focus returns into a closed shadow tree too", async () => {
  const page = await suite.open();
  await page.run(
    `const host = document.body.appendChild(document.createElement("x-menu"));
     window.closedTree = host.attachShadow({ mode: "closed" });
     closedTree.appendChild(document.createElement("button")).focus();`,
  );
  const widget = await page.ready({ mode: "modal" });
  assert.equal(await page.run("return closedTree.activeElement === null"), true);
  await widget.act("close");
  await widget.result();
  assert.equal(await page.run("return closedTree.activeElement?.localName"), "button");
});
