/**
 * Tests the Svelte entry with one version of Svelte. Each version has its own test file, because a
 * file has one sandbox, which serves one folder.
 */
import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
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
} from "./door-page.mjs";
import { FRAME } from "./host-page.mjs";
import { useBrowser } from "./suite.mjs";
import { until } from "./wait.mjs";

/** @typedef {import("./host-page.mjs").HostPage} HostPage */

const sources = new URL("../svelte/", import.meta.url);

/**
 * The package's name in this repository, which has two versions side by side, and each version's
 * names of the compiler's targets.
 */
const versions = {
  4: {
    alias: { svelte: "svelte-4", "svelte/server": fileURLToPath(new URL("server-4.mjs", sources)) },
    compiler: "svelte-4/compiler",
    targets: { browser: "dom", server: "ssr" },
    flags: { hydratable: true },
  },
  5: {
    alias: {},
    compiler: "svelte/compiler",
    targets: { browser: "client", server: "server" },
    flags: {},
  },
};

// Svelte parses its templates as markup and makes a Trusted Types policy for that. The sandbox's
// pages forbid that policy; tests/examples allows it.
const query = "csp=none";

/** @param {4 | 5} version @param {"browser" | "server"} target @returns {import("esbuild").Plugin} */
const compiled = (version, target) => ({
  name: "svelte",
  setup(build) {
    const { compiler, targets, flags } = versions[version];
    build.onLoad({ filter: /\.svelte$/ }, async ({ path: filename }) => {
      const { compile } = await import(compiler);
      const source = await readFile(filename, "utf8");
      const { js, warnings } = compile(source, { filename, dev: true, generate: targets[target], ...flags });
      assert.deepEqual(warnings, []);
      return { contents: js.code };
    });
  },
});

/** @param {HostPage} page */
const press = async (page) => (await page.sees("#opener")).click();

/** @param {4 | 5} version */
export async function testSvelte(version) {
  const folder = await buildPages({
    name: `svelte-${version}`,
    entry: "svelte",
    sources,
    alias: versions[version].alias,
    options: (target) => ({
      plugins: [compiled(version, target)],
      // This build includes Svelte's own checks.
      conditions: ["development"],
    }),
  });
  after(() => rm(folder, { recursive: true }));
  process.env.E2E_FIXTURES = folder;
  const suite = useBrowser();

  /** @param {import("./sandbox.mjs").Settings} [settings] */
  async function open(settings) {
    const page = await suite.open(settings, `/fixtures/index.html?${query}`);
    await loaded(page);
    return page;
  }

  describe(`Svelte ${version}`, () => {
    for (const [kind, mode] of /** @type {const} */ ([
      ["action", "inline"],
      ["action", "modal"],
      ["store", "modal"],
    ])) {
      /** @param {HostPage} page @param {string} [label] */
      const begin = async (page, label = "first") => {
        await render(page, { kind, label, options: { mode } });
        if (mode === "modal") await press(page);
        await says(page, `${label}: ready`);
      };

      test(`${kind}, ${mode}: one token, one frame, one exit`, async () => {
        const page = await open();
        await begin(page);
        assert.equal(await page.count(FRAME), 1);
        await page.hosted().setPinByPointer("4826");
        await says(page, "first: exit page_closed");
        assert.deepEqual(await said(page), ["first: ready", "first: exit page_closed"]);
        await askedOnce(page);
        assert.ok(await page.session.pinIs("4826"));
        await nothingWrong(page);
      });

      test(`${kind}, ${mode}, unmounted: nothing is left, and its exit is told`, async () => {
        const page = await open();
        await begin(page);
        await render(page, { kind: "nothing" });
        await isCleared(page);
        await begin(page, "second");
        assert.deepEqual(await said(page), ["first: ready", "first: exit destroyed", "second: ready"]);
        assert.equal((await page.session.observed()).tokensIssued, 2);
        await nothingWrong(page);
      });

      test(`${kind}, ${mode}: the latest callback counts, and the frame is not touched`, async () => {
        const page = await open();
        await begin(page);
        await keepsTheFrame(page, () => render(page, { kind, label: "second", options: { mode, theme: "dark" } }));
        await page.hosted().click("cancel");
        await says(page, "second: exit page_closed");
        assert.deepEqual(await said(page), ["first: ready", "second: exit page_closed"]);
        await askedOnce(page);
        await nothingWrong(page);
      });
    }

    test("unmounted while the backend is asked: the request ends", async () => {
      const page = await open({ faults: { token: [{ kind: "hang" }] } });
      await render(page, { kind: "action" });
      await until("the request", async () => (await page.session.observed()).openRequests === 1);
      await render(page, { kind: "nothing" });
      await until("its end", async () => (await page.session.observed()).openRequests === 0);
      await isCleared(page);
      assert.equal((await page.session.observed()).abortedRequests, 1);
      await nothingWrong(page);
    });

    for (const kind of ["action", "store"]) {
      test(`${kind}: an option that is given no more counts no more`, async () => {
        const page = await open();
        await render(page, { kind, options: { mode: "modal", theme: "dark" } });
        await render(page, { kind, options: { mode: "modal" } });
        await press(page);
        await says(page, "first: ready");
        assert.equal((await page.session.observed()).tokenRequests[0]?.body.customCss, undefined);
      });
    }

    test("setPinStore: the state is rendered", async () => {
      const page = await open();
      await render(page, { kind: "store", options: { mode: "modal" } });
      const opener = await page.sees("#opener");
      assert.equal(await opener.getText(), "idle");
      await opener.click();
      await until("the state to be rendered", () =>
        page.run("return document.querySelector('#opener').textContent === 'ready'"),
      );
      await page.hosted().setPinByPointer("4826");
      await until("the end to be rendered", async () => (await opener.getText()) === "closed");
      await askedOnce(page);
      await nothingWrong(page);
    });

    test("rendered on a server, it comes to life where it stands", async () => {
      const page = await suite.open(undefined, `/fixtures/hydrated.html?${query}`);
      assert.equal(await (await page.sees("#opener")).getText(), "idle");
      await hydrate(page, query);
      await page.sees(FRAME);
      assert.ok(await page.run("return fixture.keptTheMarkup()"), "the server's markup was replaced");
      await page.hosted().setPinByPointer("4826");
      await until("the exit", async () => (await page.count(FRAME)) === 0);
      assert.ok(await page.session.pinIs("4826"));
      await nothingWrong(page);
    });
  });
}
