/**
 * The sandbox's hosted page as a cardholder sees it on a phone: one step after the other, four boxes
 * for each entry, and errors that say what to do.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./harness/axe.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** The visible state of the page. @typedef {{step: string, shown: string[], filled: number, next: number, error: string, focus: string}} Seen */

/**
 * Opens the hosted page itself, with this appearance.
 * @param {Record<string, unknown>} [customCss]
 */
async function openHosted(customCss = {}) {
  const page = await suite.open();
  const { driver } = page;
  const body = JSON.stringify({
    isEmbedded: false,
    redirectUrl: `${page.origins.host}/fixtures/blank.html`,
    customCss,
  });
  const url = await driver.executeAsyncScript(
    `const [body, done] = arguments;
     const headers = { "content-type": "application/json" };
     fetch("/api/card/set-pin/token", { method: "POST", headers, body })
       .then((response) => response.json()).then(({ hostedPageUrl }) => done(hostedPageUrl), String)`,
    body,
  );
  await driver.get(String(url));
  const field = async (/** @type {string} */ id) => page.find(`#${id}`);
  return {
    page,
    /** @param {string} id @param {string} keys */
    async types(id, keys) {
      await (await field(id)).sendKeys(keys);
    },
    /** @param {string} id */
    async presses(id) {
      await (await field(id)).click();
    },
    /** @returns {Promise<Seen>} */
    seen: () =>
      driver.executeScript(
        `const field = [...document.querySelectorAll(".field")].find((each) => !each.hidden);
         const boxes = [...field.querySelectorAll(".digit")];
         return {
           step: document.querySelector("[aria-current=step]").textContent,
           shown: [...document.querySelectorAll("input:not([type=hidden]), button")]
             .filter((each) => each.checkVisibility?.() ?? each.offsetParent !== null).map(({ id }) => id),
           filled: boxes.filter((box) => getComputedStyle(box, "::after").content !== "none").length,
           next: boxes.findIndex((box) => getComputedStyle(box).outlineStyle === "solid"),
           error: document.querySelector("#error").textContent,
           focus: document.activeElement.id,
         }`,
      ),
  };
}

test("a PIN is chosen and repeated in two steps, with four boxes that show how many digits were typed", async () => {
  const { page, types, presses, seen } = await openHosted();
  const first = { step: "Choose a PIN", shown: ["pin", "submit", "cancel"], error: "", focus: "pin" };
  await until("the page's script", async () => (await seen()).focus === "pin");
  assert.deepEqual(await seen(), { ...first, filled: 0, next: 0 });
  assert.equal(await page.run("return document.querySelector('#pin').inputMode"), "numeric");
  await types("pin", "48");
  assert.deepEqual(await seen(), { ...first, filled: 2, next: 2 });
  assert.deepEqual(await violations(page.driver), []);

  await types("pin", "26");
  const second = { step: "Repeat it", shown: ["pin-confirm", "submit", "restart", "cancel"], focus: "pin-confirm" };
  assert.deepEqual(await seen(), { ...second, error: "", filled: 0, next: 0 });
  await types("pin-confirm", "4827");
  const different = "The two PINs are different. Enter the same PIN twice.";
  assert.deepEqual(await seen(), { ...second, error: different, filled: 0, next: 0 });
  assert.deepEqual(await violations(page.driver), []);

  await presses("restart");
  assert.deepEqual(await seen(), { ...first, filled: 0, next: 0 });
  await types("pin", "4826");
  await types("pin-confirm", "4826");
  assert.deepEqual(await seen(), { ...second, error: "", filled: 4, next: 3 });
  await presses("submit");
  await until("the way back", async () => (await page.driver.getCurrentUrl()).startsWith(page.origins.host));
  assert.ok(await page.session.pinIs("4826"));
});

test("an entry that cannot be a PIN is refused in the first step", async () => {
  const { types, presses, seen } = await openHosted();
  await until("the page's script", async () => (await seen()).focus === "pin");
  for (const [keys, error] of /** @type {const} */ ([
    ["12", "Enter exactly 4 digits, 0 to 9."],
    ["\uE003\uE003x", "Enter exactly 4 digits, 0 to 9."],
    ["7777", "Choose digits that are not all the same."],
  ])) {
    await types("pin", keys);
    await presses("submit");
    assert.deepEqual([(await seen()).error, (await seen()).step], [error, "Choose a PIN"]);
  }
});

test("the boxes and buttons have the colours and corners of customCss, and fit a phone", async () => {
  const { page } = await openHosted({
    backgroundColor: "#101010",
    textColor: "#FAFAFA",
    backgroundColorPrimary: "#203040",
    textColorPrimary: "#F0E0D0",
    buttonBorderRadius: 11,
    pinBorderRadius: 7,
    pinBorderColor: "#708090",
  });
  const looks = await page.run(
    `const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
     const [box, button, current] = [style(".digit"), style("#submit"), style("[aria-current]", "::before")];
     return {
       page: [style("body").backgroundColor, style("body").color],
       box: [box.backgroundColor, box.color, box.borderTopLeftRadius, box.borderTopColor],
       button: [button.backgroundColor, button.color, button.borderTopLeftRadius],
       step: [current.backgroundColor, current.color],
       overflow: document.documentElement.scrollWidth > innerWidth,
     }`,
  );
  assert.deepEqual(looks, {
    page: ["rgb(16, 16, 16)", "rgb(250, 250, 250)"],
    box: ["rgb(32, 48, 64)", "rgb(240, 224, 208)", "7px", "rgb(112, 128, 144)"],
    button: ["rgb(32, 48, 64)", "rgb(240, 224, 208)", "11px"],
    step: ["rgb(32, 48, 64)", "rgb(240, 224, 208)"],
    overflow: false,
  });
});

test("while the PIN is sent, the button shows a spinner and sends it once", async () => {
  const { page, types, presses, seen } = await openHosted();
  await until("the page's script", async () => (await seen()).focus === "pin");
  await page.run("window.sent = 0; window.fetch = () => { window.sent += 1; return new Promise(() => {}); };");
  await types("pin", "4826");
  await types("pin-confirm", "4826");
  const state = () =>
    page.run(
      `const button = document.querySelector("#submit");
       const { animationName, content } = getComputedStyle(button, "::before");
       return [button.textContent, button.disabled, animationName, content !== "none", window.sent];`,
    );
  assert.deepEqual(await state(), ["Set PIN", false, "none", false, 0]);
  await presses("submit");
  await presses("submit");
  assert.deepEqual(await state(), ["Setting your PIN…", true, "turn", true, 1]);
});
