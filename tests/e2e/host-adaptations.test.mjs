/**
 * Browser settings of users: forced colours and reduced motion.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser({ forcedColors: true });

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/** @param {HostPage} page @param {string} selector @returns {Promise<{border: string, colour: string, background: string, width: string}>} */
const paint = (page, selector) =>
  page.run(
    `const { borderTopColor, borderTopWidth, color, backgroundColor } = getComputedStyle(deepFind(arguments[0]));
     return { border: borderTopColor, width: borderTopWidth, colour: color, background: backgroundColor };`,
    selector,
  );

describe("forced colours", () => {
  test("are on, except in WebKit, which does not support them", async () => {
    const page = await suite.open();
    assert.equal(await page.run("return matchMedia('(forced-colors: active)').matches"), suite.engine !== "webkit");
  });

  /** @type {[string, string, import("./harness/sandbox.mjs").Settings][]} */
  const buttons = [
    ["data-set-pin-close", "modal", {}],
    ["data-set-pin-retry", "inline", { faults: { token: [{ kind: "status", status: 500 }] } }],
  ];
  for (const [button, mode, settings] of buttons) {
    test(`${button} has a border, and its text has the user's colour`, async () => {
      const page = await suite.open(settings);
      const widget = await page.start({
        mode,
        retry: false,
        ...(mode === "modal" && { container: undefined }),
        customCss: { backgroundColorPrimary: "#123456" },
      });
      await widget.reaches(mode === "modal" ? "ready" : "failed");
      const { border, width, colour, background } = await paint(page, `[${button}]`);
      assert.equal(width, "1px");
      if (suite.engine === "webkit") return;
      assert.doesNotMatch(border, /rgba\(.*, 0\)/);
      assert.notEqual(border, background);
      assert.notEqual(colour, background);
      assert.notEqual(background, "rgb(18, 52, 86)", "the host's colour does not replace the user's");
    });
  }
});

/** Counts the animations in the widget. */
const ANIMATIONS = `return deepFind("[data-set-pin-widget]").shadowRoot.getAnimations().length`;
const SPINNER = "[data-set-pin-widget] >>> [data-part=spinner]";

test("the spinner turns only when it is visible", async () => {
  const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
  await page.run(
    `window.opacities = [];
     const { animate } = Element.prototype;
     Element.prototype.animate = function (...given) {
       window.opacities.push(getComputedStyle(this.parentElement).opacity);
       return animate.apply(this, given);
     };`,
  );
  const widget = await page.start();
  await widget.reaches("loading");
  await page.sees(SPINNER);
  assert.deepEqual(await page.run("return window.opacities"), ["1"]);
});

for (const mode of ["inline", "modal"]) {
  test(`only the spinner moves, while the page loads, and with reduced motion nothing (${mode})`, async () => {
    for (const reduces of [false, true]) {
      const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
      if (reduces) await page.run("fixture.reduceMotion()");
      const widget = await page.start({ mode, ...(mode === "modal" && { container: undefined }) });
      await widget.reaches("loading");
      await page.sees(SPINNER);
      assert.equal(await page.run(ANIMATIONS), reduces ? 0 : 1);
      await widget.act("close");
    }
    const page = await suite.open();
    const widget = await page.ready({ mode });
    assert.equal(await page.run(ANIMATIONS), 0);
    const moving = await page.run(
      `return ["[data-set-pin-widget]", "[data-set-pin-widget] >>> *"].flatMap(deepFindAll).filter((element) => {
         const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
         return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior === "smooth";
       }).length`,
    );
    assert.equal(moving, 0);
    await widget.act("close");
  });
}
