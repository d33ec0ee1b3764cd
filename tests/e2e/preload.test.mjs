/**
 * preload() prepares everything that does not require a token.
 */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

describe("preload", () => {
  let connections = 0;
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  const issuer = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {}); // A browser may close a connection that it does not need.
  });
  before(() => new Promise((resolve) => issuer.listen(0, "127.0.0.1", () => resolve(undefined))));
  after(() => {
    // A browser keeps a preconnected connection for a minute.
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => issuer.close(resolve));
  });

  /** @param {import("./harness/host-page.mjs").HostPage} page @param {string} options */
  const preloads = (page, options) =>
    page.driver.executeAsyncScript(
      `const done = arguments[0];
       SetPinModule.preload(${options}).then(() => done("loaded"), (e) => done(String(e)));`,
    );

  test("opens connections to the given origins if a frame can use them, sends no request, and leaves nothing behind", async () => {
    const page = await suite.open();
    const address = issuer.address();
    assert.ok(address && typeof address === "object");
    const origin = `http://127.0.0.1:${address.port}`;
    await page.driver.executeScript(
      `window.hints = [];
       new MutationObserver((records) => {
         for (const { addedNodes } of records)
           for (const node of addedNodes) if (node.rel === "preconnect") window.hints.push(node.href);
       }).observe(document.head, { childList: true });`,
    );
    assert.equal(await preloads(page, `{ allowedOrigins: ["${origin}"] }`), "loaded");
    const hints = await page.driver.executeScript("return window.hints");
    if (suite.engine === "chromium") {
      assert.deepEqual(hints, []);
      assert.equal(connections, 0);
    } else {
      assert.deepEqual(hints, [`${origin}/`]);
      await until("a connection", async () => connections > 0);
    }
    assert.equal(await page.count("link[rel=preconnect]"), 0);
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
    await page.hasNoErrors();
  });

  test("without origins loads the engine only, and a widget that opens then needs no other", async () => {
    const page = await suite.open();
    assert.equal(await preloads(page, ""), "loaded");
    const widget = await page.ready();
    assert.deepEqual(await widget.errors(), []);
  });

  test("ignores what is not an origin: open() refuses it", async () => {
    const page = await suite.open();
    assert.equal(await preloads(page, `{ allowedOrigins: ["nonsense:", "*"] }`), "loaded");
  });
});

test("a prerendered page requests no token until it is shown", async () => {
  const page = await suite.open();
  const shown = (/** @type {boolean} */ isShown) =>
    page.run(
      `Object.defineProperty(document, "prerendering", { configurable: true, value: !arguments[0] });
       if (arguments[0]) document.dispatchEvent(new Event("prerenderingchange"));`,
      isShown,
    );
  await shown(false);
  const widget = await page.start();
  const closed = await page.start();
  await page.driver.executeAsyncScript(
    `const done = arguments[0]; SetPinModule.preload().then(() => setTimeout(done));`,
  );
  assert.equal((await widget.report()).state, "starting");
  await page.run("document.dispatchEvent(new Event('prerenderingchange'))");
  assert.equal((await widget.report()).state, "starting", "an event that a script dispatched");
  assert.equal((await page.session.observed()).tokenRequests.length, 0);
  await closed.act("close");
  await shown(true);
  await shown(true);
  await widget.reaches("ready");
  assert.equal((await page.session.observed()).tokenRequests.length, 1, "however often it is dispatched");
  assert.equal(await page.count("[data-set-pin-widget]"), 1);
  assert.deepEqual(await closed.result(), { reason: "closed_by_host", outcome: "unknown" });
});
