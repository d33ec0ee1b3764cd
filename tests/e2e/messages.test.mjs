/**
 * Attacks on the message gate. Each test ends with a real `abort` that the widget accepts, so that
 * no test passes because the widget receives no messages.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/**
 * Checks that the attack had no effect and that the widget still accepts the hosted page's
 * messages.
 * @param {HostPage} page
 * @param {Widget} widget
 */
async function stillOpenAndHeard(page, widget) {
  const { state, results } = await widget.report();
  assert.deepEqual({ state, results, frames: await page.count(FRAME) }, { state: "ready", results: [null], frames: 1 });
  assert.deepEqual((await page.notes()).pageErrors, []);
  await page.hosted().cancelByScript();
  assert.equal((await widget.result()).reason, "page_closed");
}

/** @param {HostPage} page @param {string} selector @param {string} data JavaScript for the message's data. */
async function sendFromFrame(page, selector, data) {
  const before = (await page.notes()).messages.length;
  await page.hosted(selector).posts(data);
  await page.noted("the message to arrive", ({ messages }) => messages.length > before);
}

/**
 * Makes a second frame in the host page, with the test's content.
 * @param {HostPage} page
 * @param {string} url
 */
async function addFrame(page, url) {
  await page.driver.executeAsyncScript(
    `const [url, done] = arguments;
     const frame = document.createElement("iframe");
     frame.id = "other"; frame.title = "Another frame"; frame.onload = () => done(); frame.src = url;
     document.querySelector("main").append(frame);`,
    url,
  );
}

describe("an abort is ignored", () => {
  test("when a script of the host page dispatches the event, with every field as expected", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run(
      `const { contentWindow } = deepFind(arguments[1]);
       dispatchEvent(new MessageEvent("message", { data: { type: "abort" }, origin: arguments[0], source: contentWindow }));`,
      page.origins.page,
      FRAME,
    );
    await page.noted("the forged event to arrive", ({ messages }) => messages.includes(page.origins.page));
    await stillOpenAndHeard(page, widget);
  });

  test("when the host page posts it to itself", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run(`postMessage({ type: "abort" }, "*")`);
    await page.noted("the message to arrive", ({ messages }) => messages.includes(page.origins.host));
    await stillOpenAndHeard(page, widget);
  });

  test("when another frame of the same allowed origin posts it", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    const url = await page.driver.executeAsyncScript(
      `const done = arguments[0];
       fetch("/api/card/set-pin/token", { method: "POST", headers: { "content-type": "application/json" }, body: '{"isEmbedded":true}' })
         .then((response) => response.json()).then(({ hostedPageUrl }) => done(hostedPageUrl));`,
    );
    await addFrame(page, String(url));
    await page.hosted("#other").cancelByScript();
    await page.noted("the other frame's abort to arrive", ({ messages }) => messages.includes(page.origins.page));
    await stillOpenAndHeard(page, widget);
  });

  test("when a frame of an origin that is not allowed posts it", async () => {
    const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
    const widget = await page.ready();
    await addFrame(page, `${page.origins.host}/fixtures/sender.html`);
    await page.run(`document.querySelector("#other").contentWindow.send({ type: "abort" })`);
    await page.noted("the message to arrive", ({ messages }) => messages.includes(page.origins.host));
    await stillOpenAndHeard(page, widget);
  });

  test("when the widget's own frame has navigated to an origin that is not allowed", async () => {
    const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
    const widget = await page.ready({ allowedOrigins: [page.origins.page] });
    await page.run(`deepFind(arguments[0]).src = "/fixtures/sender.html"`, FRAME);
    await page.driver.wait(
      () =>
        page.run(`return typeof deepFind(arguments[0]).contentWindow.send === "function"`, FRAME).catch(() => false),
      10_000,
      "the frame to show the other origin",
    );
    await page.run(`deepFind(arguments[0]).contentWindow.send({ type: "abort" })`, FRAME);
    await page.noted("the message to arrive", ({ messages }) => messages.includes(page.origins.host));
    const { state, results } = await widget.report();
    assert.notEqual(state, "closed");
    assert.deepEqual(results, [null]);
  });

  for (const data of [
    "null",
    "undefined",
    "42",
    '"abort"',
    '["abort"]',
    '{ type: "ABORT" }',
    '{ type: " abort" }',
    '{ type: ["abort"] }',
    '{ type: { type: "abort" } }',
    '{ type: new String("abort") }',
    '{ event: { type: "abort" } }',
    '{ Type: "abort" }',
    "{ type: null }",
    "{ type: true }",
    "new Map([['type', 'abort']])",
    "new Date(0)",
    "/abort/",
    "new ArrayBuffer(8)",
  ]) {
    test(`when its data is ${data}`, async () => {
      const page = await suite.open();
      const widget = await page.ready();
      await sendFromFrame(page, FRAME, data);
      await stillOpenAndHeard(page, widget);
    });
  }
});

test("an abort with further properties is an abort", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await page.hosted().posts('{ type: "abort", reason: "done" }');
  assert.equal((await widget.result()).reason, "page_closed");
});

test("two aborts end one attempt once", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await page.hosted().posts('{ type: "abort" }', '{ type: "abort" }');
  await widget.result();
  // Messages arrive in order: after this one, no second abort can be in flight.
  await page.run(`postMessage("later", "*")`);
  await page.noted("a later message to arrive", ({ messages }) => messages.includes(page.origins.host));
  assert.equal((await widget.calls("onExit")).length, 1);
  await page.hasNoErrors();
});

test("an abort after the end has no effect", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await widget.act("close");
  const { log } = await widget.report();
  await page.run(`postMessage({ type: "abort" }, "*")`);
  await page.noted("the message to arrive", ({ messages }) => messages.includes(page.origins.host));
  assert.deepEqual((await widget.report()).log, log);
  await page.hasNoErrors();
});

test("1000 wrong messages from the frame are one event of onEvent", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await page.hosted().run(`for (let i = 0; i < 1000; i += 1) parent.postMessage({ type: "flood", i }, "*")`);
  await page.noted("the flood to arrive", ({ messages }) => messages.length === 1000);
  assert.equal((await widget.events("message_rejected")).length, 1);
  await stillOpenAndHeard(page, widget);
});

test("1000 aborts from elsewhere are one event of onEvent", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await page.run(`for (let i = 0; i < 1000; i += 1) postMessage({ type: "abort" }, "*")`);
  await page.noted("the flood to arrive", ({ messages }) => messages.length === 1000);
  assert.equal((await widget.events("message_rejected")).length, 1);
  await stillOpenAndHeard(page, widget);
});

test("messages between others are ignored", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await page.run(`postMessage({ type: "hello", from: "an extension" }, "*"); postMessage("webpack", "*")`);
  await page.noted("the messages to arrive", ({ messages }) => messages.length === 2);
  assert.deepEqual(await widget.events("message_rejected"), []);
  await stillOpenAndHeard(page, widget);
});

test("the event for a rejected message contains nothing of the message", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await sendFromFrame(page, FRAME, '{ type: "4826-secret" }');
  const [event] = await widget.events("message_rejected");
  assert.ok(event, "the rejection was not reported");
  assert.ok(!JSON.stringify(event).includes("secret"));
  assert.deepEqual(
    Object.keys(event).filter((key) => !["name", "state", "attempt", "request", "elapsedMs", "code"].includes(key)),
    [],
  );
});
