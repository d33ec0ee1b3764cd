/**
 * The scroll lock of the widget together with a scroll lock of the host.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isLocked } from "./harness/host-dialog.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const CLOSE = "[data-set-pin-close]";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

describe("a scroll lock of the host", () => {
  const lock = "window.saved = document.body.style.overflow; document.body.style.overflow = 'hidden'";
  const unlock = "document.body.style.overflow = saved; delete window.saved";

  /** @type {[string, (page: HostPage, open: () => Promise<void>, close: () => Promise<void>) => Promise<unknown>][]} */
  const orders = [
    [
      "set before ours, released first",
      async (page, open, close) => {
        await page.run(lock);
        await open();
        await page.run(unlock);
        assert.equal(await isLocked(page), true, "ours is still open");
        await close();
      },
    ],
    [
      "set before ours, released last",
      async (page, open, close) => {
        await page.run(lock);
        await open();
        await close();
        assert.equal(await isLocked(page), true, "the host's is still open");
        await page.run(unlock);
      },
    ],
    [
      "set after ours, released first",
      async (page, open, close) => {
        await open();
        await page.run(lock);
        await page.run(unlock);
        assert.equal(await isLocked(page), true, "ours is still open");
        await close();
      },
    ],
    [
      "set after ours, released last",
      async (page, open, close) => {
        await open();
        await page.run(lock);
        await close();
        assert.equal(await isLocked(page), true, "the host's is still open");
        await page.run(unlock);
      },
    ],
  ];
  for (const constructed of [true, false]) {
    for (const [name, order] of orders) {
      // Without constructed style sheets the lock is an inline style, which a host saves and
      // restores as its own style.
      if (!constructed && name.startsWith("set before ours, released first")) continue;
      if (!constructed && name.startsWith("set after ours, released last")) continue;
      test(`${name}${constructed ? "" : ", in a browser without constructed style sheets"}: the page scrolls afterwards`, async () => {
        const page = await suite.open();
        if (!constructed) await page.run("delete Document.prototype.adoptedStyleSheets");
        const widget = await page.startModal({}, { open: false });
        await order(
          page,
          async () => {
            await widget.act("open");
            await widget.reaches("ready");
          },
          async () => {
            await (await page.sees(CLOSE)).click();
            await widget.result();
          },
        );
        assert.equal(await isLocked(page), false);
        await page.run("scrollTo(0, 300)");
        assert.equal(await page.run("return Math.round(scrollY)"), 300);
        await page.hasNoErrors();
      });
    }
  }

  test("the page does not shift sideways when its scrollbar disappears", async () => {
    const page = await suite.open();
    const where = () =>
      page.run(
        `const boxes = ["h1", "#depth", "body"].map((name) => document.querySelector(name).getBoundingClientRect());
         return boxes.map(({ left, right }) => [left, right])`,
      );
    const before = await where();
    const widget = await page.ready({ mode: "modal", container: undefined });
    assert.equal(await isLocked(page), true);
    assert.deepEqual(await where(), before);
    await widget.act("close");
    await widget.result();
    assert.deepEqual(await where(), before);
    assert.equal(await page.run("return document.adoptedStyleSheets.length"), 0);
  });

  test("a page without a scrollbar does not shift either", async () => {
    const page = await suite.open();
    await page.run("document.querySelector('#depth').remove()");
    const where = () => page.run("return document.querySelector('h1').getBoundingClientRect().right");
    const before = await where();
    await page.ready({ mode: "modal", container: undefined });
    assert.equal(await where(), before);
  });

  test("the host's own sheets are unchanged", async () => {
    const page = await suite.open();
    await page.run(
      "window.sheet = new CSSStyleSheet(); sheet.replaceSync('h1 { color: red }'); document.adoptedStyleSheets = [sheet]",
    );
    const widget = await page.ready({ mode: "modal", container: undefined });
    await widget.act("close");
    await widget.result();
    assert.equal(
      await page.run("return document.adoptedStyleSheets.length === 1 && document.adoptedStyleSheets[0] === sheet"),
      true,
    );
  });
});

describe("a host that saves the document's style sheets while ours is open and restores them later", () => {
  test("does not lock the page again", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", container: undefined });
    await page.run("window.saved = [...document.adoptedStyleSheets]");
    await widget.act("close");
    await widget.result();
    await page.run("document.adoptedStyleSheets = saved");
    assert.equal(await isLocked(page), false);
  });
});
