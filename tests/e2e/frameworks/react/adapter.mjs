import assert from "node:assert/strict";
import { test } from "node:test";
import { FRAME } from "../../harness/host-page.mjs";
import { hasNoErrors, recorded, records, render } from "../scene.mjs";

/** The packages' names in this repository, which has two versions side by side. */
const aliases = { 18: { react: "react-18", "react-dom": "react-dom-18" }, 19: {} };

/** @param {18 | 19} version @returns {import("../promises.mjs").Adapter} */
export const react = (version) => {
  // React 18 has no `Activity`.
  const endsWhileHidden = version === 19;
  return {
    name: `React ${version}, in StrictMode`,
    build: {
      name: `react-${version}`,
      entry: "react",
      folder: new URL("./", import.meta.url),
      alias: aliases[version],
    },
    usages: [
      { kind: "component", mode: "inline", endsWhileHidden },
      { kind: "component", mode: "modal", endsWhileHidden },
      { kind: "hook", mode: "inline", opensOnClick: true, endsWhileHidden },
      { kind: "hook", mode: "modal", opensOnClick: true, endsWhileHidden, showsState: true },
    ],
    addTests,
  };
};

/** @param {import("../promises.mjs").Open} open */
function addTests(open) {
  test("the hook, opened in an effect: one token", async () => {
    const page = await open();
    await render(page, { kind: "hook", opensInEffect: true, options: { mode: "modal" } });
    await records(page, "first: ready");
    await page.hosted().cancelByScript();
    await records(page, "settled page_closed");
    assert.deepEqual((await recorded(page)).slice(0, 3), [
      "first: ready",
      "first: exit page_closed",
      "settled page_closed",
    ]);
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
    await hasNoErrors(page);
  });

  for (const kind of ["component", "hook"]) {
    test(`another component that suspends does not end the attempt: ${kind}`, async () => {
      const page = await open();
      await render(page, { kind });
      if (kind === "hook") await (await page.sees("#opener")).click();
      await records(page, "first: ready");
      await render(page, { kind, suspends: true });
      await page.sees("#waiting");
      await page.run("fixture.resolveData()");
      await page.sees(FRAME);
      await page.hosted().setPinByScript("4826");
      await records(page, "first: exit page_closed");
      assert.equal((await page.session.observed()).pageAccesses, 1);
    });

    test(`suspended before it is shown, it sends no request: ${kind}`, async () => {
      const page = await open();
      await render(page, { kind, suspends: true, opensInEffect: true });
      await page.sees("#waiting");
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
      await page.run("fixture.resolveData()");
      await records(page, "first: ready");
      assert.equal((await page.session.observed()).tokenRequests.length, 1);
    });
  }
}
