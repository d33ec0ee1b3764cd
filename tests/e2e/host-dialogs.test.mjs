/**
 * The widget's dialog together with the host's dialogs, drawers, menus and focus traps: small
 * imitations of libraries.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { closedBy, hostDialog, isLocked, reached, recordEvents } from "./harness/host-dialog.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const CLOSE = "[data-set-pin-close]";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

describe("a dialog of the host beneath ours", () => {
  for (const [what, before] of /** @type {[string, string][]} */ ([
    ["with the focus on a button of ours", "deepFind('[data-set-pin-close]').focus()"],
    ["with the focus nowhere", "deepFind('[data-set-pin-close]').focus(); deepFind('[data-set-pin-close]').blur()"],
  ])) {
    test(`Escape closes ours and nothing else, ${what}`, async () => {
      const page = await suite.open();
      await hostDialog(page);
      const widget = await page.ready({ mode: "modal", container: undefined });
      await page.run(before);
      await page.press(Key.ESCAPE);
      assert.deepEqual(await widget.result(), { reason: "dismissed", outcome: "unknown" });
      assert.deepEqual(await closedBy(page), []);
      assert.equal(await page.isFocused("#field"), true);
      await page.press(Key.ESCAPE);
      assert.equal((await closedBy(page))[0], "Escape", "the next Escape closes the host's");
      await page.hasNoErrors();
    });
  }

  test("Escape closes ours even if an earlier listener at window prevented the default", async () => {
    const page = await suite.open();
    await page.run("addEventListener('keydown', (event) => event.preventDefault(), true)");
    const widget = await page.ready({ mode: "modal", container: undefined });
    await page.run("deepFind('[data-set-pin-close]').focus()");
    await page.press(Key.ESCAPE);
    assert.equal((await widget.result()).reason, "dismissed");
  });

  test("the close button, pressed by pointer or key, is not a click outside the host's", async () => {
    for (const press of [
      async (/** @type {HostPage} */ page) => (await page.sees(CLOSE)).click(),
      async (/** @type {HostPage} */ page) => {
        await page.run("deepFind('[data-set-pin-close]').focus()");
        await page.press(Key.ENTER);
      },
    ]) {
      const page = await suite.open();
      await hostDialog(page);
      const widget = await page.ready({ mode: "modal", container: undefined });
      await press(page);
      assert.equal((await widget.result()).reason, "dismissed");
      assert.deepEqual(await closedBy(page), []);
      assert.equal(await page.isFocused("#field"), true);
    }
  });

  test("a native dialog stays open at Escape", async () => {
    const page = await suite.open();
    await page.run(
      `const dialog = document.createElement("dialog");
       dialog.id = "native";
       dialog.append(document.createElement("input"));
       document.body.append(dialog);
       dialog.showModal();`,
    );
    const widget = await page.ready({ mode: "modal", container: undefined });
    await page.run("deepFind('[data-set-pin-close]').focus()");
    await page.press(Key.ESCAPE);
    assert.equal((await widget.result()).reason, "dismissed");
    assert.equal(await page.count("#native[open]"), 1);
    assert.equal(await page.isFocused("#native input"), true);
  });

  test("a dialog that opens above ours receives Escape", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", container: undefined });
    // With one Escape, Chromium closes all dialogs that opened without a press between them.
    await page.run("deepFind('[data-set-pin-close]').focus()");
    await page.press("a");
    await page.run(
      `const dialog = document.createElement("dialog");
       dialog.id = "native";
       dialog.append("Above");
       document.body.append(dialog);
       dialog.showModal();
       document.activeElement.blur();`,
    );
    await page.press(Key.ESCAPE);
    assert.equal(await page.count("#native[open]"), 0);
    assert.equal((await widget.report()).state, "ready");
  });

  for (const kind of ["top layer", "z-index"]) {
    test(`ours inside the host's (${kind}) opens, and its close button closes ours alone`, async () => {
      const page = await suite.open();
      await page.run(
        `const dialog = document.createElement(arguments[0] === "top layer" ? "dialog" : "div");
         dialog.id = "outer";
         dialog.style.cssText = "position:fixed;inset:10px;z-index:9999;overflow:hidden;transform:translateX(0)";
         const field = document.createElement("input");
         field.id = "field";
         dialog.append(field);
         document.body.append(dialog);
         dialog.showModal?.();
         window.pressed = [];
         dialog.addEventListener("click", () => pressed.push("click"));
         dialog.addEventListener("keydown", () => pressed.push("keydown"));
         field.focus();`,
        kind,
      );
      const widget = await page.ready({ mode: "modal", container: "#outer" });
      assert.equal(await page.count("#outer > [data-set-pin-widget] >>> dialog[open]"), 1);
      await page.tabTo(CLOSE, { back: true });
      await (await page.sees(CLOSE)).click();
      assert.equal((await widget.result()).reason, "dismissed");
      assert.deepEqual(await page.run("return pressed"), []);
      assert.equal(await page.isFocused("#field"), true);
    });
  }
});

describe("a focus trap of the host", () => {
  /**
   * Makes a trap as `focus-trap` does: elements outside receive no press and no focus.
   * @param {HostPage} page
   */
  const trap = (page) =>
    page.run(
      `const inside = document.querySelector("#opener");
       const isOutside = (event) => !inside.contains(event.composedPath()[0]);
       const prevent = (event) => { if (isOutside(event)) { event.preventDefault(); event.stopImmediatePropagation(); } };
       for (const type of ["mousedown", "touchstart", "click"]) document.addEventListener(type, prevent, { capture: true, passive: false });
       document.addEventListener("focusin", (event) => { if (isOutside(event)) { event.stopImmediatePropagation(); inside.focus(); } }, true);
       document.addEventListener("keydown", (event) => { if (event.key === "Tab") { event.preventDefault(); inside.focus(); } }, true);
       inside.focus();`,
    );

  test("does not affect Tab, the hosted page or the close button", async () => {
    const page = await suite.open();
    await trap(page);
    const widget = await page.ready({ mode: "modal", container: undefined });
    await page.tabTo(FRAME);
    await page.tabTo(CLOSE, { back: true });
    await (await page.sees(CLOSE)).click();
    assert.equal((await widget.result()).reason, "dismissed");
    assert.equal(await page.isFocused("#opener"), true);
  });

  test("permits setting a PIN by keyboard", async () => {
    const page = await suite.open();
    await trap(page);
    const widget = await page.ready({ mode: "modal", container: undefined });
    await page.tabTo(FRAME);
    await page.hosted().setPinByKeyboard("4826");
    assert.equal((await widget.result()).reason, "page_closed");
  });
});

describe("a focus trap of the host that finds tab stops in the page's own tree only", () => {
  test("permits Tab into an inline frame inside it", async () => {
    const page = await suite.open();
    await page.run(
      `const container = document.querySelector("#container");
       const trap = document.createElement("div");
       const first = document.createElement("button");
       first.id = "first";
       first.textContent = "First";
       container.before(trap);
       trap.append(first, container);
       trap.addEventListener("keydown", (event) => {
         const stops = [...trap.querySelectorAll("*")].filter((element) => element.tabIndex >= 0);
         if (event.key !== "Tab" || document.activeElement !== stops.at(-1)) return;
         event.preventDefault();
         first.focus();
       });`,
    );
    await page.ready();
    await page.run("document.querySelector('#first').focus()");
    await page.tabTo(FRAME);
  });
});

describe("Back during our dialog", () => {
  test("closes the host's dialog, which is a history entry, and leaves ours open", async () => {
    const page = await suite.open();
    await hostDialog(page);
    await page.run(
      `history.pushState({ dialog: true }, "", "#dialog");
       window.addEventListener("popstate", () => { closedBy.push("Back"); document.querySelector("#host-dialog").remove(); }, { once: true });`,
    );
    const widget = await page.ready({ mode: "modal", container: undefined });
    // Use a script: the browsers' Back button skips a history entry that was made without a press.
    await page.run("history.back()");
    await page.driver.wait(async () => (await closedBy(page)).length > 0, 10_000);
    assert.deepEqual(await closedBy(page), ["Back"]);
    assert.equal((await widget.report()).state, "ready");
    assert.equal(await isLocked(page), true);
    await page.tabTo(FRAME);
    await page.hosted().setPinByKeyboard("4826");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.ok(await page.session.pinIs("4826"));
    assert.equal(await isLocked(page), false);
  });

  // Android sends Back to the dialog on top, without a key event, and not always with a `cancel`
  // event first.
  for (const way of ["requestClose", "close"]) {
    test(`as Android does it, closes ours and nothing else: ${way}()`, async (t) => {
      const page = await suite.open();
      if (!(await page.run("return arguments[0] in HTMLDialogElement.prototype", way)))
        return t.skip(`this browser has no ${way}()`);
      await hostDialog(page);
      await page.run("history.pushState({ dialog: true }, '', '#dialog')");
      const widget = await page.ready({ mode: "modal", container: undefined });
      await page.run("deepFind('dialog')[arguments[0]]()", way);
      assert.equal((await widget.result()).reason, "dismissed");
      assert.deepEqual(await closedBy(page), []);
      assert.equal(await page.isFocused("#field"), true);
      assert.equal(await isLocked(page), false);
      assert.equal(await page.run("return location.hash"), "#dialog", "the history is unchanged");
    });
  }
});

describe("inert and aria-hidden", () => {
  test("a library that makes new elements inert does not affect our dialog", async () => {
    const page = await suite.open();
    await page.run(
      `new MutationObserver((records) => {
         for (const { addedNodes } of records) for (const node of addedNodes) if (node instanceof HTMLElement) node.inert = true;
       }).observe(document.body, { childList: true, subtree: true });`,
    );
    const widget = await page.ready({ mode: "modal", container: undefined });
    await page.tabTo(FRAME);
    await page.tabTo(CLOSE, { back: true });
    await (await page.sees(CLOSE)).click();
    assert.equal((await widget.result()).reason, "dismissed");
  });

  test("our element has the attribute that React Aria ignores", async () => {
    const page = await suite.open();
    await page.ready({ mode: "modal", container: undefined });
    assert.equal(await page.count("[data-set-pin-widget][data-react-aria-top-layer=true]"), 1);
  });

  test("a page without pointer events, as under an open dialog of Radix, does not disable our dialog", async () => {
    const page = await suite.open();
    await page.run("document.body.style.pointerEvents = 'none'");
    const widget = await page.ready({ mode: "modal", container: undefined });
    await (await page.sees(CLOSE)).click();
    assert.equal((await widget.result()).reason, "dismissed");
  });
});

describe("a menu: the press closes the host's menu and opens ours", () => {
  /** @param {HostPage} page @param {string} closing The script that closes the menu. @param {string} [setup] Before it is focused. */
  const menu = (page, closing, setup = "") =>
    page.run(
      `const menu = document.createElement("div");
       menu.id = "menu";
       const item = document.createElement("button");
       item.id = "item";
       item.textContent = "Set PIN";
       menu.append(item);
       document.querySelector("main").prepend(menu);
       const opener = document.querySelector("#opener");
       opener.setAttribute("aria-controls", "menu");
       const restore = () => opener.focus();
       item.addEventListener("click", () => { fixture.act(0, "open"); ${closing} });
       ${setup}
       item.focus();`,
    );
  /** @type {[string, string, string?][]} */
  const closings = [
    ["removed at once", "menu.remove();"],
    ["removed later, with the focus restored then", "setTimeout(() => { menu.remove(); restore(); });"],
    ["hidden, with the focus restored at once", "menu.hidden = true; restore();"],
    ["hidden after a transition", "setTimeout(() => { menu.style.display = 'none'; restore(); }, 200);"],
    [
      "removed, with no reference to it left",
      "setTimeout(() => { opener.removeAttribute('aria-controls'); menu.remove(); });",
    ],
    [
      "hidden, beside a button without a reference to it",
      "menu.style.display = 'none';",
      "opener.removeAttribute('aria-controls'); opener.after(menu);",
    ],
  ];
  for (const engine of ["cold", "warm"]) {
    for (const [what, closing, setup] of closings) {
      test(`${what}, engine ${engine}: the focus returns to the button that opened the menu`, async () => {
        const page = await suite.open();
        if (engine === "warm") {
          const earlier = await page.startModal({}, { open: true });
          await earlier.reaches("ready");
          await earlier.act("destroy");
        }
        const widget = await page.startModal({}, { open: false });
        await menu(page, closing.replaceAll("\n", " "), setup);
        if (engine === "warm") await page.run("const act = fixture.act; fixture.act = (_, action) => act(1, action)");
        await (await page.find("#item")).click();
        await widget.reaches("ready");
        await page.driver.wait(
          () =>
            page.run(
              "const item = document.querySelector('#item'); return !item || item.getClientRects().length === 0",
            ),
          10_000,
        );
        await (await page.sees(CLOSE)).click();
        assert.equal((await widget.result()).reason, "dismissed");
        assert.equal(await page.isFocused("#opener"), true);
      });
    }
  }
});

test("the focus does not return to a text field that only precedes the opener", async () => {
  const page = await suite.open();
  const widget = await page.startModal({}, { open: false });
  await page.run(
    `const place = document.createElement("div");
     const button = document.createElement("button");
     button.id = "gone";
     button.textContent = "Set PIN";
     place.append(button);
     const field = document.createElement("input");
     field.id = "field";
     document.querySelector("main").prepend(field, place);
     button.addEventListener("click", () => { fixture.act(0, "open"); place.remove(); });
     button.focus();`,
  );
  await (await page.find("#gone")).click();
  await widget.reaches("ready");
  await (await page.sees(CLOSE)).click();
  await widget.result();
  assert.equal(await page.isFocused("#field"), false);
});

describe("dismissOnBackdrop", () => {
  const options = { mode: "modal", container: undefined, dismissOnBackdrop: true };

  /** @param {HostPage} page */
  const inTheSheet = async (page) =>
    /** @type {{x: number, y: number}} */ (
      await page.run(
        "const { x, y } = deepFind('dialog h2').getBoundingClientRect(); return { x: Math.round(x) + 2, y: Math.round(y) + 2 }",
      )
    );

  test("the press that dismisses does not reach the page behind", async () => {
    const page = await suite.open();
    await recordEvents(page);
    const widget = await page.ready(options);
    await page.driver.actions().move({ x: 2, y: 2 }).press().perform();
    assert.equal((await widget.report()).state, "ready", "not before the release");
    await page.driver.actions().release().perform();
    assert.equal((await widget.result()).reason, "dismissed");
    assert.deepEqual(
      (await reached(page)).filter((name) => /^(?:click|mouse(?:down|up)|pointer(?:down|up))/.test(name)),
      [],
    );
  });

  for (const way of ["from the sheet to the backdrop", "from the backdrop to the sheet"]) {
    test(`a drag ${way} dismisses nothing`, async () => {
      const page = await suite.open();
      const widget = await page.ready(options);
      const places = [await inTheSheet(page), { x: 2, y: 2 }];
      if (way.startsWith("from beside")) places.reverse();
      const [from, to] = places;
      if (!from || !to) throw new Error("two places");
      await page.driver.actions().move(from).press().move(to).release().perform();
      await page.run("postMessage('later', '*')");
      await page.noted("the end of the press", ({ messages }) => messages.includes(page.origins.host));
      assert.equal((await widget.report()).state, "ready");
    });
  }
});
