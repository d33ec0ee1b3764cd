/**
 * Several independent widgets on a page, from one copy of the package or from two.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/** Opens a page with a second container and the package's second copy. */
async function opened() {
  const page = await suite.open();
  await page.run(
    `const box = document.createElement("div"); box.id = "second"; document.querySelector("#container").after(box)`,
  );
  await page.loadSecondCopy();
  return page;
}

/**
 * Reports whether the page scrolls. The page's `overflow` is the root's, or the body's if the root
 * has none.
 * @param {HostPage} page
 */
const scrolls = async (page) =>
  !(await page.run(
    "return [document.documentElement, document.body].some((element) => getComputedStyle(element).overflowY === 'hidden')",
  ));

for (const secondCopy of [false, true]) {
  describe(secondCopy ? "of two copies of the package" : "of one copy of the package", () => {
    /** @param {HostPage} page */
    async function two(page) {
      const first = await page.start();
      const second = await page.start({ container: "#second" }, { secondCopy });
      await first.reaches("ready");
      await second.reaches("ready");
      return { first, second };
    }

    /** @param {HostPage} page @param {Record<string, unknown>} [options] */
    async function twoDialogs(page, options = {}) {
      // Open them in order: each copy loads its own engine, and the later dialog is on top.
      const first = await page.startModal(options);
      await first.reaches("ready");
      const second = await page.startModal(options, { secondCopy });
      await second.reaches("ready");
      return { first, second };
    }

    test("each receives messages of its own frame only", async () => {
      const page = await opened();
      const { first, second } = await two(page);
      await page.hosted("#second > [data-set-pin-widget] >>> iframe").cancelByScript();
      assert.deepEqual(await second.result(), { reason: "page_closed", outcome: "unknown" });
      assert.equal((await first.report()).state, "ready");
      assert.equal(await page.count("#container > [data-set-pin-widget] >>> iframe"), 1);
      assert.equal(await page.count("#second > [data-set-pin-widget] >>> iframe"), 0);
      await page.hosted("#container > [data-set-pin-widget] >>> iframe").setPinByScript("4826");
      assert.deepEqual(await first.result(), { reason: "page_closed", outcome: "unknown" });
      assert.equal((await first.calls("onExit")).length, 1);
      assert.equal((await second.calls("onExit")).length, 1);
      const { tokensIssued, spentPageAccesses } = await page.session.observed();
      assert.deepEqual({ tokensIssued, spentPageAccesses }, { tokensIssued: 2, spentPageAccesses: 0 });
      await page.hasNoErrors();
    });

    test("destroying one does not affect the other's frame and listeners", async () => {
      const page = await opened();
      const { first, second } = await two(page);
      await page.run("deepFind('#second > [data-set-pin-widget] >>> iframe').dataset.mark = 'the same'");
      await first.act("destroy");
      assert.equal((await first.result()).reason, "destroyed");
      assert.equal(await page.count("#second > [data-set-pin-widget] >>> iframe[data-mark='the same']"), 1);
      await page.hosted("#second > [data-set-pin-widget] >>> iframe").setPinByScript("4826");
      assert.deepEqual(await second.result(), { reason: "page_closed", outcome: "unknown" });
    });

    test("one that loses its frame fails alone", async () => {
      const page = await opened();
      const { first, second } = await two(page);
      await page.run("deepFind('#container > [data-set-pin-widget] >>> iframe').remove()");
      await first.reaches("failed");
      assert.equal((await first.errors())[0]?.code, "frame_removed");
      assert.deepEqual(await second.errors(), []);
      assert.equal((await second.report()).state, "ready");
    });

    for (const order of /** @type {const} */ ([
      ["first", "second"],
      ["second", "first"],
    ])) {
      for (const [what, own, constructed] of /** @type {const} */ ([
        ["", "", true],
        [", overflow: scroll", "scroll", true],
        [", in a browser without constructed style sheets", "", false],
        [", overflow: scroll, in a browser without constructed style sheets", "scroll", false],
      ])) {
        test(`the page does not scroll until both dialogs are closed (${order.join(", then ")}${what})`, async () => {
          const page = await opened();
          if (!constructed) await page.run("delete Document.prototype.adoptedStyleSheets");
          await page.run("document.documentElement.style.overflow = arguments[0]", own);
          const before = await page.surroundings();
          const dialogs = await twoDialogs(page);
          assert.equal(await scrolls(page), false);
          await dialogs[order[0]].act("close");
          await dialogs[order[0]].result();
          assert.equal(await scrolls(page), false, "one dialog is still open");
          await dialogs[order[1]].act("close");
          await dialogs[order[1]].result();
          assert.equal(await scrolls(page), true);
          assert.equal(await page.run("return document.documentElement.style.overflow"), own);
          assert.equal(await page.run("return document.body.style.overflow"), "");
          assert.deepEqual((await page.surroundings()).listeners, before.listeners);
          assert.equal(await page.count("dialog"), 0);
        });
      }
    }

    test("the upper dialog's close button closes the upper one", async () => {
      const page = await opened();
      const { first, second } = await twoDialogs(page);
      const buttons = "[data-set-pin-widget]:last-of-type >>> button[data-set-pin-close]";
      await (await page.sees(buttons)).click();
      assert.equal((await second.result()).reason, "dismissed");
      assert.equal((await first.report()).state, "ready");
    });
  });
}

test("a widget beside a modal of the same page still receives messages", async () => {
  const page = await opened();
  const inline = await page.ready();
  const modal = await page.startModal({}, { secondCopy: true });
  await modal.reaches("ready");
  await modal.act("close");
  assert.equal((await modal.result()).reason, "closed_by_host");
  await page.hosted("#container > [data-set-pin-widget] >>> iframe").setPinByPointer("4826");
  assert.deepEqual(await inline.result(), { reason: "page_closed", outcome: "unknown" });
});
