/**
 * The widget in the dialogs, drawers and menus of real libraries, and on pages that Turbo and htmx
 * swap: with the packed package, in one application. docs/host-apps.md names these tests.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { launch } from "../e2e/harness/engines.mjs";
import { freePort } from "../e2e/harness/processes.mjs";
import { startSandbox } from "../e2e/harness/sandbox.mjs";
import { startFront } from "./harness/front.mjs";
import { installed } from "./harness/installed.mjs";
import { LayerPage } from "./harness/layer-page.mjs";
import { layers, swaps } from "./host-apps.mjs";

const DRAFT = "Ada Lovelace";
const isWanted = process.env.PACKAGING === "all";

/** @type {import("../e2e/harness/sandbox.mjs").Sandbox | undefined} */
let sandbox;
/** @type {Awaited<ReturnType<typeof launch>> | undefined} */
let browser;
/** @type {import("./harness/front.mjs").Front | undefined} */
let front;
before(
  async () => {
    if (!isWanted) return;
    sandbox = await startSandbox();
    browser = await launch("chromium");
    const installation = await installed("host-apps");
    await installation.run("npm", "run", "build");
    front = await startFront(sandbox.origins, { folder: `${installation.folder}/dist` }, { port: await freePort() });
  },
  { timeout: 300_000 },
);
after(async () => {
  await browser?.stop();
  await front?.stop();
  await sandbox?.stop();
});

/** The cardholder opens a page. @param {string} path */
async function arrivesAt(path) {
  if (!browser || !front) throw new Error("A page can be opened only from within a test");
  await browser.driver.get(front.origin + path);
  const page = new LayerPage(browser.driver);
  return page;
}

/** Whether the cardholder's PIN is this one. @param {string} pin */
async function pinIs(pin) {
  return (await front?.session.pinIs(pin)) === true;
}

/** @param {import("./host-apps.mjs").Layer} layer @param {Record<string, unknown>} [options] Merged over the widget's ordinary ones. */
async function opensLayer({ module, kind }, options = {}) {
  const page = await arrivesAt(`/layers.html?layer=${module}`);
  await page.sees("#opener");
  await page.run("host.options = arguments[0]", options);
  await page.opensLayer(kind === "dialog" ? DRAFT : undefined);
  return page;
}

/** @param {LayerPage} page @param {import("./host-apps.mjs").Layer} layer */
async function keepsTheLayer(page, { kind, closesOnBlur }) {
  await page.settles();
  if (closesOnBlur) return;
  assert.equal(await page.isLayerOpen(), true, "the host's layer is open");
  if (kind === "dialog") assert.equal(await page.draft(), DRAFT);
}

/**
 * Checks that the page scrolls as before, and that nothing of ours is in it.
 * @param {LayerPage} page
 * @param {unknown} scrolling From before.
 */
async function isAsBefore(page, scrolling) {
  await page.isCleared();
  await page.scrolls();
  assert.deepEqual(await page.scrolling(), scrolling);
}

for (const layer of layers) {
  describe(layer.name, { skip: !isWanted }, () => {
    test("Escape closes the widget and not the host's layer, and the next Escape closes the layer", async () => {
      const page = await opensLayer(layer);
      await page.opensWidget();
      await page.pressesEscape();
      assert.deepEqual(await page.result(), { reason: "dismissed" });
      await keepsTheLayer(page, layer);
      await page.types(Key.ESCAPE);
      await page.layerIs(false);
    });

    test("✕ closes the widget and not the host's layer", async () => {
      const page = await opensLayer(layer);
      await page.opensWidget();
      await page.pressesClose();
      assert.deepEqual(await page.result(), { reason: "dismissed" });
      await page.isCleared();
      await keepsTheLayer(page, layer);
      if (layer.kind === "menu") return;
      // The form is unchanged.
      const field = await page.sees("#draft");
      await field.sendKeys("!");
      assert.equal(await page.draft(), `${DRAFT}!`);
    });

    test("presses inside the widget's dialog do not close the host's layer", async () => {
      const page = await opensLayer(layer);
      await page.opensWidget();
      await page.presses(await page.sees("h2"));
      await page.pressesAt(3, 3);
      await page.hosted.click("pin");
      await keepsTheLayer(page, layer);
      assert.deepEqual(await page.results(), []);
    });

    test("a press beside the widget's dialog closes the widget alone, with `dismissOnBackdrop`", async () => {
      const page = await opensLayer(layer, { dismissOnBackdrop: true });
      await page.opensWidget();
      await page.pressesAt(3, 3);
      assert.deepEqual(await page.result(), { reason: "dismissed" });
      await page.isCleared();
      await keepsTheLayer(page, layer);
    });

    test("Tab goes through the widget and does not leave it for the host's layer", async () => {
      const page = await opensLayer(layer);
      await page.opensWidget();
      await page.tabsTo("[data-set-pin-close]");
      await page.tabsTo("iframe");
      await page.types(Key.ENTER);
      await page.hosted.tabTo("pin");
      assert.equal(await page.isFocusInWidget(), true);
    });

    test("a PIN can be set by the keyboard", async () => {
      const page = await opensLayer(layer);
      await page.opensWidget();
      const pin = pinOf(layer);
      await page.setsPinByKeyboard(pin);
      assert.deepEqual(await page.result(), { reason: "page_closed" });
      assert.ok(await pinIs(pin));
      await page.isCleared();
      assert.notEqual(await page.focus(), "lost");
    });

    test("assistive technology finds the widget's dialog, and the frame in it", async () => {
      const page = await opensLayer(layer);
      await page.opensWidget();
      const dialog = await page.accessibleDialog();
      assert.deepEqual(
        ["heading", "button", "Iframe"].filter((role) => !dialog?.roles.includes(role)),
        [],
      );
    });

    test("the page scrolls as before, if the widget is closed first", async () => {
      const page = await opensLayer(layer);
      await page.closesLayer();
      const before = await page.scrolling();
      await page.opensLayer();
      await page.opensWidget();
      assert.equal(await page.turnsWheel(), 0, "the page behind the widget does not scroll");
      await page.pressesClose();
      await page.result();
      if (await page.isLayerOpen()) await page.closesLayer();
      await isAsBefore(page, before);
    });

    test("the page scrolls as before, if the host's layer is closed first", async () => {
      const page = await opensLayer(layer);
      await page.closesLayer();
      const before = await page.scrolling();
      await page.opensLayer();
      await page.opensWidget();
      await page.closesLayer();
      assert.equal(await page.turnsWheel(), 0, "the page behind the widget does not scroll");
      assert.deepEqual(await page.results(), []);
      await page.pressesClose();
      assert.deepEqual(await page.result(), { reason: "dismissed" });
      await isAsBefore(page, before);
    });

    for (const [engine, prepares] of /** @type {[string, (page: LayerPage) => Promise<unknown>][]} */ ([
      ["cold", async () => {}],
      ["warm", (page) => page.run("return host.preload()")],
    ])) {
      test(`a press opens the widget and closes the host's layer, with the engine ${engine}`, async () => {
        const page = await opensLayer(layer);
        await prepares(page);
        await page.opensWidget("#hand-over");
        await page.layerIs(false);
        assert.deepEqual(await page.results(), []);
        const pin = pinOf(layer);
        await page.setsPinByKeyboard(pin);
        assert.deepEqual(await page.result(), { reason: "page_closed" });
        assert.ok(await pinIs(pin));
        await page.isCleared();
        await page.scrolls();
        assert.notEqual(await page.focus(), "lost");
      });
    }

    if (layer.kind === "menu") return;

    for (const mode of ["modal", "inline"]) {
      test(`in a \`container\` inside it (${mode}), a PIN can be set by the keyboard`, async () => {
        const page = await opensLayer(layer, { mode, container: "#inside" });
        await page.opensWidget();
        const pin = pinOf(layer);
        await page.setsPinByKeyboard(pin);
        assert.deepEqual(await page.result(), { reason: "page_closed" });
        assert.ok(await pinIs(pin));
        await keepsTheLayer(page, layer);
      });

      if (layer.hides === "visibility" || (layer.hides && mode === "inline")) {
        test(`in a \`container\` inside it (${mode}), the attempt continues while it is hidden`, async () => {
          const page = await opensLayer(layer, { mode, container: "#inside" });
          await page.opensWidget();
          await page.closesLayer();
          assert.equal(await page.run("return isSeen(deep('iframe'))"), mode === "modal", "the frame is visible");
          if (mode === "inline") await page.opensLayer();
          const pin = pinOf(layer);
          await page.setsPinByKeyboard(pin);
          assert.deepEqual(await page.result(), { reason: "page_closed" });
          assert.ok(await pinIs(pin));
        });
      } else {
        test(`in a \`container\` inside it (${mode}), the attempt ends when it is removed`, async () => {
          const page = await opensLayer(layer, { mode, container: "#inside" });
          await page.closesLayer();
          const before = await page.scrolling();
          await page.opensLayer();
          await page.opensWidget();
          await page.closesLayer();
          assert.deepEqual(await page.result(), { reason: "failed", code: "frame_removed" });
          await isAsBefore(page, before);
          await page.run("host.results = []; host.options = {}; host.open()");
          await page.widgetIs("ready");
        });
      }
    }

    test("in a `container` inside it, Escape closes the widget's dialog and not the host's", async () => {
      const page = await opensLayer(layer, { container: "#inside" });
      await page.opensWidget();
      await page.pressesEscape();
      assert.deepEqual(await page.result(), { reason: "dismissed" });
      await keepsTheLayer(page, layer);
    });
  });
}

let pins = 1000;
/** One that no test has used. @param {unknown} _ */
function pinOf(_) {
  pins += 7;
  return String(pins);
}

for (const { name, module } of swaps) {
  describe(name, { skip: !isWanted }, () => {
    /** The list of cards, the page of one, and the widget open there. */
    async function opensWidget() {
      const page = await arrivesAt(`/cards.html?library=${module}`);
      await page.until("the page's scripts", "return window.host?.isConnected");
      await goesTo(page, "card");
      await page.opensWidget();
      return page;
    }

    /** By a link. @param {LayerPage} page @param {"card" | "cards"} where */
    async function goesTo(page, where) {
      await (await page.sees(`#${where}`)).click();
      await isAt(page, where);
    }

    /** @param {LayerPage} page @param {"card" | "cards"} where */
    async function isAt(page, where) {
      const [title, has] = where === "card" ? ["A card", "#set-pin"] : ["Cards", "#card"];
      await page.until(
        `the page "${title}"`,
        `return document.querySelector("h1")?.textContent === arguments[0] && isSeen(deep(arguments[1]))
           && window.host?.isConnected`,
        title,
        has,
      );
    }

    /** Works as a page does with no widget on it. @param {LayerPage} page */
    async function isAlive(page) {
      await page.until(
        "nothing of the widget in the page",
        `return deep("dialog, iframe") === null && !isSeen(deep("[data-set-pin-widget] > *"))`,
      );
      await page.scrolls();
      await page.run("scrollTo(0, 0)");
    }

    test("Back during an attempt leaves a page that works", async () => {
      const page = await opensWidget();
      await page.driver.navigate().back();
      await isAt(page, "cards");
      await isAlive(page);
      await goesTo(page, "card");
    });

    test("Back ends the attempt once", async () => {
      const page = await opensWidget();
      await page.run("window.isOld = true");
      await page.driver.navigate().back();
      await isAt(page, "cards");
      // The attempt ended with the page if the library loads whole pages.
      if (!(await page.run("return window.isOld === true"))) return;
      assert.deepEqual(await page.result(), { reason: "failed", code: "frame_removed" });
    });

    test("Forward shows a page that opens the widget, with nothing of the old one", async () => {
      const page = await opensWidget();
      await page.driver.navigate().back();
      await isAt(page, "cards");
      await page.driver.navigate().forward();
      await isAt(page, "card");
      await isAlive(page);
      await page.run("host.results = []; host.state = 'idle'");
      await page.opensWidget();
      const pin = pinOf(name);
      await page.setsPinByKeyboard(pin);
      assert.deepEqual(await page.result(), { reason: "page_closed" });
      assert.ok(await pinIs(pin));
    });

    test("no cache contains the token's URL", async () => {
      const page = await opensWidget();
      const url = /** @type {string} */ (await page.run("return deep('iframe').src"));
      const token = new URL(url).searchParams.get("token") ?? "";
      assert.notEqual(token, "");
      await page.driver.navigate().back();
      await isAt(page, "cards");
      await page.driver.navigate().forward();
      await isAt(page, "card");
      const kept = /** @type {string} */ (
        await page.run(
          "return JSON.stringify([{ ...sessionStorage }, { ...localStorage }, host.kept?.(), history.state])",
        )
      );
      assert.ok(!kept.includes(token), "a cache contains the token");
    });
  });
}
