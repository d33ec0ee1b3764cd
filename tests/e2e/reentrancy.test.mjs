/**
 * A host's calls during other calls: inside a callback, a focus listener, or its own abort
 * listener. The state has changed completely before those calls, and every call has its effect.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

for (const deed of /** @type {const} */ (["close", "destroy"])) {
  test(`${deed}() while being told of "failed": the error is told all the same, before the exit`, async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 404 }] } });
    const widget = await page.start({}, { deeds: { "onStateChange failed": [deed] } });
    const result = await widget.result();
    const { log } = await widget.report();
    const told = log.map(({ name }) => name).filter((name) => name === "onError" || name === "onExit");
    assert.deepEqual(told, ["onError", "onExit"]);
    assert.equal((await widget.errors())[0]?.code, "card_not_found");
    if (deed === "close") assert.equal(result.error?.code, "card_not_found");
    else assert.equal(result.reason, "destroyed");
    await page.hasNothingWrong();
  });
}

test("close() while being told of the request: the host's own fetchToken is not called any more", async () => {
  const page = await suite.open();
  const options = { tokenUrl: undefined, fetchToken: { $: "asks the backend" } };
  const widget = await page.start(options, { deeds: { "onStateChange requesting": ["close"] } });
  assert.equal((await widget.result()).reason, "closed_by_host");
  assert.deepEqual(await page.hostCalls(), []);
  assert.deepEqual((await page.notes()).requests, []);
});

test("close() and destroy() in one go: nobody is asked for an outcome", async () => {
  const page = await suite.open();
  const widget = await page.start({ confirmOutcome: { $: "gives true" } });
  await widget.reaches("ready");
  await widget.act("close", "destroy");
  assert.deepEqual(await widget.result(), { reason: "destroyed", outcome: "unknown" });
  assert.deepEqual(await page.hostCalls(), []);
});

for (const from of ["onStateChange closed", "onExit"]) {
  test(`open() inside ${from}: what ended is told whole before the next attempt begins`, async () => {
    const page = await suite.open();
    const widget = await page.start({}, { deeds: { [from]: ["open"] } });
    for (const nth of [0, 1]) {
      await widget.reaches("ready");
      await page.hosted().click("cancel");
      await widget.result(nth);
    }
    const told = (await widget.report()).log.flatMap(({ name, payload }) => {
      if (name !== "onEvent") return name === "onExit" ? [name] : [];
      const [event] = /** @type {import("../contract/set-pin-widget.d.ts").SetPinEvent[]} */ (payload);
      return event && /^(open|exit)$/.test(event.name) ? [`${event.name} ${event.attempt} ${event.state}`] : [];
    });
    const attempt = (/** @type {number} */ number) => [`open ${number} starting`, `exit ${number} closed`, "onExit"];
    assert.deepEqual(told, [...attempt(1), ...attempt(2)]);
    await page.hasNothingWrong();
  });
}

describe("at the exit the frame is gone", () => {
  test("when the hosted page said that it is done with", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.hosted().click("cancel");
    await widget.result();
    assert.equal((await widget.report()).atExit?.frames, 0);
  });

  test("when the host took it away", async () => {
    const page = await suite.open();
    const widget = await page.start({ onFailure: "close" });
    await widget.reaches("ready");
    await page.run("document.querySelector('[data-set-pin-widget]').parentElement.replaceChildren()");
    assert.equal((await widget.result()).error?.code, "frame_removed");
    assert.equal((await widget.report()).atExit?.frames, 0);
  });
});

test("a focus listener that closes the widget while its dialog opens leaves no dialog, and a page that scrolls", async () => {
  const page = await suite.open();
  const widget = await page.startModal({}, { open: false });
  await page.run(
    `addEventListener("focusin", ({ target }) => target.closest("[data-set-pin-widget]") && fixture.act(0, "close"), { once: true, capture: true });`,
  );
  await widget.act("open");
  assert.equal((await widget.result()).reason, "closed_by_host");
  assert.equal(await page.count("dialog"), 0);
  assert.equal(await page.run("return getComputedStyle(document.body).overflowY"), "visible");
});

test("a container that leaves while the token is asked for: the last state told is the one that holds", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "delay", ms: 300 }] } });
  const widget = await page.start();
  await widget.reaches("requesting");
  await page.run("document.querySelector('#container').remove()");
  await widget.reaches("closed");
  assert.equal((await widget.errors())[0]?.code, "frame_removed");
  assert.equal((await widget.states()).at(-1), "closed");
});

test("the element of a frame that is gone holds no token", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await page.run("window.kept = deepFind('[data-set-pin-widget] >>> iframe')");
  await widget.act("close");
  await widget.result();
  assert.equal(await page.run("return kept.getAttribute('src')"), "");
  await page.run("delete window.kept");
});
