/**
 * The options that a request uses: a URL and its headers come from one set of options, even if the
 * host calls `update()` in between.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/** Returns the queries of the URLs that received a token request. @param {HostPage} page */
async function requestedQueries(page) {
  const { requests } = await page.notes();
  return requests.filter((request) => request.includes("set-pin/token")).map((request) => request.split("?").at(-1));
}

describe("a URL and its headers belong together, even if update() replaces both", () => {
  const OLD = { tokenUrl: "/api/card/set-pin/token?old", headers: { "x-given": "old" } };
  const NEW = { tokenUrl: "/api/card/set-pin/token?new", headers: { "x-given": "new" } };

  /** @param {HostPage} page @param {string} which */
  async function requestedOnly(page, which) {
    assert.deepEqual(await requestedQueries(page), [which]);
    const { tokenRequests } = await page.session.observed();
    assert.deepEqual(
      tokenRequests.map(({ headers }) => headers["x-given"]),
      [which],
    );
  }

  test("during the status request: both are the new ones", async () => {
    const page = await suite.open({ faults: { status: [{ kind: "delay", ms: 2000 }] } });
    const widget = await page.start({ ...OLD, cardStatus: { url: "/api/card/status" } });
    await widget.reaches("checking");
    await widget.update(NEW);
    await widget.reaches("ready");
    await requestedOnly(page, "new");
  });

  test("at the event for the token request: both are the old ones", async () => {
    const page = await suite.open();
    await page.run(
      `window.newOptions = arguments[0];
       window.onRequesting = () => fixture.update(0, JSON.stringify(window.newOptions));`,
      NEW,
    );
    const widget = await page.start({ ...OLD, onStateChange: { $: "calls the page when a token is requested" } });
    await page.observes("the token request", ({ tokenRequests }) => tokenRequests.length === 1);
    await requestedOnly(page, "old");
    await widget.act("close");
  });

  /**
   * Calls `update()` at the first focus event. Only the widget's own tree can observe where the
   * focus goes within that tree.
   * @param {HostPage} page
   * @param {"window" | "tree"} where
   */
  const updatesOnFocus = (page, where) =>
    page.run(
      `const listensAt = arguments[1] === "window" ? window : deepFind("[data-set-pin-widget]").shadowRoot;
       const newOptions = JSON.stringify(arguments[0]);
       window.hasUpdated = false;
       listensAt.addEventListener("focusin", () => { window.hasUpdated = true; fixture.update(0, newOptions); }, { once: true, capture: true });`,
      NEW,
      where,
    );

  test("while the dialog takes the focus: both are the old ones, and the next request has the new ones", async () => {
    const page = await suite.open();
    await updatesOnFocus(page, "window");
    const widget = await page.start({ ...OLD, mode: "modal" });
    await widget.reaches("ready");
    assert.equal(await page.run("return hasUpdated"), true);
    await requestedOnly(page, "old");
    await widget.act("close");
    await widget.act("open");
    await widget.reaches("ready");
    assert.deepEqual(await requestedQueries(page), ["old", "new"]);
  });

  test("while the focus leaves the retry button: both are the old ones", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
    const widget = await page.start({ ...OLD, mode: "modal", retry: false });
    await widget.reaches("failed");
    await page.sees("[data-set-pin-retry]:focus");
    await updatesOnFocus(page, "tree");
    await page.run("deepFind('[data-set-pin-retry]').click()");
    await widget.reaches("ready");
    assert.equal(await page.run("return hasUpdated"), true);
    assert.deepEqual(await requestedQueries(page), ["old", "old"]);
    const { tokenRequests } = await page.session.observed();
    assert.deepEqual(
      tokenRequests.map(({ headers }) => headers["x-given"]),
      ["old", "old"],
    );
  });

  test("in the same task as open(): both are the new ones", async () => {
    const page = await suite.open();
    const widget = await page.start(OLD, { open: false });
    await page.run("fixture.act(0, 'open'); fixture.update(0, JSON.stringify(arguments[0]))", NEW);
    await widget.reaches("ready");
    await requestedOnly(page, "new");
  });
});

test("an automatic retry uses the host's current URL and headers", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "status", status: 503 }] } });
  const widget = await page.start({ tokenUrl: "/api/card/set-pin/token?old", retry: { delayMs: 2000 } });
  await page.observes("the first request", ({ tokenRequests }) => tokenRequests.length === 1);
  await widget.update({ tokenUrl: "/api/card/set-pin/token?new", headers: { "x-csrf": "new" } });
  await widget.reaches("ready");
  assert.deepEqual(await requestedQueries(page), ["old", "new"]);
});

describe("an option that is an object of a class: its getters and methods count", () => {
  test("iframe.sandbox", async () => {
    const page = await suite.open();
    await page.ready({ iframe: { $: "an iframe option of a class" } });
    assert.equal(
      await page.run("return deepFind(arguments[0]).getAttribute('sandbox')", FRAME),
      "allow-scripts allow-same-origin allow-forms",
    );
  });

  test("messages.frameTitle", async () => {
    const page = await suite.open();
    await page.ready({ messages: { $: "messages of a class" } });
    assert.equal(await page.run("return deepFind(arguments[0]).title", FRAME), "A title of a class");
  });

  test("cardStatus.fetch", async () => {
    const page = await suite.open();
    const widget = await page.ready({ cardStatus: { $: "a cardStatus of a class" } });
    assert.equal((await widget.states()).includes("checking"), true);
  });
});
