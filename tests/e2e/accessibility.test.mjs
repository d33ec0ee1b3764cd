/**
 * Validates the host page and its widget with axe-core in each state, and checks what assistive
 * technology announces.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { violations } from "./harness/axe.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").SetPinState} SetPinState */
/** @typedef {import("./harness/sandbox.mjs").Settings} Settings */

/**
 * @typedef {object} Shown One state of the widget.
 * @property {string} name
 * @property {SetPinState} state
 * @property {string} text A part of the visible text.
 * @property {Settings} [settings]
 * @property {Record<string, unknown>} [options]
 * @property {boolean} [isHastened] Whether the page's timers fire ten times sooner.
 * @property {true} [inDark] Whether it is also checked in the dark theme: one state for each kind of text.
 */

const cardStatus = { url: "/api/card/status" };
/** @param {number} status @param {Record<string, string>} [headers] @returns {Settings} */
const fails = (status, headers) => ({
  faults: { token: [{ kind: "status", status, ...(headers && { headers }), times: 0 }] },
});

/** @type {Shown[]} */
const states = [
  {
    name: "checking the card",
    state: "checking",
    text: "Opening the secure page…",
    settings: { faults: { status: [{ kind: "hang" }] } },
    options: { cardStatus },
  },
  {
    name: "waiting for the card",
    state: "checking",
    text: "Waiting for your card to be activated…",
    settings: { card: "NONE" },
    options: { cardStatus: { ...cardStatus, waitForActive: true } },
  },
  {
    name: "requesting",
    state: "requesting",
    text: "Opening the secure page…",
    settings: { faults: { token: [{ kind: "hang" }] } },
    inDark: true,
  },
  {
    name: "retrying",
    state: "requesting",
    text: "Trying again…",
    settings: fails(503),
    options: { retry: { delayMs: 20_000 } },
  },
  {
    name: "loading",
    state: "loading",
    text: "Opening the secure page…",
    settings: { faults: { page: [{ kind: "hang" }] } },
  },
  { name: "ready", state: "ready", text: "" },
  {
    name: "expired",
    state: "expired",
    text: "This page has been open for a while.",
    options: { tokenLifetimeMs: 1500 },
    inDark: true,
  },
  {
    name: "failed, with a retry",
    state: "failed",
    text: "The card service isn't available right now.",
    settings: fails(500),
    options: { retry: false },
    inDark: true,
  },
  {
    name: "failed, without a retry",
    state: "failed",
    text: "We couldn't find your card.",
    settings: fails(404),
    inDark: true,
  },
  {
    name: "too many tries",
    state: "failed",
    text: "Try again (1:",
    settings: fails(429, { "retry-after": "90" }),
    options: { retry: false },
    inDark: true,
  },
  {
    name: "signed out, with onSignIn",
    state: "failed",
    text: "Sign in",
    settings: fails(401),
    options: { onSignIn: { $: "signs in" } },
  },
  // Last, because the page's timers stay fast.
  {
    name: "reload offered",
    state: "ready",
    text: "Page not showing? Reload it",
    settings: { faults: { page: [{ kind: "delay", ms: 500 }] } },
    options: { requestTimeoutMs: 600_000, loadTimeoutMs: 600_000, tokenLifetimeMs: 2_000_000 },
    isHastened: true,
    inDark: true,
  },
];

test("axe-core finds nothing on the page without the widget, so any finding is the widget's", async () => {
  const page = await suite.open();
  assert.deepEqual(await violations(page.driver), []);
});

/**
 * Opens a widget in one state, and returns the findings of axe-core.
 * @param {import("./harness/host-page.mjs").HostPage} page
 * @param {Shown} shown
 * @param {{mode: string, theme: string}} variant
 */
async function findingsIn(page, { name, state, text, settings, options, isHastened }, { mode, theme }) {
  await page.session.configure(settings ?? {});
  if (isHastened) await page.run("fixture.hasten(10)");
  const widget = await page.start({ mode, theme, ...options });
  if (isHastened && mode === "modal") {
    // For a frame with the focus no reload is offered.
    await page.sees("[data-set-pin-close]");
    await page.run("deepFind('[data-set-pin-close]').focus()");
  }
  await widget.reaches(state);
  await showsText(page, name, text);
  const findings = (await violations(page.driver)).map((finding) => `${name}: ${finding}`);
  await widget.act("close");
  return findings;
}

/**
 * Waits until a state's text is drawn and still.
 * @param {import("./harness/host-page.mjs").HostPage} page
 * @param {string} name
 * @param {string} text
 */
const showsText = (page, name, text) =>
  until(`the text of "${name}"`, () =>
    page.run(
      `const [expected] = arguments;
       // While a wait is not shown yet, it is transparent, and axe-core sees no text.
       const isDrawn = (element) => element.checkVisibility({ opacityProperty: true });
       const shown = ["status", "notice", "retry"].flatMap((name) => deepFindAll("[data-set-pin-" + name + "]")).filter(isDrawn);
       return shown.map((element) => element.innerText).join("\\n").includes(expected)`,
      text,
    ),
  );

for (const mode of ["inline", "modal"]) {
  for (const theme of ["light", "dark"]) {
    const where = theme === "light" ? "any state" : "one state for each kind of text";
    test(`${mode}, ${theme}: axe-core finds nothing in ${where}`, async () => {
      const page = await suite.open();
      const findings = [];
      for (const shown of states.filter(({ inDark }) => theme === "light" || inDark))
        findings.push(...(await findingsIn(page, shown, { mode, theme })));
      assert.deepEqual(findings, []);
    });
  }
}

/** @type {[SetPinState, Settings][]} */
const spokenStates = [
  ["requesting", { faults: { token: [{ kind: "hang" }] } }],
  ["failed", { faults: { token: [{ kind: "malformed" }] } }],
];
for (const [state, settings] of spokenStates) {
  test(`${state} is announced by a text in a live region`, async () => {
    const page = await suite.open(settings);
    const widget = await page.start();
    await widget.reaches(state);
    await page.seesAnnouncement();
  });
}

test("the widget is busy until its frame has loaded", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
  const widget = await page.start();
  await widget.reaches("requesting");
  assert.equal(await page.count("[data-set-pin-widget] >>> [aria-busy=true]"), 1);
  const other = await suite.open();
  await other.ready();
  assert.equal(await other.count("[data-set-pin-widget] >>> [aria-busy=true]"), 0);
});

test("the status text is outside the busy element, and is set after it is inserted", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
  await page.run(
    `window.announced = [];
     const observer = new MutationObserver((records) => {
       for (const { target, addedNodes } of records)
         if (target instanceof Element && target.matches("[role=status]") && addedNodes.length > 0)
           announced.push([target.textContent, target.closest("[aria-busy=true]") === null, target.isConnected]);
     });
     const { attachShadow } = Element.prototype;
     Element.prototype.attachShadow = function (init) {
       const tree = attachShadow.call(this, init);
       observer.observe(tree, { subtree: true, childList: true });
       return tree;
     };`,
  );
  await page.start();
  await page.seesAnnouncement();
  assert.deepEqual(await page.run("return announced"), [["Opening the secure page…", true, true]]);
});

test("the retry button can be reached and pressed by keyboard", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
  await page.run("document.querySelector('#opener').focus()");
  const widget = await page.start({ retry: false });
  await widget.reaches("failed");
  await page.tabTo("button[data-set-pin-retry]");
  await page.press("\uE007");
  await widget.reaches("ready");
  assert.equal(await page.count(FRAME), 1);
});

describe("inline: after the cardholder was inside the frame", () => {
  test("the focus returns to the button that opened it", async () => {
    const page = await suite.open();
    const widget = await page.start({}, { open: false });
    await page.run("document.querySelector('#opener').addEventListener('click', () => fixture.act(0, 'open'))");
    await (await page.find("#opener")).click();
    await widget.reaches("ready");
    await page.hosted().setPinByPointer("4826");
    await widget.result();
    assert.equal(await page.isFocused("#opener"), true);
  });

  test("without such a button, Tab continues where the widget was, and nothing is left on the container", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.hosted().setPinByPointer("4826");
    await widget.result();
    assert.equal(await page.run("return document.querySelector('#container').outerHTML"), '<div id="container"></div>');
    await page.press(Key.TAB);
    await until("the focus after the widget", () => page.isFocused("#after"));
  });

  test("the focus stays where the host has moved it", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.run("document.querySelector('#after').focus()");
    await widget.act("close");
    await widget.result();
    assert.equal(await page.isFocused("#after"), true);
  });
});
