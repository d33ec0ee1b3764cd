/**
 * The tests of every framework's entry, with one version of one framework. Each version has its
 * own test file, because a file has one sandbox, which serves one folder. A framework's folder
 * has an adapter, which describes the framework and adds the tests that only it needs, and the
 * pages.
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { FRAME } from "../harness/host-page.mjs";
import { useBrowser } from "../harness/suite.mjs";
import { until } from "../harness/wait.mjs";
import { buildPages } from "./build.mjs";
import {
  hasNoErrors,
  hydrate,
  isCleared,
  keepsTheFrame,
  loaded,
  recorded,
  records,
  render,
  usedOneToken,
} from "./scene.mjs";

/** @typedef {import("../harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./scene.mjs").Scene} Scene */

/**
 * One way to use the entry.
 * @typedef {object} Usage
 * @property {string} kind The export, as a kind of {@link Scene}.
 * @property {"inline" | "modal"} mode
 * @property {boolean} [opensOnClick] A click on `#opener` opens the widget; otherwise rendering does.
 * @property {boolean} [showsState] `#opener` shows the state.
 * @property {boolean} [endsWhileHidden] The framework can hide the component and keep it.
 */

/** @typedef {(settings?: import("../harness/sandbox.mjs").Settings) => Promise<HostPage>} Open */

/**
 * @typedef {object} Adapter
 * @property {string} name With the version: `React 19`.
 * @property {import("./build.mjs").Sources} build
 * @property {string} [query] Of the pages' URLs.
 * @property {Usage[]} usages
 * @property {(open: Open) => void} [addTests] Adds the tests that only this framework needs.
 */

/** @param {Adapter} adapter */
export async function testFramework({ name, build, query = "", usages, addTests }) {
  const folder = await buildPages(build);
  after(() => rm(folder, { recursive: true }));
  process.env.E2E_FIXTURES = folder;
  const suite = useBrowser();

  /** @type {Open} */
  async function open(settings) {
    const page = await suite.open(settings, `/fixtures/index.html${query}`);
    await loaded(page);
    return page;
  }

  describe(name, () => {
    for (const usage of usages) testUsage(usage, open);

    test("rendered on a server, it works in the browser, with the server's elements", async () => {
      const page = await suite.open(undefined, `/fixtures/hydrated.html${query}`);
      assert.equal(await (await page.sees("#opener")).getText(), "idle");
      await hydrate(page, query);
      await page.sees(FRAME);
      assert.ok(await page.run("return fixture.keptTheMarkup()"), "the server's markup was replaced");
      await page.hosted().setPinByPointer("4826");
      await until("the exit", async () => (await page.count(FRAME)) === 0);
      assert.ok(await page.session.pinIs("4826"));
      await hasNoErrors(page);
    });

    addTests?.(open);
  });
}

/** @param {Usage} usage @param {Open} open */
function testUsage({ kind, mode, opensOnClick, showsState, endsWhileHidden }, open) {
  const usage = `${kind}, ${mode}`;

  /**
   * Renders the usage, and opens its widget.
   * @param {HostPage} page
   * @param {Partial<Scene>} [scene]
   */
  async function begin(page, scene) {
    await render(page, { kind, ...scene, options: { mode } });
    if (opensOnClick) await (await page.sees("#opener")).click();
  }

  /** @param {HostPage} page @param {Partial<Scene>} [scene] */
  async function beginAndLoad(page, scene) {
    await begin(page, scene);
    await records(page, `${scene?.label ?? "first"}: ready`);
  }

  test(`${usage}: one token, one frame, one exit`, async () => {
    const page = await open();
    await beginAndLoad(page);
    assert.equal(await page.count(FRAME), 1);
    await page.hosted().setPinByScript("4826");
    await records(page, "first: exit page_closed");
    assert.deepEqual(await recorded(page), ["first: ready", "first: exit page_closed"]);
    assert.equal(await page.count(FRAME), 0);
    await usedOneToken(page);
    assert.ok(await page.session.pinIs("4826"));
    await hasNoErrors(page);
  });

  test(`${usage}, unmounted: nothing is left, and only onExit is called`, async () => {
    const page = await open();
    await beginAndLoad(page, { recordsAll: true });
    const before = (await recorded(page)).length;
    await render(page, { kind: "nothing" });
    await isCleared(page);
    await beginAndLoad(page, { label: "second" });
    assert.deepEqual((await recorded(page)).slice(before), ["first: exit destroyed", "second: ready"]);
    assert.equal((await page.session.observed()).tokensIssued, 2);
    await hasNoErrors(page);
  });

  test(`${usage}, unmounted during the token request: the request is aborted`, async () => {
    const page = await open({ faults: { token: [{ kind: "hang" }] } });
    await begin(page);
    await page.observes("the request", ({ openRequests }) => openRequests === 1);
    await render(page, { kind: "nothing" });
    await page.observes("its end", ({ openRequests }) => openRequests === 0);
    await isCleared(page);
    assert.equal((await page.session.observed()).abortedRequests, 1);
    await hasNoErrors(page);
  });

  test(`${usage}: the callbacks of the last render are called, and the frame stays`, async () => {
    const page = await open();
    await beginAndLoad(page);
    await keepsTheFrame(page, () => render(page, { kind, label: "second", options: { mode, theme: "dark" } }));
    await page.hosted().cancelByScript();
    await records(page, "second: exit page_closed");
    assert.deepEqual(await recorded(page), ["first: ready", "second: exit page_closed"]);
    await usedOneToken(page);
    await hasNoErrors(page);
  });

  if (opensOnClick) {
    test(`${usage}: an option that the last render does not give does not apply`, async () => {
      const page = await open();
      await render(page, { kind, options: { mode, theme: "dark" } });
      await page.sees("#opener");
      await beginAndLoad(page);
      assert.equal((await page.session.observed()).tokenRequests[0]?.body.customCss, undefined);
    });
  }

  if (showsState) {
    test(`${usage}: the state is rendered`, async () => {
      const page = await open();
      await render(page, { kind, options: { mode } });
      const opener = await page.sees("#opener");
      assert.equal(await opener.getText(), "idle");
      await opener.click();
      // The dialog covers the button, so that a driver sees no text.
      await until("the state to be rendered", () =>
        page.run("return document.querySelector('#opener').textContent === 'ready'"),
      );
      await page.hosted().setPinByScript("4826");
      await until("the end to be rendered", async () => (await opener.getText()) === "closed");
      assert.deepEqual(await recorded(page), ["first: ready", "first: exit page_closed"]);
      await usedOneToken(page);
      await hasNoErrors(page);
    });
  }

  if (endsWhileHidden) {
    test(`${usage}, hidden but kept: the attempt ends, and another one starts when it is shown`, async () => {
      const page = await open();
      await beginAndLoad(page, { isHidden: false });
      await render(page, { kind, isHidden: true, options: { mode } });
      await isCleared(page);
      await beginAndLoad(page, { label: "second", isHidden: false });
      assert.deepEqual(await recorded(page), ["first: ready", "first: exit destroyed", "second: ready"]);
      assert.equal((await page.session.observed()).tokensIssued, 2);
      await render(page, { kind: "nothing" });
      await isCleared(page);
      await hasNoErrors(page);
    });
  }
}
