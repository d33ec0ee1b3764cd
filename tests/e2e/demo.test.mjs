/**
 * The demo's own page: its visitor's actions. The page must claim only facts that its backend
 * knows.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { violations } from "./harness/axe.mjs";
import { DemoPage } from "./harness/demo-page.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { FIND_TRACES, hasEngineFile, runtimeUnderTest } from "./harness/runtimes.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @param {import("./harness/sandbox.mjs").Settings} [settings] */
async function openDemo(settings) {
  const page = await suite.open(settings, "/");
  const demo = new DemoPage(page.driver, page.engine);
  await demo.isReady();
  return { page, demo };
}

for (const mode of /** @type {const} */ (["inline", "modal"])) {
  describe(`${mode}: the visitor`, () => {
    test("sets a PIN and reads that it is set, because the backend confirms it", async () => {
      const { page, demo } = await openDemo();
      await demo.begin(mode);
      await demo.hosted.setPinByPointer("4826");
      assert.equal((await demo.outcome()).kind, "set");
      assert.match(await demo.text(), /^Your PIN is set\.[\s\S]*\nonExit: page_closed, outcome confirmed$/m);
      assert.equal(await page.session.pinIs("4826"), true);
      assert.equal(await page.count(FRAME), 0);
      assert.equal(await page.isFocused(`#set-${mode}`), true);
    });

    test("cancels and reads that no PIN was set", async () => {
      const { demo } = await openDemo();
      await demo.begin(mode);
      await demo.hosted.click("cancel");
      assert.equal((await demo.outcome()).kind, "not-set");
    });
  });
}

test("the visitor sets a PIN without a pointer", async () => {
  const { page, demo } = await openDemo();
  await page.tabTo("#set-modal");
  await page.press(Key.ENTER);
  await until("the frame", async () => (await page.count(FRAME)) === 1);
  await demo.hosted.shows("pin");
  await page.tabTo(FRAME);
  await demo.hosted.setPinByKeyboard("4826");
  assert.equal((await demo.outcome()).kind, "set");
});

test("the site's pages run on the engine that is under test", async () => {
  const { page, demo } = await openDemo();
  await demo.begin("inline");
  const { scripts } = /** @type {{scripts: string[]}} */ (await page.run(FIND_TRACES));
  assert.equal(hasEngineFile(scripts), runtimeUnderTest() === "refused", scripts.join());
});

test("a refusal of the backend is shown as a failure, and the page can be used again", async () => {
  const { page, demo } = await openDemo({ faults: { token: [{ kind: "status", status: 403 }] } });
  await (await page.find("#set-inline")).click();
  await page.sees("[data-set-pin-notice]");
  await (await page.find("#set-inline")).click();
  // A sentence for the cardholder; the developer's is in the log.
  assert.deepEqual(await demo.outcome(), {
    kind: "failed",
    text: "We couldn’t open the secure page. If it happens again, contact us.",
  });
  await demo.begin("modal");
});

test("before an attempt, the page says where its events will be, and that no token is among them", async () => {
  const { page } = await openDemo();
  const text = await (await page.find(".behind")).getText();
  for (const sentence of [
    "Widget events, live.",
    "No events yet. Press a button to see them here.",
    "Tokens are never logged.",
  ])
    assert.ok(text.includes(sentence), text);
  assert.equal(await page.run("return document.querySelector('.skip').textContent"), "Skip to content");
});

describe("axe-core finds nothing", () => {
  test("on the page before an attempt", async () => {
    const { page } = await openDemo();
    assert.deepEqual(await violations(page.driver), []);
  });

  for (const mode of /** @type {const} */ (["inline", "modal"])) {
    test(`with the widget open, ${mode}`, async () => {
      const { page, demo } = await openDemo();
      await demo.begin(mode);
      assert.deepEqual(await violations(page.driver), []);
    });
  }

  test("after a PIN was set", async () => {
    const { page, demo } = await openDemo();
    await demo.begin("inline");
    await demo.hosted.setPinByPointer("4826");
    await demo.outcome();
    assert.deepEqual(await violations(page.driver), []);
  });
});

test("at 320 pixels nothing is cut off horizontally", async () => {
  // The page is in a frame, because no engine's window is that narrow.
  const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
  const widths = await page.driver.executeAsyncScript(
    `const done = arguments[0];
     const frame = document.createElement("iframe");
     frame.title = "The demo"; frame.width = "320"; frame.height = "900"; frame.src = "/";
     frame.onload = () => {
       const { scrollWidth, clientWidth } = frame.contentDocument.documentElement;
       done({ scrollWidth, clientWidth });
     };
     document.body.append(frame);`,
  );
  const { scrollWidth, clientWidth } = /** @type {{scrollWidth: number, clientWidth: number}} */ (widths);
  assert.ok(clientWidth > 280 && clientWidth <= 320);
  assert.equal(scrollWidth, clientWidth);
});
