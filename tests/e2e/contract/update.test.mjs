/**
 * `update()`: new callbacks apply at once, and options of the frame apply with the next frame.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "../harness/host-page.mjs";
import { useBrowser } from "../harness/suite.mjs";

const suite = useBrowser();

/** @typedef {import("../harness/host-page.mjs").HostPage} HostPage */

/** @param {HostPage} page */
const markFrame = (page) => page.run("deepFind(arguments[0]).dataset.mark = 'the same'", FRAME);
/** @param {HostPage} page */
const isMarked = async (page) => (await page.count(`${FRAME}[data-mark="the same"]`)) === 1;
/** @param {HostPage} page @returns {Promise<[number, number]>} */
const frameSize = (page) =>
  page.run("const { width, height } = deepFind(arguments[0]).getBoundingClientRect(); return [width, height]", FRAME);
/** @param {HostPage} page */
const called = async (page) => (await page.hostCalls()).map(({ name }) => name);

describe("callbacks", () => {
  test("the last one given is called, and the previous one is not", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await widget.update({ onExit: { $: "returns true" } });
    await page.hosted().cancelByScript();
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.deepEqual(await called(page), ["returns true"]);
    assert.deepEqual(await widget.calls("onExit"), []);
  });

  test("that update() does not name are still called", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await widget.update({ onReady: { $: "returns true" } });
    await page.hosted().cancelByScript();
    await widget.result();
    assert.equal((await widget.calls("onExit")).length, 1);
    assert.deepEqual(await called(page), [], "the frame was ready before");
  });

  test("given before open() are called from the start", async () => {
    const page = await suite.open();
    const widget = await page.start({}, { open: false });
    await widget.update({ onReady: { $: "returns true" } });
    await widget.act("open");
    await widget.reaches("ready");
    assert.deepEqual(await called(page), ["returns true"]);
    assert.deepEqual(await widget.calls("onReady"), []);
  });

  test("confirmOutcome, given while the frame is open, is called at the end", async () => {
    const page = await suite.open();
    const widget = await page.ready({ confirmOutcome: { $: "returns false" } });
    await widget.update({ confirmOutcome: { $: "returns true" } });
    await page.hosted().cancelByScript();
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "confirmed" });
    assert.deepEqual(await called(page), ["returns true"]);
  });
});

describe("an open frame is not changed", () => {
  test("by an appearance, sizes, texts or another container", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await markFrame(page);
    const before = await page.surroundings();
    await widget.update({ theme: "dark", customCss: { backgroundColor: "#000000" }, width: "200px", height: "123px" });
    await widget.update({ locale: "de", messages: { blank: "Other text" }, container: "main", mode: "modal" });
    assert.deepEqual(await page.surroundings(), before);
    assert.equal(await isMarked(page), true);
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
  });

  test("by wrong options, which the next open() reports", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await widget.update({ mode: "popup" });
    assert.equal((await widget.report()).state, "ready");
    assert.deepEqual(await widget.errors(), []);
    await page.hosted().cancelByScript();
    assert.equal((await widget.result()).reason, "page_closed");
    await widget.act("open");
    assert.equal((await widget.result(1)).error?.code, "invalid_options");
  });
});

describe("options of a frame apply from the next frame", () => {
  test("of the same attempt: size and appearance", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await widget.update({ width: "320px", height: "410px", theme: "dark" });
    await page.run("deepFind(arguments[0]).remove()", FRAME);
    await widget.reaches("failed");
    await widget.act("retry");
    await widget.reaches("ready");
    assert.deepEqual(await frameSize(page), [320, 410]);
    const { tokenRequests } = await page.session.observed();
    assert.deepEqual(
      tokenRequests.map(({ body }) => "customCss" in body),
      [false, true],
    );
  });

  test("of the next attempt: appearance, texts and container", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await widget.update({ customCss: { textColor: "#112233" }, mode: "modal", container: undefined, locale: "de" });
    await widget.update({ container: "main" });
    await page.hosted().cancelByScript();
    await widget.result();
    await widget.act("open");
    await widget.reaches("ready");
    assert.equal(await page.count("main > [data-set-pin-widget] >>> dialog iframe"), 1);
    assert.equal(await (await page.find("dialog")).getAccessibleName(), "Karten-PIN festlegen");
    const { tokenRequests } = await page.session.observed();
    assert.deepEqual(tokenRequests[1]?.body.customCss, { textColor: "#112233" });
  });

  test("also at a retry: a wrong option then ends the attempt", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const widget = await page.start();
    await widget.reaches("failed");
    await widget.update({ width: "wide" });
    await widget.act("retry");
    const { reason, error } = await widget.result();
    assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "invalid_options" });
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
  });
});

test("update() only stores the options if no frame is open", async () => {
  const page = await suite.open();
  const widget = await page.start({}, { open: false });
  await widget.update({ height: "123px" });
  assert.deepEqual({ ...(await widget.report()), results: [] }, { ...(await widget.report()), state: "idle", log: [] });
  await widget.act("destroy");
  await widget.update({ height: "321px" });
  assert.equal((await widget.report()).state, "destroyed");
  await page.hasNoErrors();
});
