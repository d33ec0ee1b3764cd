import assert from "node:assert/strict";
import { test } from "node:test";
import { hasNoErrors, isCleared, recorded, records, render, sceneOf, usedOneToken } from "../scene.mjs";

/** The package's name in this repository, which has two versions side by side. */
const aliases = { 3.3: { vue: "vue-3.3" }, 3.5: {} };

/**
 * Before 3.5 Vue made no Trusted Types policy, so it cannot be mounted where the page requires one.
 * The pages of its app require none.
 */
const queries = { 3.3: "?csp=none", 3.5: "" };

const flags = {
  "process.env.NODE_ENV": '"development"',
  // Vue would make its own policy, which the sandbox's pages forbid; tests/examples allows it.
  "window.trustedTypes": "undefined",
  __VUE_OPTIONS_API__: "true",
  __VUE_PROD_DEVTOOLS__: "false",
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
};

/** @param {3.3 | 3.5} version @returns {import("../promises.mjs").Adapter} */
export const vue = (version) => ({
  name: `Vue ${version}`,
  build: {
    name: `vue-${version}`,
    entry: "vue",
    folder: new URL("./", import.meta.url),
    alias: aliases[version],
    options: () => ({ define: flags }),
  },
  query: queries[version],
  usages: [
    { kind: "component", mode: "inline", endsWhileHidden: true },
    { kind: "component", mode: "modal", endsWhileHidden: true },
    { kind: "hook", mode: "inline", opensOnClick: true },
    { kind: "hook", mode: "modal", opensOnClick: true, showsState: true },
  ],
  addTests,
});

/** @param {import("../promises.mjs").Open} open */
function addTests(open) {
  test("an @exit and an onExit among the bound options: both are called", async () => {
    const page = await open();
    await render(page, { hasExitListener: true });
    await records(page, "first: ready");
    await page.hosted().cancelByScript();
    await records(page, "exit listener");
    assert.deepEqual(await recorded(page), ["first: ready", "first: exit page_closed", "exit listener"]);
    await hasNoErrors(page);
  });

  test("useSetPin in an effect scope lives as long as the scope", async () => {
    const page = await open();
    await page.run(
      "fixture.openInScope(arguments[0])",
      JSON.stringify(sceneOf(page, { kind: "nothing", options: { mode: "modal" } })),
    );
    await records(page, "state ready");
    await page.run("fixture.endScope()");
    await isCleared(page);
    await records(page, "first: exit destroyed");
    await hasNoErrors(page);
  });

  for (const [title, scene] of /** @type {const} */ ([
    ["", {}],
    [", in KeepAlive", { isHidden: false }],
  ])) {
    test(`rendered, removed and rendered again in one task${title}: one token`, async () => {
      const page = await open();
      await page.run("return fixture.flicker(arguments[0])", JSON.stringify(sceneOf(page, scene)));
      await records(page, "first: ready");
      await page.hosted().setPinByScript("4826");
      await records(page, "first: exit page_closed");
      await usedOneToken(page);
      await hasNoErrors(page);
    });
  }
}
