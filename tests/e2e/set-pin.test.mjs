/**
 * The main job: a cardholder sets a PIN in the issuer's page, framed by a host app that never sees
 * it.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { withoutChanceDigits } from "./harness/text.mjs";

const PIN = "4826";
const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/**
 * Checks the state after the hosted page has posted `abort`, for any cause.
 * @param {HostPage} page
 * @param {Widget} widget
 */
async function endedByTheHostedPage(page, widget) {
  const result = await widget.result();
  assert.deepEqual(result, { reason: "page_closed", outcome: "unknown" });
  assert.deepEqual(await widget.callbackOrder(), [
    "idle -> starting",
    "starting -> requesting",
    "requesting -> loading",
    "loading -> ready",
    "onReady",
    "ready -> closed",
    "onExit",
  ]);
  const report = await widget.report();
  assert.deepEqual(report.log.filter(({ name }) => name === "onExit")[0]?.payload, [result]);
  assert.ok(report.sameObjects, "the promise and onExit gave different objects");
  assert.deepEqual(report.atExit, { frames: 0, dialogs: 0, state: "closed" });
  assert.equal(await page.count("[data-set-pin-widget]"), 0);
  await page.hasNoErrors();
}

/** @param {HostPage} page */
async function pinIsSetAndNowhereElse(page) {
  assert.equal(await page.session.pinIs(PIN), true, "the issuer does not have the PIN that was typed");
  assert.deepEqual(await page.placesHolding(PIN), []);
  const { tokenRequests, pinChanges } = await page.session.observed();
  assert.equal(pinChanges, 1);
  assert.ok(!JSON.stringify(tokenRequests).includes(PIN), "the PIN was in a request to the host's backend");
  assert.ok(!withoutChanceDigits(suite.sandboxLog(), page.origins).includes(PIN), "the PIN was in the sandbox's log");
}

/** @param {HostPage} page */
async function nothingIsSet(page) {
  assert.equal((await page.session.observed()).pinChanges, 0);
}

for (const mode of /** @type {const} */ (["inline", "modal"])) {
  describe(`${mode}: a cardholder`, () => {
    test("sets a PIN by keyboard", async () => {
      const page = await suite.open();
      await page.run("document.querySelector('#opener').focus()");
      const widget = await page.ready({ mode });
      await page.tabTo(FRAME);
      await page.hosted().setPinByKeyboard(PIN);
      await endedByTheHostedPage(page, widget);
      await pinIsSetAndNowhereElse(page);
    });

    test("sets a PIN by pointer", async () => {
      const page = await suite.open();
      const widget = await page.ready({ mode });
      await page.hosted().setPinByPointer(PIN);
      await endedByTheHostedPage(page, widget);
      await pinIsSetAndNowhereElse(page);
    });

    test("cancels, which looks the same to the host and sets nothing", async () => {
      const page = await suite.open();
      const widget = await page.ready({ mode });
      await page.hosted().click("cancel");
      await endedByTheHostedPage(page, widget);
      await nothingIsSet(page);
    });

    test("enters a PIN on one page and repeats it on the next", async () => {
      const page = await suite.open({ variant: "multi" });
      const widget = await page.ready({ mode });
      await page.hosted().setPinOverSeveralPages(PIN);
      await endedByTheHostedPage(page, widget);
      await pinIsSetAndNowhereElse(page);
    });

    test("visits another allowed origin and returns", async () => {
      const page = await suite.open({ variant: "hop" });
      const widget = await page.ready({ mode });
      await page.hosted().setPinByPointer(PIN);
      await endedByTheHostedPage(page, widget);
      await pinIsSetAndNowhereElse(page);
    });
  });
}

test("a PIN of four equal digits is refused by the issuer's page, which stays open for another", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await page.hosted().type("pin", "1111");
  await page.hosted().click("submit");
  assert.notEqual(await page.hosted().text("error"), "");
  assert.equal((await widget.report()).state, "ready");
  assert.equal(await page.count(FRAME), 1);
  await nothingIsSet(page);
});

test("the backend receives one request, with the issuer's own field names", async () => {
  const page = await suite.open();
  await page.ready();
  await page.hosted().click("cancel");
  const { tokenRequests, pageAccesses, spentPageAccesses } = await page.session.observed();
  assert.deepEqual(
    tokenRequests.map(({ body }) => body),
    [{ isEmbedded: true }],
  );
  assert.match(tokenRequests[0]?.headers["content-type"] ?? "", /^application\/json\b/);
  assert.deepEqual({ pageAccesses, spentPageAccesses }, { pageAccesses: 1, spentPageAccesses: 0 });
  assert.deepEqual((await page.notes()).requests, ["POST /api/card/set-pin/token"]);
});

test("customCss reaches the backend unchanged", async () => {
  const customCss = {
    backgroundColor: "#1F2937",
    textColor: "#F9FAFB",
    backgroundColorPrimary: "#3B82F6",
    textColorPrimary: "#FFFFFF",
    buttonBorderRadius: 12,
    pinBorderRadius: 0.5,
    pinBorderColor: "#60a5fa",
  };
  const page = await suite.open();
  await page.ready({ customCss });
  const { tokenRequests } = await page.session.observed();
  assert.deepEqual(
    tokenRequests.map(({ body }) => body),
    [{ isEmbedded: true, customCss }],
  );
});

test("the token is nowhere on the page after the attempt's end", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  const token = await page.frameToken();
  assert.deepEqual(
    await page.placesHolding(token),
    ["document"],
    "only the frame's own URL holds the token during the attempt",
  );
  await page.hosted().setPinByPointer(PIN);
  await endedByTheHostedPage(page, widget);
  assert.deepEqual(await page.placesHolding(token), []);
  assert.ok(!suite.sandboxLog().includes(token), "the token is in the sandbox's log");
});
