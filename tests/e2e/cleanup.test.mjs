/**
 * Nothing remains after an attempt: no listener, timer, observer, request, global or markup. The
 * tests cover each way in which an attempt ends.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/**
 * Fails unless the page returns to its initial state. An aborted request may take a moment to
 * settle.
 * @param {HostPage} page
 * @param {import("./harness/host-page.mjs").Surroundings} before
 */
async function asBefore(page, before) {
  await until("no request in flight", async () => (await page.surroundings()).requestsInFlight === 0);
  assert.deepEqual(await page.surroundings(), before);
  await page.hasNoErrors();
}

/** @type {[string, import("./harness/sandbox.mjs").Settings, import("./harness/host-page.mjs").SetPinState, (page: HostPage, widget: Widget) => Promise<void>][]} */
const endings = [
  ["a PIN was set", {}, "ready", (page) => page.hosted().setPinByScript("4826")],
  ["the cardholder cancelled", {}, "ready", (page) => page.hosted().cancelByScript()],
  ["the host closed it", {}, "ready", (_, widget) => widget.act("close")],
  ["the host destroyed it", {}, "ready", (_, widget) => widget.act("destroy")],
  [
    "it was closed while requesting",
    { faults: { token: [{ kind: "hang" }] } },
    "requesting",
    (_, widget) => widget.act("close"),
  ],
  [
    "it was destroyed while requesting",
    { faults: { token: [{ kind: "hang" }] } },
    "requesting",
    (_, widget) => widget.act("destroy"),
  ],
  [
    "it was closed while loading",
    { faults: { page: [{ kind: "hang" }] } },
    "loading",
    (_, widget) => widget.act("close"),
  ],
  [
    "it failed and was closed",
    { faults: { token: [{ kind: "malformed" }] } },
    "failed",
    (_, widget) => widget.act("close"),
  ],
  [
    "it failed and was destroyed",
    { faults: { token: [{ kind: "malformed" }] } },
    "failed",
    (_, widget) => widget.act("destroy"),
  ],
];

for (const mode of ["inline", "modal"]) {
  describe(`${mode}: nothing is left when`, () => {
    for (const [what, settings, state, end] of endings) {
      test(what, async () => {
        const page = await suite.open(settings);
        const before = await page.surroundings();
        const widget = await page.start({ mode });
        await widget.reaches(state);
        await end(page, widget);
        await widget.result();
        await asBefore(page, before);
      });
    }

    test("it was opened and closed twenty times", async () => {
      const page = await suite.open();
      const before = await page.surroundings();
      const widget = await page.start({ mode });
      for (let round = 0; round < 20; round += 1) {
        if (round > 0) await widget.act("open");
        await widget.reaches("ready");
        await widget.act("close");
        await widget.result(round);
      }
      await asBefore(page, before);
      assert.equal((await widget.calls("onExit")).length, 20);
      assert.equal((await page.session.observed()).tokensIssued, 20);
    });

    test("it was opened and closed within one task, twenty times", async () => {
      const page = await suite.open();
      const before = await page.surroundings();
      const widget = await page.start({ mode }, { open: false });
      for (let round = 0; round < 20; round += 1) await widget.act("open", "close");
      for (let round = 0; round < 20; round += 1) assert.equal((await widget.result(round)).reason, "closed_by_host");
      await asBefore(page, before);
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
    });
  });
}

test("nothing is left after options that were refused", async () => {
  const page = await suite.open();
  const before = await page.surroundings();
  const widget = await page.start({ container: "#nowhere" });
  await widget.result();
  await asBefore(page, before);
});

test("while the widget is open, only its own element is in the page", async () => {
  const page = await suite.open();
  const before = await page.surroundings();
  const widget = await page.ready();
  const others = await page.run(
    `const copy = document.documentElement.cloneNode(true);
     for (const element of copy.querySelectorAll("[data-set-pin-widget]")) element.remove();
     return copy.outerHTML;`,
  );
  assert.equal(others, before.document);
  assert.deepEqual((await page.surroundings()).globals, before.globals);
  await widget.act("close");
});

test("a host that empties the container itself finds nothing of the widget after destroy()", async () => {
  const page = await suite.open();
  const before = await page.surroundings();
  const widget = await page.ready();
  await page.run("document.querySelector('#container').replaceChildren()");
  await widget.act("destroy");
  await widget.result();
  await asBefore(page, before);
});
