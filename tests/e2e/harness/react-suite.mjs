/**
 * Tests the React entry with one version of React. Each version has its own test file, because a
 * file has one sandbox, which serves one folder.
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { buildPages } from "./door-build.mjs";
import { hydrate, isCleared, keepsTheFrame, loaded, nothingWrong, render, said, says } from "./door-page.mjs";
import { FRAME } from "./host-page.mjs";
import { useBrowser } from "./suite.mjs";
import { until } from "./wait.mjs";

/** The packages' names in this repository, which has two versions side by side. */
const aliases = { 18: { react: "react-18", "react-dom": "react-dom-18" }, 19: {} };
const sources = new URL("../react/", import.meta.url);

/** The entry's exports that share the README's promises. */
const kinds = /** @type {const} */ (["component", "hook"]);

/**
 * Renders an export and opens its widget: the component opens when it is rendered, the hook after a
 * click.
 * @param {import("./host-page.mjs").HostPage} page
 * @param {Partial<import("./door-page.mjs").Scene> & {isHidden?: boolean, isTalkative?: boolean}} scene
 */
async function show(page, scene) {
  await render(page, scene);
  if (scene.kind === "hook") await (await page.sees("#opener")).click();
  await says(page, `${scene.label ?? "first"}: ready`);
}

/** @param {18 | 19} version */
export async function testReact(version) {
  const folder = await buildPages({ name: `react-${version}`, entry: "react", sources, alias: aliases[version] });
  after(() => rm(folder, { recursive: true }));
  process.env.E2E_FIXTURES = folder;
  const suite = useBrowser();

  async function open() {
    const page = await suite.open(undefined, "/fixtures/index.html");
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

      for (const kind of kinds) {
        test(`unmounted, ${mode}: nothing is left, and of the callbacks only its exit is called: ${kind}`, async () => {
          const page = await open();
          await show(page, { kind, options: { mode }, isTalkative: true });
          const before = (await said(page)).length;
          await render(page, { kind: "nothing" });
          await isCleared(page);
          await show(page, { kind, label: "second", options: { mode } });
          assert.deepEqual((await said(page)).slice(before), ["first: exit destroyed", "second: ready"]);
          assert.equal((await page.session.observed()).tokensIssued, 2);
          await nothingWrong(page);
        });
      }
    }

    for (const kind of kinds) {
      test(`another render's callbacks count, and the frame is not touched: ${kind}`, async () => {
        const page = await open();
        await show(page, { kind });
        await keepsTheFrame(page, () => render(page, { kind, label: "second" }));
        await page.hosted().click("cancel");
        await says(page, "second: exit page_closed");
        assert.deepEqual(await said(page), ["first: ready", "second: exit page_closed"]);
        assert.equal((await page.session.observed()).pageAccesses, 1);
      });
    }

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

    for (const kind of kinds) {
      test(`something beside it that suspends does not end the attempt: ${kind}`, async () => {
        const page = await open();
        await show(page, { kind });
        await render(page, { kind, suspends: true });
        await page.sees("#waiting");
        await page.run("fixture.giveData()");
        await page.sees(FRAME);
        await page.hosted().setPinByPointer("4826");
        await says(page, "first: exit page_closed");
        assert.equal((await page.session.observed()).pageAccesses, 1);
      });

      test(`suspended before it is shown, it asks for nothing: ${kind}`, async () => {
        const page = await open();
        await render(page, { kind, suspends: true, opensAtOnce: true });
        await page.sees("#waiting");
        assert.equal((await page.session.observed()).tokenRequests.length, 0);
        await page.run("fixture.giveData()");
        await says(page, "first: ready");
        assert.equal((await page.session.observed()).tokenRequests.length, 1);
      });
    }

    for (const kind of version === 18 ? [] : kinds) {
      test(`kept but hidden by Activity: the attempt ends, and there is another once it is shown: ${kind}`, async () => {
        const page = await open();
        await show(page, { kind, isHidden: false });
        await render(page, { kind, isHidden: true });
        await isCleared(page);
        await show(page, { kind, label: "second", isHidden: false });
        assert.deepEqual(await said(page), ["first: ready", "first: exit destroyed", "second: ready"]);
        assert.equal((await page.session.observed()).tokensIssued, 2);
        await nothingWrong(page);
      });
    }

    test("rendered on a server, it comes to life", async () => {
      const page = await suite.open(undefined, "/fixtures/hydrated.html");
      assert.equal(await (await page.sees("#opener")).getText(), "idle");
      await hydrate(page);
      await page.sees(FRAME);
      await page.hosted().setPinByPointer("4826");
      await until("the exit", async () => (await page.count(FRAME)) === 0);
      assert.ok(await page.session.pinIs("4826"));
      await nothingWrong(page);
    });
  });
}
