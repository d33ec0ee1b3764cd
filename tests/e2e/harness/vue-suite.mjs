/**
 * Tests the Vue entry with one version of Vue. Each version has its own test file, because a file
 * has one sandbox, which serves one folder.
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { buildPages } from "./door-build.mjs";
import {
  askedOnce,
  hydrate,
  isCleared,
  keepsTheFrame,
  loaded,
  nothingWrong,
  render,
  said,
  says,
  sceneOf,
} from "./door-page.mjs";
import { FRAME } from "./host-page.mjs";
import { useBrowser } from "./suite.mjs";
import { until } from "./wait.mjs";

/** The package's name in this repository, which has two versions side by side. */
const aliases = { 3.3: { vue: "vue-3.3" }, 3.5: {} };
/**
 * Before 3.5 Vue made no Trusted Types policy, so it cannot be mounted where the page requires one.
 * The pages of its app require none.
 */
const queries = { 3.3: "?csp=none", 3.5: "" };
const sources = new URL("../vue/", import.meta.url);

const flags = {
  "process.env.NODE_ENV": '"development"',
  // Vue would make its own policy, which the sandbox's pages forbid; tests/examples allows it.
  "window.trustedTypes": "undefined",
  __VUE_OPTIONS_API__: "true",
  __VUE_PROD_DEVTOOLS__: "false",
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
};

/** @param {3.3 | 3.5} version */
export async function testVue(version) {
  const folder = await buildPages({
    name: `vue-${version}`,
    entry: "vue",
    sources,
    alias: aliases[version],
    options: () => ({ define: flags }),
  });
  after(() => rm(folder, { recursive: true }));
  process.env.E2E_FIXTURES = folder;
  const suite = useBrowser();

  /** @param {import("./sandbox.mjs").Settings} [settings] */
  async function open(settings) {
    const page = await suite.open(settings, `/fixtures/index.html${queries[version]}`);
    await loaded(page);
    return page;
  }

  describe(`Vue ${version}`, () => {
    for (const mode of /** @type {const} */ (["inline", "modal"])) {
      test(`rendered, ${mode}: one token, one frame, one exit`, async () => {
        const page = await open();
        await render(page, { options: { mode } });
        await says(page, "first: ready");
        await page.hosted().setPinByPointer("4826");
        await says(page, "first: exit page_closed");
        assert.deepEqual(await said(page), ["first: ready", "first: exit page_closed"]);
        await askedOnce(page);
        assert.ok(await page.session.pinIs("4826"));
        await nothingWrong(page);
      });

      test(`unmounted, ${mode}: nothing is left, and its exit is told`, async () => {
        const page = await open();
        await render(page, { options: { mode } });
        await says(page, "first: ready");
        await render(page, { kind: "nothing" });
        await isCleared(page);
        await render(page, { label: "second", options: { mode } });
        await says(page, "second: ready");
        assert.deepEqual(await said(page), ["first: ready", "first: exit destroyed", "second: ready"]);
        await nothingWrong(page);
      });
    }

    test("an @exit beside an onExit among the options that are bound: both are called", async () => {
      const page = await open();
      await render(page, { options: { mode: "inline" }, isHeardTwice: true });
      await says(page, "first: ready");
      await page.hosted().click("cancel");
      await says(page, "heard as well");
      assert.deepEqual(await said(page), ["first: ready", "first: exit page_closed", "heard as well"]);
      await nothingWrong(page);
    });

    test("unmounted while the backend is asked: the request ends", async () => {
      const page = await open({ faults: { token: [{ kind: "hang" }] } });
      await render(page);
      await until("the request", async () => (await page.session.observed()).openRequests === 1);
      await render(page, { kind: "nothing" });
      await until("its end", async () => (await page.session.observed()).openRequests === 0);
      await isCleared(page);
      assert.equal((await page.session.observed()).abortedRequests, 1);
      await nothingWrong(page);
    });

    for (const kind of ["component", "hook"]) {
      test(`the latest callback counts, and the frame is not touched: ${kind}`, async () => {
        const page = await open();
        await render(page, { kind, options: { mode: "modal" } });
        if (kind === "hook") await (await page.sees("#opener")).click();
        await says(page, "first: ready");
        await keepsTheFrame(page, () =>
          render(page, { kind, label: "second", options: { mode: "modal", theme: "dark" } }),
        );
        await page.hosted().click("cancel");
        await says(page, "second: exit page_closed");
        assert.deepEqual(await said(page), ["first: ready", "second: exit page_closed"]);
        await askedOnce(page);
      });
    }

    test("an option that is given no more counts no more", async () => {
      const page = await open();
      await render(page, { kind: "hook", options: { mode: "modal", theme: "dark" } });
      await render(page, { kind: "hook", options: { mode: "modal" } });
      await (await page.sees("#opener")).click();
      await says(page, "first: ready");
      assert.equal((await page.session.observed()).tokenRequests[0]?.body.customCss, undefined);
    });

    test("useSetPin: a press opens, the state is rendered", async () => {
      const page = await open();
      await render(page, { kind: "hook", options: { mode: "modal" } });
      const opener = await page.sees("#opener");
      assert.equal(await opener.getText(), "idle");
      await opener.click();
      await says(page, "first: ready");
      await until("the state to be rendered", () =>
        page.run("return document.querySelector('#opener').textContent === 'ready'"),
      );
      await page.hosted().setPinByPointer("4826");
      await until("the end to be rendered", async () => (await opener.getText()) === "closed");
      await askedOnce(page);
      await nothingWrong(page);
    });

    test("useSetPin in an effect scope lives as long as the scope", async () => {
      const page = await open();
      await page.run(
        "fixture.openInScope(arguments[0])",
        JSON.stringify(sceneOf(page, { kind: "nothing", options: { mode: "modal" } })),
      );
      await says(page, "state ready");
      await page.run("fixture.endScope()");
      await isCleared(page);
      await says(page, "first: exit destroyed");
      await nothingWrong(page);
    });

    for (const isKeptAlive of [false, true]) {
      test(`there, gone and there again at once${isKeptAlive ? ", kept alive" : ""}: one token`, async () => {
        const page = await open();
        await page.run("return fixture.flicker(arguments[0])", JSON.stringify(sceneOf(page, { isKeptAlive })));
        await says(page, "first: ready");
        await page.hosted().setPinByPointer("4826");
        await says(page, "first: exit page_closed");
        await askedOnce(page);
        await nothingWrong(page);
      });
    }

    for (const mode of /** @type {const} */ (["inline", "modal"])) {
      test(`kept alive but not shown, ${mode}: the attempt ends, and another begins when it is shown`, async () => {
        const page = await open();
        await render(page, { isKeptAlive: true, options: { mode } });
        await says(page, "first: ready");
        await render(page, { isKeptAlive: true, kind: "nothing" });
        await isCleared(page);
        await render(page, { isKeptAlive: true, label: "second", options: { mode } });
        await says(page, "second: ready");
        assert.deepEqual(await said(page), ["first: ready", "first: exit destroyed", "second: ready"]);
        assert.equal((await page.session.observed()).tokensIssued, 2);
        await render(page, { kind: "nothing" });
        await isCleared(page);
        await nothingWrong(page);
      });
    }

    test("rendered on a server, it comes to life without a mismatch", async () => {
      const page = await suite.open(undefined, `/fixtures/hydrated.html${queries[version]}`);
      assert.equal(await (await page.sees("#opener")).getText(), "idle");
      await hydrate(page, queries[version]);
      await page.sees(FRAME);
      await page.hosted().setPinByPointer("4826");
      await until("the exit", async () => (await page.count(FRAME)) === 0);
      assert.ok(await page.session.pinIs("4826"));
      await nothingWrong(page);
    });
  });
}
