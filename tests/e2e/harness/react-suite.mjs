/**
 * The door to React, in one version of React. Each version has a test file, since a file has one sandbox that serves one folder.
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { buildPages } from "../react/build.mjs";
import { FRAME } from "./host-page.mjs";
import { useBrowser } from "./suite.mjs";
import { until } from "./wait.mjs";

/** @typedef {import("./host-page.mjs").HostPage} HostPage */
/** @typedef {import("../react/page.mjs").Scene} Scene */

/** @param {HostPage} page @returns {Promise<string[]>} */
const said = async (page) => JSON.parse(await page.run("return fixture.said()"));

/** @param {HostPage} page @param {string} words */
async function says(page, words) {
  await until(
    `"${words}" to be said`,
    async () => (await said(page)).includes(words),
    () => said(page),
  );
}

/** @param {HostPage} page @param {Partial<Scene>} [scene] */
async function render(page, { options, ...scene } = {}) {
  const ordinary = { tokenUrl: "/api/card/set-pin/token", mode: "inline", allowedOrigins: [page.origins.page] };
  const whole = { kind: "component", label: "first", ...scene, options: { ...ordinary, ...options } };
  await page.run("fixture.render(arguments[0])", JSON.stringify(whole));
}

/** React tells in the console what it finds wrong. @param {HostPage} page */
async function nothingWrong(page) {
  await page.hasNothingWrong();
  assert.deepEqual(
    (await page.notes()).said.filter((line) => line.startsWith("error") || line.startsWith("warn")),
    [],
  );
}

/** @param {HostPage} page */
async function loaded(page) {
  await until("the app to run", () => page.run("return typeof fixture === 'object'"));
}

/** @param {18 | 19} version */
export async function testReact(version) {
  const folder = await buildPages(version);
  after(() => rm(folder, { recursive: true }));
  process.env.E2E_WWW = folder;
  const suite = useBrowser();

  async function open() {
    const page = await suite.open(undefined, "/index.html");
    await loaded(page);
    return page;
  }

  describe(`React ${version}`, () => {
    for (const mode of /** @type {const} */ (["inline", "modal"])) {
      test(`StrictMode, ${mode}: one token, one frame, one exit`, async () => {
        const page = await open();
        await render(page, { options: { mode } });
        await says(page, "first: ready");
        await page.hosted().setPinByPointer("4826");
        await says(page, "first: exit page_closed");
        assert.deepEqual(await said(page), ["first: ready", "first: exit page_closed"]);
        const { tokenRequests, spentPageAccesses } = await page.session.observed();
        assert.deepEqual([tokenRequests.length, spentPageAccesses, await page.count(FRAME)], [1, 0, 0]);
        assert.ok(await page.session.pinIs("4826"));
        await nothingWrong(page);
      });

      test(`unmounted, ${mode}: nothing is left, and its exit is told`, async () => {
        const page = await open();
        await render(page, { options: { mode } });
        await says(page, "first: ready");
        await render(page, { kind: "nothing" });
        await until("the frame to be gone", () => page.run("return document.querySelector('iframe, dialog') === null"));
        await render(page, { kind: "component", label: "second", options: { mode } });
        await says(page, "second: ready");
        assert.deepEqual(await said(page), ["first: ready", "first: exit destroyed", "second: ready"]);
        assert.equal((await page.session.observed()).tokensIssued, 2);
        await nothingWrong(page);
      });
    }

    test("another render's callbacks count, and the frame is not touched", async () => {
      const page = await open();
      await render(page);
      await says(page, "first: ready");
      await render(page, { label: "second" });
      await page.hosted().click("cancel");
      await says(page, "second: exit page_closed");
      assert.deepEqual(await said(page), ["first: ready", "second: exit page_closed"]);
      assert.equal((await page.session.observed()).pageAccesses, 1);
    });

    test("an option that is given no more counts no more", async () => {
      const page = await open();
      await render(page, { kind: "hook", options: { mode: "modal", theme: "dark" } });
      await page.sees("#opener");
      await render(page, { kind: "hook", options: { mode: "modal" } });
      await (await page.find("#opener")).click();
      await says(page, "first: ready");
      assert.equal((await page.session.observed()).tokenRequests[0]?.body.customCss, undefined);
    });

    test("the hook: a press opens, the state is rendered", async () => {
      const page = await open();
      await render(page, { kind: "hook", options: { mode: "modal" } });
      const opener = await page.sees("#opener");
      assert.equal(await opener.getText(), "idle");
      await opener.click();
      await says(page, "first: ready");
      assert.equal(await page.run("return document.querySelector('#opener').textContent"), "ready");
      await page.hosted().setPinByPointer("4826");
      await says(page, "first: exit page_closed");
      await until("the state to be rendered", async () => (await opener.getText()) === "closed");
      assert.equal((await page.session.observed()).tokenRequests.length, 1);
      await nothingWrong(page);
    });

    test("the hook, opened from within an effect under StrictMode: one token", async () => {
      const page = await open();
      await render(page, { kind: "hook", opensAtOnce: true, options: { mode: "modal" } });
      await says(page, "first: ready");
      await page.hosted().click("cancel");
      await says(page, "settled page_closed");
      assert.deepEqual((await said(page)).slice(0, 3), [
        "first: ready",
        "first: exit page_closed",
        "settled page_closed",
      ]);
      assert.equal((await page.session.observed()).tokenRequests.length, 1);
      await nothingWrong(page);
    });

    test("something beside it that suspends does not end the attempt", async () => {
      const page = await open();
      await render(page);
      await says(page, "first: ready");
      await render(page, { suspends: true });
      await page.sees("#waiting");
      await page.run("fixture.giveData()");
      await page.sees(FRAME);
      await page.hosted().setPinByPointer("4826");
      await says(page, "first: exit page_closed");
      assert.equal((await page.session.observed()).pageAccesses, 1);
    });

    test("suspended before it is shown, it asks for nothing", async () => {
      const page = await open();
      await render(page, { suspends: true });
      await page.sees("#waiting");
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
      await page.run("fixture.giveData()");
      await says(page, "first: ready");
      assert.equal((await page.session.observed()).tokenRequests.length, 1);
    });

    test("rendered on a server, it comes to life", async () => {
      const page = await suite.open(undefined, "/hydrated.html");
      assert.equal(await (await page.sees("#opener")).getText(), "idle");
      await page.driver.get(`${page.origins.host}/hydrated.html?framed=${encodeURIComponent(page.origins.page)}`);
      await loaded(page);
      await page.sees(FRAME);
      await page.hosted().setPinByPointer("4826");
      await until("the exit", async () => (await page.count(FRAME)) === 0);
      assert.ok(await page.session.pinIs("4826"));
      await nothingWrong(page);
    });
  });
}
