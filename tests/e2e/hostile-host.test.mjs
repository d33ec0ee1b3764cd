/**
 * A host page that is broken, careless, or polluted by someone else's script: every attempt ends all the same, and leaves nothing behind.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const KEYS = ["title", "close", "loading", "expired", "retry", "failed", "blank"];
const OWN_WORDS = Object.fromEntries(KEYS.map((key) => [key, `My ${key}`]));

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/** Ends at a call of `close()`, and nothing of it is left. @param {HostPage} page @param {Widget} widget */
async function endsAndLeavesNothing(page, widget) {
  await widget.act("close");
  await widget.result();
  assert.equal((await widget.calls("onExit")).length, 1);
  assert.equal(await page.count("[data-set-pin-widget], iframe, dialog"), 0);
  assert.equal(await page.run("return getComputedStyle(document.documentElement).overflowY"), "visible");
}

describe("what throws around the frame", () => {
  test("a focus() of the host's, when the keyboard is given back", async () => {
    const page = await suite.open();
    await page.run(
      `class Menu extends HTMLElement {
         focus() { throw new Error("rendered anew"); }
       }
       customElements.define("x-menu", Menu);
       const menu = document.body.appendChild(new Menu());
       menu.attachShadow({ mode: "closed" }).appendChild(document.createElement("button")).focus();`,
    );
    const widget = await page.ready({ mode: "modal" });
    await endsAndLeavesNothing(page, widget);
  });

  test("a container's append()", async () => {
    const page = await suite.open();
    await page.run("document.querySelector('#container').append = () => { throw new Error('not here'); }");
    const widget = await page.start();
    await widget.reaches("failed");
    await endsAndLeavesNothing(page, widget);
  });

  for (const locale of ["toString", "__proto__", "constructor"]) {
    test(`a locale that every object has a property of: ${locale}`, async () => {
      const page = await suite.open();
      const widget = await page.ready({ mode: "modal", locale, messages: OWN_WORDS });
      await endsAndLeavesNothing(page, widget);
    });
  }

  test("a locale that is no text, given while a token is asked for", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "delay", ms: 1500 }] } });
    const widget = await page.startModal();
    await widget.reaches("requesting");
    await widget.update({ locale: { $: "symbol" } });
    await widget.reaches("ready");
    await endsAndLeavesNothing(page, widget);
  });
});

describe("someone has added to Object.prototype", () => {
  test("an origin there is not one that the host allows", async () => {
    const page = await suite.open();
    await page.run("Object.prototype.allowedOrigins = [arguments[0]]", page.origins.page);
    const widget = await page.start({ allowedOrigins: undefined });
    await widget.reaches("failed");
    assert.equal((await widget.errors())[0]?.code, "untrusted_origin");
    await page.run("delete Object.prototype.allowedOrigins");
  });

  test("a look there is not the host's", async () => {
    const page = await suite.open();
    await page.run("Object.prototype.theme = 'dark'; Object.prototype.textColor = '#123456'");
    await page.ready({ customCss: { backgroundColor: "#FFFFFF" } });
    await page.run("delete Object.prototype.theme; delete Object.prototype.textColor");
    const { tokenRequests } = await page.session.observed();
    assert.deepEqual(tokenRequests[0]?.body, { isEmbedded: true, customCss: { backgroundColor: "#FFFFFF" } });
  });
});

describe("what stands in for fetch", () => {
  /** What a test's fresh session is fetched with must be the page's own again. @param {HostPage} page */
  const givesItBack = (page) => page.run("window.fetch = window.ownFetch");
  /** @param {HostPage} page @param {string} standIn */
  const replaces = (page, standIn) => page.run(`window.ownFetch = window.fetch; window.fetch = ${standIn}`);

  test("is not called once the attempt has ended, though it may look at no signal", async () => {
    const page = await suite.open();
    const widget = await page.start({ headers: { $: "never answers" } });
    await widget.reaches("requesting");
    await page.run("window.fetched = 0");
    await replaces(page, "() => { window.fetched += 1; return new Promise(() => {}); }");
    await widget.act("close");
    await widget.result();
    // A request of the page's own comes after everything that the exit has set off.
    await page.run("return new Promise((resolve) => setTimeout(resolve))");
    assert.equal(await page.run("return window.fetched"), 0);
    await givesItBack(page);
  });

  test("and answers with what is no answer: a failure like any other", async () => {
    const page = await suite.open();
    await replaces(page, "async () => ({})");
    const widget = await page.start({ retry: false });
    await widget.reaches("failed");
    assert.equal((await widget.errors())[0]?.code, "network");
    await givesItBack(page);
  });

  test("and has read the answer itself: said so", async () => {
    const page = await suite.open();
    await replaces(
      page,
      "async (...given) => { const answer = await ownFetch(...given); await answer.text(); return answer; }",
    );
    const widget = await page.start({ retry: false });
    await widget.reaches("failed");
    const [error] = await widget.errors();
    assert.equal(error?.code, "invalid_response");
    assert.match(error?.message ?? "", /read already/);
    await givesItBack(page);
  });
});

test("a retry by itself asks where the host says now, with the headers that it says now", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "status", status: 503 }] } });
  const widget = await page.start({ tokenUrl: "/api/card/set-pin/token?old", retry: { delayMs: 700 } });
  await page.observes("the first request", ({ tokenRequests }) => tokenRequests.length === 1);
  await widget.update({ tokenUrl: "/api/card/set-pin/token?new", headers: { "x-csrf": "new" } });
  await widget.reaches("ready");
  const { requests } = await page.notes();
  const asked = requests
    .filter((request) => request.includes("set-pin/token"))
    .map((request) => request.split("?").at(-1));
  assert.deepEqual(asked, ["old", "new"]);
});
