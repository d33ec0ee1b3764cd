/**
 * A host's calls during other calls: inside a callback, a focus listener, or its own abort
 * listener. The state has changed completely before those calls, and every call has its effect.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

for (const action of /** @type {const} */ (["close", "destroy"])) {
  test(`${action}() in the callback for "failed": the error is still reported, before the exit`, async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 404 }] } });
    const widget = await page.start({}, { actions: { "onStateChange failed": [action] } });
    const result = await widget.result();
    const { log } = await widget.report();
    const calls = log.map(({ name }) => name).filter((name) => name === "onError" || name === "onExit");
    assert.deepEqual(calls, ["onError", "onExit"]);
    assert.equal((await widget.errors())[0]?.code, "card_not_found");
    if (action === "close") assert.equal(result.error?.code, "card_not_found");
    else assert.equal(result.reason, "destroyed");
    await page.hasNoErrors();
  });
}

test("close() in the callback for the request: the host's fetchToken is not called", async () => {
  const page = await suite.open();
  const options = { tokenUrl: undefined, fetchToken: { $: "requests the token from the backend" } };
  const widget = await page.start(options, { actions: { "onStateChange requesting": ["close"] } });
  assert.equal((await widget.result()).reason, "closed_by_host");
  assert.deepEqual(await page.hostCalls(), []);
  assert.deepEqual((await page.notes()).requests, []);
});

test("close() and destroy() in one task: confirmOutcome is not called", async () => {
  const page = await suite.open();
  const widget = await page.start({ confirmOutcome: { $: "returns true" } });
  await widget.reaches("ready");
  await widget.act("close", "destroy");
  assert.deepEqual(await widget.result(), { reason: "destroyed", outcome: "unknown" });
  assert.deepEqual(await page.hostCalls(), []);
});

for (const from of ["onStateChange closed", "onExit"]) {
  test(`open() inside ${from}: the ended attempt is reported completely before the next one starts`, async () => {
    const page = await suite.open();
    const widget = await page.start({}, { actions: { [from]: ["open"] } });
    for (const nth of [0, 1]) {
      await widget.reaches("ready");
      await page.hosted().cancelByScript();
      await widget.result(nth);
    }
    const calls = (await widget.report()).log.flatMap(({ name, payload }) => {
      if (name !== "onEvent") return name === "onExit" ? [name] : [];
      const [event] = /** @type {import("../contract/set-pin-widget.d.ts").SetPinEvent[]} */ (payload);
      return event && /^(open|exit)$/.test(event.name) ? [`${event.name} ${event.attempt} ${event.state}`] : [];
    });
    const attempt = (/** @type {number} */ number) => [`open ${number} starting`, `exit ${number} closed`, "onExit"];
    assert.deepEqual(calls, [...attempt(1), ...attempt(2)]);
    await page.hasNoErrors();
  });
}

describe("at the exit the frame is removed", () => {
  test("when the hosted page reported its end", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await page.hosted().cancelByScript();
    await widget.result();
    assert.equal((await widget.report()).atExit?.frames, 0);
  });

  test("when the host removed it", async () => {
    const page = await suite.open();
    const widget = await page.start({ onFailure: "close" });
    await widget.reaches("ready");
    await page.run("document.querySelector('[data-set-pin-widget]').parentElement.replaceChildren()");
    assert.equal((await widget.result()).error?.code, "frame_removed");
    assert.equal((await widget.report()).atExit?.frames, 0);
  });
});

test("a focus listener that closes the widget while its dialog opens leaves no dialog, and the page scrolls", async () => {
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

test("a container that is removed during the token request: the last reported state is the current one", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "delay", ms: 300 }] } });
  const widget = await page.start();
  await widget.reaches("requesting");
  await page.run("document.querySelector('#container').remove()");
  await widget.reaches("closed");
  assert.equal((await widget.errors())[0]?.code, "frame_removed");
  assert.equal((await widget.states()).at(-1), "closed");
});

test("the element of a removed frame holds no token", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  await page.run("window.kept = deepFind('[data-set-pin-widget] >>> iframe')");
  await widget.act("close");
  await widget.result();
  assert.equal(await page.run("return kept.getAttribute('src')"), "");
  await page.run("delete window.kept");
});
