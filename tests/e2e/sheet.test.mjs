/**
 * The space around the hosted page: nothing moves in it, and each wait and each failure has its own
 * sentence, and only the actions that can help.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { violations } from "./harness/axe.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { atWidth } from "./harness/viewport.mjs";
import { until } from "./harness/wait.mjs";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */
/** @typedef {import("./harness/sandbox.mjs").Settings} Settings */

const suite = useBrowser();
const BOX = "[data-set-pin-widget] >>> [data-part=box]";
const STATUS = "[data-set-pin-status]";
const NOTICE = "[data-set-pin-notice]";
const BUTTON = "[data-set-pin-retry]";
const LEAVE = "[data-set-pin-leave]";
const CLOSE = "[data-set-pin-close]";
const MODES = /** @type {const} */ (["inline", "modal"]);
/** Long enough to look at each state. */
const SLOW = /** @type {const} */ ({ kind: "delay", ms: 700 });

/** @param {HostPage} page @param {string} selector @returns {Promise<number[]>} */
const place = (page, selector) =>
  page.run(
    "const { x, y, width, height } = deepFind(arguments[0]).getBoundingClientRect(); return [x, y, width, height]",
    selector,
  );

/** @param {HostPage} page @param {string} selector @param {string} text */
const says = (page, selector, text) =>
  until(
    `"${text}" in ${selector}`,
    async () => (await page.run("return deepFindAll(arguments[0])[0]?.innerText.trim()", selector)) === text,
    () => page.run("return deepFindAll(arguments[0])[0]?.innerText", selector),
  );

/** @param {HostPage} page @param {string} selector @returns {Promise<boolean>} */
const isShown = (page, selector) =>
  page.run(
    "const found = deepFindAll(arguments[0])[0]; return found !== undefined && found.getClientRects().length > 0",
    selector,
  );

/** @param {HostPage} page @param {"inline" | "modal"} mode @param {Record<string, unknown>} [options] */
const start = (page, mode, options) => (mode === "modal" ? page.startModal(options) : page.start(options));

/**
 * Checks that the sheet and the frame keep their places.
 * @param {HostPage} page
 * @param {"inline" | "modal"} mode
 * @param {number} [width] Of the sheet.
 */
async function keepsPlaces(page, mode, width) {
  const widget = await start(page, mode);
  await page.sees(BOX);
  const box = await place(page, BOX);
  if (width !== undefined) assert.equal(box[2], width);
  await widget.reaches("loading");
  const frame = await place(page, FRAME);
  assert.deepEqual(await place(page, BOX), box);
  await widget.reaches("ready");
  assert.deepEqual([await place(page, BOX), await place(page, FRAME)], [box, frame]);
  await page.sleeps(600_000);
  await widget.reaches("expired");
  await page.sees(BUTTON);
  assert.deepEqual([await place(page, BOX), await place(page, FRAME)], [box, frame]);
  await page.run("deepFind(arguments[0]).remove()", FRAME);
  await widget.reaches("failed");
  assert.deepEqual(await place(page, BOX), box);
  await widget.act("close");
}

/** Delays every token and every page, so that a test can look at each state. */
const allSlow = () => ({ faults: { token: [{ ...SLOW, times: 0 }], page: [{ ...SLOW, times: 0 }] } });

describe("nothing moves", () => {
  for (const mode of MODES) {
    test(`${mode}: from the first request to a failure, the sheet and the frame keep their places`, async () => {
      await keepsPlaces(await suite.open(allSlow()), mode);
    });

    test(`${mode}: at 768 and 1440 pixels, the sheet and the frame keep their places`, async () => {
      const page = await suite.open(allSlow());
      for (const width of [768, 1440]) {
        await atWidth(page, width, () => keepsPlaces(page, mode, mode === "modal" ? 480 : undefined));
      }
    });

    test(`${mode}: a failure is as large as the page that it replaces`, async () => {
      const page = await suite.open({ faults: { token: [{ ...SLOW }, { kind: "status", status: 403 }] } });
      const widget = await start(page, mode);
      await widget.reaches("ready");
      const box = await place(page, BOX);
      await page.run("deepFind(arguments[0]).remove()", FRAME);
      await widget.reaches("failed");
      assert.deepEqual(await place(page, BOX), box);
    });

    test(`${mode}: the page behind does not scroll`, async () => {
      const page = await suite.open({ faults: { token: [SLOW, { kind: "status", status: 403 }] } });
      await page.run(
        `document.body.style.minHeight = "3000px";
         const below = document.createElement("p");
         below.textContent = "Below the widget";
         document.querySelector("#container").after(below);
         scrollTo(0, 40);
         window.belowAt = () => Math.round(below.getBoundingClientRect().y + scrollY);`,
      );
      const closed = await page.run("return [scrollY, belowAt()]");
      const widget = await start(page, mode);
      await page.sees(BOX);
      const before = await page.run("return [scrollY, belowAt()]");
      // An inline widget takes its place in the page when it opens.
      if (mode === "modal") assert.deepEqual(before, closed);
      await widget.reaches("ready");
      assert.deepEqual(await page.run("return [scrollY, belowAt()]"), before);
      await page.sleeps(600_000);
      await widget.reaches("expired");
      await widget.act("retry");
      await widget.reaches("failed");
      assert.deepEqual(await page.run("return [scrollY, belowAt()]"), before);
    });
  }

  test("inline: in a container of 280 pixels and in a fit-content container, the sheet and the frame keep their places", async () => {
    const page = await suite.open(allSlow(), "/fixtures/blank.html?csp=none");
    for (const [style, width] of /** @type {const} */ ([
      ["width: 280px", 280],
      ["width: fit-content", 300],
      ["display: grid; grid-template-columns: 1fr; width: 288px", 288],
    ])) {
      await page.run("document.querySelector('#container').style.cssText = arguments[0]", style);
      await keepsPlaces(page, "inline", width);
    }
  });

  test("a frame that is narrower than the sheet is centred", async () => {
    const page = await suite.open();
    await page.ready({ mode: "modal", width: "200px" });
    const [boxX = 0, , boxWidth = 0] = await place(page, BOX);
    const [frameX = 0, , frameWidth = 0] = await place(page, FRAME);
    assert.equal(frameWidth, 200);
    assert.equal(frameX - boxX, (boxWidth - frameWidth) / 2);
  });

  test("a long text does not widen the sheet", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 403 }] } });
    const long = "A very long sentence ".repeat(20);
    const keys = ["loading", "failed", "expired", "close"];
    const widget = await page.startModal({ messages: Object.fromEntries(keys.map((key) => [key, long])) });
    await widget.reaches("failed");
    await page.sees(NOTICE);
    assert.equal((await place(page, BOX))[2], 480);
  });

  test("all four corners are round, in each state", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal" });
    const corners = `const tree = deepFind("[data-set-pin-widget]").shadowRoot;
       const { left, right, top, bottom } = deepFind(arguments[0]).getBoundingClientRect();
       return [[left, top], [right, top], [left, bottom], [right, bottom]].map(([x, y]) =>
         tree.elementFromPoint(x + (x === left ? 1 : -2), y + (y === top ? 1 : -2))?.localName)`;
    for (const state of /** @type {const} */ (["ready", "expired", "failed"])) {
      if (state === "expired") await page.sleeps(600_000);
      if (state === "failed") await page.run("deepFind(arguments[0]).remove()", FRAME);
      await widget.reaches(state);
      assert.deepEqual(await page.run(corners, BOX), ["dialog", "dialog", "dialog", "dialog"], state);
    }
  });
});

describe("while the cardholder waits", () => {
  for (const mode of MODES) {
    test(`${mode}: shows a spinner and a text until the page has loaded; the frame above them is transparent`, async () => {
      const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
      const widget = await start(page, mode);
      await widget.reaches("loading");
      await says(page, STATUS, "Opening the secure page…");
      assert.equal(await isShown(page, "[data-set-pin-widget] >>> [data-part=spinner]"), true);
      const background = await page.run("return getComputedStyle(deepFind(arguments[0])).backgroundColor", FRAME);
      assert.equal(background, "rgba(0, 0, 0, 0)");
      await widget.act("close");
      const loaded = await page.start({ mode, ...(mode === "modal" && { container: undefined }) });
      await loaded.reaches("ready");
      assert.equal(await isShown(page, "[data-set-pin-widget] >>> [data-part=spinner]"), false);
      assert.equal(await isShown(page, STATUS), false);
    });
  }

  test("the text reports that the card is not active yet, and onEvent reports card_wait", async () => {
    const page = await suite.open({ card: "NONE" });
    const widget = await page.startModal({ cardStatus: { url: "/api/card/status", waitForActive: true } });
    await says(page, STATUS, "Waiting for your card to be activated…");
    assert.ok((await widget.events("card_wait")).length > 0);
    await widget.act("close");
  });

  test("the text reports that a request is repeated, and onEvent reports retry", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 503 }] } });
    const widget = await page.startModal();
    await says(page, STATUS, "Trying again…");
    assert.equal((await widget.events("retry")).length, 1);
    await widget.reaches("ready");
  });

  test('with onFailure "close", a failure that comes back at once shows no dialog', async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 403 }] } });
    await page.run(
      `window.dialogs = 0;
       const show = HTMLDialogElement.prototype.showModal;
       HTMLDialogElement.prototype.showModal = function () { window.dialogs += 1; show.call(this); };`,
    );
    const widget = await page.startModal({ onFailure: "close" });
    assert.equal((await widget.result()).reason, "failed");
    assert.equal(await page.run("return dialogs"), 0);
  });

  test('with onFailure "close", a slow request shows the dialog', async () => {
    const page = await suite.open({ faults: { token: [SLOW] } });
    const widget = await page.startModal({ onFailure: "close" });
    await says(page, STATUS, "Opening the secure page…");
    assert.equal((await widget.report()).state, "requesting");
    await widget.reaches("ready");
    await page.hosted().setPinByPointer("4826");
    assert.equal((await widget.result()).reason, "page_closed");
  });

  test('with onFailure "close", no token is requested for a container that is not displayed', async () => {
    const page = await suite.open();
    await page.run("document.querySelector('#container').style.display = 'none'");
    const widget = await page.start({ mode: "modal", onFailure: "close" });
    assert.equal((await widget.result()).error?.code, "container_not_found");
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });
});

/**
 * The status, the sentence, and the label of the main button.
 * @type {[number, string, string | undefined][]}
 */
const FAILURES = [
  [401, "You've been signed out. Sign in to continue.", undefined],
  [403, "We couldn't open the secure page.", undefined],
  [404, "We couldn't find your card.", undefined],
  [422, "We couldn't open the secure page.", undefined],
  [429, "Too many tries. Wait a moment, then try again.", "Try again"],
  [500, "The card service isn't available right now. Try again later.", "Try again"],
];

/** @type {[string, string, string | undefined][]} */
const CARDS = [
  ["FROZEN", "Your card is frozen. Unfreeze it, then try again.", "Try again"],
  ["BLOCKED", "Your card is blocked. Contact support for help.", undefined],
];

/**
 * Checks what the cardholder reads, and what can be pressed.
 * @param {HostPage} page @param {Widget} widget @param {string} sentence @param {string | undefined} action
 */
async function shows(page, widget, sentence, action) {
  await widget.reaches("failed");
  await says(page, NOTICE, sentence);
  assert.equal(await isShown(page, BUTTON), action !== undefined);
  if (action) await says(page, BUTTON, action);
  assert.equal(await page.isFocused(action ? BUTTON : LEAVE), true);
  assert.deepEqual(await violations(page.driver), []);
}

describe("after a failure", () => {
  for (const [status, sentence, action] of FAILURES) {
    test(`${status}: "${sentence}", ${action ? `with "${action}"` : "without a retry"}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "status", status }] } });
      await shows(page, await page.startModal({ retry: false }), sentence, action);
    });
  }

  for (const [card, sentence, action] of CARDS) {
    test(`${card}: "${sentence}"`, async () => {
      const page = await suite.open(/** @type {Settings} */ ({ card }));
      const widget = await page.startModal({ cardStatus: { url: "/api/card/status" } });
      await shows(page, widget, sentence, action);
    });
  }

  test("no response: the sentence for a cardholder who is offline", async () => {
    const page = await suite.open();
    const widget = await page.startModal({ tokenUrl: "http://127.0.0.1:9/", retry: false });
    await shows(page, widget, "You seem to be offline. Check your connection and try again.", "Try again");
  });

  test("a card without a PIN offers no retry", async () => {
    const page = await suite.open();
    const widget = await page.startModal({ cardStatus: { fetch: { $: "returns a card without a PIN" } } });
    await shows(page, widget, "This card doesn't have a PIN.", undefined);
  });

  test("a failed request for the card shows the sentence of its cause", async () => {
    const page = await suite.open({ faults: { status: [{ kind: "status", status: 503, times: 0 }] } });
    const widget = await page.startModal({ cardStatus: { url: "/api/card/status" }, retry: false });
    await shows(page, widget, "The card service isn't available right now. Try again later.", "Try again");
  });

  test('a dialog has a "Close" that ends the attempt; an inline widget has none', async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 403, times: 0 }] } });
    const inline = await page.start();
    await inline.reaches("failed");
    await says(page, NOTICE, "We couldn't open the secure page.");
    assert.equal(await isShown(page, LEAVE), false);
    await inline.act("close");
    const widget = await page.startModal();
    await widget.reaches("failed");
    await (await page.sees(LEAVE)).click();
    assert.equal((await widget.result()).reason, "failed");
    assert.equal(await page.count("[data-set-pin-widget]"), 0);
  });

  for (const mode of MODES) {
    test(`${mode}: "Sign in" ends the attempt, and then calls onSignIn`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "status", status: 401 }] } });
      const widget = await start(page, mode, { onSignIn: { $: "signs in" } });
      await widget.reaches("failed");
      await says(page, BUTTON, "Sign in");
      await (await page.sees(BUTTON)).click();
      const { reason, error } = await widget.result();
      assert.deepEqual([reason, error?.code], ["failed", "unauthenticated"]);
      const calls = await until("the call", async () => {
        const made = await page.hostCalls();
        return made.length > 0 ? made : undefined;
      });
      assert.deepEqual(
        calls.map(({ name, frames }) => [name, frames]),
        [["signs in", 0]],
      );
      assert.equal(await page.count("[data-set-pin-widget]"), 0);
    });
  }

  test("onSignIn is called even if the host destroys the widget in onExit", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 401 }] } });
    const widget = await page.startModal({ onSignIn: { $: "signs in" } }, { actions: { onExit: ["destroy"] } });
    await widget.reaches("failed");
    await (await page.sees(BUTTON)).click();
    await widget.reaches("destroyed");
    assert.equal((await page.hostCalls()).length, 1);
  });

  test("too many tries: the wait is counted down, and until its end the button sends nothing", async () => {
    const fault = { kind: "status", status: 429, headers: { "retry-after": "2" } };
    const page = await suite.open({ faults: { token: [/** @type {never} */ (fault)] } });
    const widget = await page.startModal({ retry: false });
    await widget.reaches("failed");
    await says(page, BUTTON, "Try again (0:01)");
    await (await page.find(BUTTON)).click();
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
    await says(page, BUTTON, "Try again");
    await (await page.find(BUTTON)).click();
    await widget.reaches("ready");
    assert.equal((await page.session.observed()).tokenRequests.length, 2);
  });
});

describe("how a failure looks", () => {
  test("the lines of its sentence are about equally long", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
    const widget = await page.startModal({ retry: false });
    await widget.reaches("failed");
    await says(page, NOTICE, "The card service isn't available right now. Try again later.");
    const widths = /** @type {number[]} */ (
      await page.run(
        `const range = document.createRange();
         range.selectNodeContents(deepFind(arguments[0]));
         const lines = new Map();
         for (const { top, width } of range.getClientRects()) lines.set(top, (lines.get(top) ?? 0) + width);
         return [...lines.values()]`,
        NOTICE,
      )
    );
    assert.equal(widths.length, 2);
    assert.ok(Math.min(...widths) > Math.max(...widths) / 2, widths.join(" and "));
  });

  test("a retry that has to wait looks disabled until it can help", async () => {
    const fault = { kind: "status", status: 429, headers: { "retry-after": "2" } };
    const page = await suite.open({ faults: { token: [/** @type {never} */ (fault)] } });
    const widget = await page.startModal({ retry: false });
    await widget.reaches("failed");
    const look = "const { opacity } = getComputedStyle(deepFind(arguments[0])); return opacity";
    await says(page, BUTTON, "Try again (0:01)");
    assert.equal(await page.run(look, BUTTON), "0.6");
    await says(page, BUTTON, "Try again");
    assert.equal(await page.run(look, BUTTON), "1");
  });
});

describe("the host's own style", () => {
  test("custom properties style the sheet, the header, the button and the font", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
    await page.run(
      `for (const [name, value] of Object.entries({
         "sheet-width": "600px", "sheet-radius": "4px", backdrop: "rgb(0, 0, 99)", "header-background": "rgb(1, 2, 3)",
         "header-color": "rgb(250, 250, 250)", "title-font-size": "30px", "button-background": "rgb(4, 5, 6)",
         "button-color": "rgb(255, 255, 255)", "button-radius": "22px", "font-family": "monospace",
       })) document.documentElement.style.setProperty("--set-pin-" + name, value);`,
    );
    const widget = await page.startModal({ retry: false });
    await widget.reaches("failed");
    const style = /** @type {Record<string, string>} */ (
      await page.run(
        `const of = (part) => getComputedStyle(deepFind("[data-set-pin-widget] >>> [data-part=" + part + "]"));
         return {
           width: of("sheet").width, radius: of("sheet").borderTopLeftRadius, backdrop: of("backdrop").backgroundColor,
           header: of("header").backgroundColor, title: of("title").color, size: of("title").fontSize,
           button: of("retry").backgroundColor, text: of("retry").color, round: of("retry").borderTopLeftRadius,
           font: of("box").fontFamily,
         }`,
      )
    );
    assert.deepEqual(style, {
      width: "600px",
      radius: "4px",
      backdrop: "rgb(0, 0, 99)",
      header: "rgb(1, 2, 3)",
      title: "rgb(250, 250, 250)",
      size: "30px",
      button: "rgb(4, 5, 6)",
      text: "rgb(255, 255, 255)",
      round: "22px",
      font: "monospace",
    });
  });

  test("the text on a button with the host's own background keeps the theme's colour", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 500, times: 0 }] } });
    const colours = [];
    for (const background of ["", "#065F46"]) {
      await page.run(
        "document.documentElement.style.setProperty('--set-pin-button-background', arguments[0])",
        background,
      );
      const widget = await page.startModal({ retry: false, theme: "light" });
      await widget.reaches("failed");
      colours.push(await page.run("return getComputedStyle(deepFind(arguments[0])).color", BUTTON));
      await widget.act("close");
    }
    // The theme's white is legible on the host's green, but not on the theme's.
    assert.deepEqual(colours, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
  });

  test("no custom property or part hides the close button, or makes it too small to press", async () => {
    const page = await suite.open({}, "/fixtures/blank.html?csp=none");
    await page.run(
      `const sheet = document.createElement("style");
       const hidden = "display: none !important; visibility: hidden !important; opacity: 0 !important; width: 0 !important; height: 0 !important; transform: scale(0) !important; clip-path: inset(50%) !important; color: transparent !important; pointer-events: none !important; position: fixed !important; inset-inline-start: -999px !important";
       sheet.textContent = "::part(close), ::part(header), ::part(sheet), ::part(box), ::part(backdrop) { " + hidden + " } :root { --set-pin-sheet-width: 0px; --set-pin-sheet-radius: 9999px; --set-pin-header-color: transparent; --set-pin-header-background: transparent; --set-pin-title-font-size: 400px }";
       document.head.append(sheet);`,
    );
    const widget = await page.ready({ mode: "modal", messages: { title: "Unbroken".repeat(60) } });
    const close = await page.sees(CLOSE);
    const seen = await page.run(
      `const close = deepFind(arguments[0]);
       const { x, y, width, height } = close.getBoundingClientRect();
       const { opacity, visibility, color, backgroundColor } = getComputedStyle(close);
       return { isOnTop: close.getRootNode().elementFromPoint(x + width / 2, y + height / 2) === close, width, height, opacity, visibility, isLegible: color !== backgroundColor && color.startsWith("rgb(") }`,
      CLOSE,
    );
    assert.deepEqual(seen, {
      isOnTop: true,
      width: 44,
      height: 44,
      opacity: "1",
      visibility: "visible",
      isLegible: true,
    });
    // Firefox's driver does not find the button in this sheet; a pointer does.
    await page.driver.actions().move({ origin: close }).click().perform();
    assert.equal((await widget.result()).reason, "dismissed");
  });

  for (const [what, change] of /** @type {const} */ ([
    ["has been removed", "document.querySelector('#container').remove()"],
    [
      "shows no children",
      "document.querySelector('#container').replaceWith(Object.assign(document.createElement('textarea'), { id: 'container' }))",
    ],
  ])) {
    test(`with onFailure "close", no token is requested for a container that ${what}`, async () => {
      const page = await suite.open();
      await page.run(change);
      const widget = await page.start({ mode: "modal", onFailure: "close" });
      assert.equal((await widget.result()).error?.code, "container_not_found");
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
    });
  }

  test("a container that is removed before its dialog is shown ends the attempt", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    const widget = await page.start({ mode: "modal", onFailure: "close" });
    await page.observes("the request", ({ tokenRequests }) => tokenRequests.length === 1);
    await page.run("document.querySelector('#container').remove()");
    assert.equal((await widget.result()).error?.code, "frame_removed");
    assert.equal(await page.count("[data-set-pin-widget]"), 0);
  });

  test("hideHeader hides the title from view, but not from screen readers, and keeps the close button", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", hideHeader: true });
    const [, , width = 0] = await place(page, "[data-set-pin-widget] >>> [data-part=title]");
    assert.equal(width, 1);
    assert.equal(await (await page.find("[data-set-pin-widget] >>> dialog")).getAccessibleName(), "Set your card PIN");
    await (await page.sees(CLOSE)).click();
    assert.equal((await widget.result()).reason, "dismissed");
  });
});
