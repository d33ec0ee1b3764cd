/**
 * The arguments of `onEvent` and the other callbacks, field by field.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "../harness/host-page.mjs";
import { useBrowser } from "../harness/suite.mjs";

const suite = useBrowser();

/** @typedef {import("../harness/host-page.mjs").SetPinEvent} SetPinEvent */
/** @typedef {import("../harness/host-page.mjs").Widget} Widget */

/** @param {Widget} widget */
const allEvents = async (widget) =>
  (await widget.calls("onEvent")).map(([event]) => /** @type {SetPinEvent} */ (event));

/** @param {SetPinEvent} event */
const inShort = ({ name, state, attempt, request, code }) =>
  [name, state, attempt, request, ...(code === undefined ? [] : [code])].join(" ");

test("each step is an event with its state, its counts, and an error's code", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "status", status: 503 }, { kind: "malformed" }] } });
  const widget = await page.start({ retry: { maxAttempts: 2, delayMs: 1 } });
  await widget.reaches("failed");
  await widget.act("retry");
  await widget.reaches("ready");
  await page.sleeps(600_000);
  await widget.reaches("expired");
  await widget.act("close");
  await widget.result();
  assert.deepEqual((await allEvents(widget)).map(inShort), [
    "open starting 1 0",
    "token_request requesting 1 1",
    "retry requesting 1 1",
    "token_request requesting 1 2",
    "error failed 1 2 invalid_response",
    "retry failed 1 3",
    "token_request requesting 1 3",
    "token_response requesting 1 3",
    "frame_load ready 1 3",
    "expire expired 1 3",
    "exit closed 1 3",
  ]);
});

test("the next attempt has the next number, and its requests and its time start again", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  // Move the clock by an hour.
  await page.run("const now = performance.now.bind(performance); performance.now = () => now() + 3600000");
  await page.hosted().cancelByScript();
  await widget.result();
  await widget.act("open");
  await widget.reaches("ready");
  const events = await allEvents(widget);
  const first = events.filter(({ attempt }) => attempt === 1);
  const second = events.filter(({ attempt }) => attempt === 2);
  assert.equal(first.length + second.length, events.length);
  assert.deepEqual(
    second.map(({ request }) => request),
    [0, 1, 1, 1],
  );
  for (const times of [first, second].map((some) => some.map(({ elapsedMs }) => elapsedMs))) {
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
  }
  assert.ok((first.at(-1)?.elapsedMs ?? 0) >= 3_600_000);
  assert.ok((second[0]?.elapsedMs ?? Number.NaN) < 3_600_000, "since this attempt's open()");
});

test("an event has the fields of the contract and no others", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
  const widget = await page.start();
  await widget.reaches("failed");
  for (const { code, ...event } of await allEvents(widget)) {
    assert.deepEqual(Object.keys(event).sort(), ["attempt", "elapsedMs", "name", "request", "state"]);
    assert.equal(code !== undefined, event.name === "error");
    assert.equal(typeof event.elapsedMs, "number");
  }
});

test("no callback receives the token, whatever went wrong with it", async () => {
  const page = await suite.open();
  const widget = await page.ready();
  const token = await page.frameToken();
  await page.run("deepFind(arguments[0]).remove()", FRAME);
  await widget.reaches("failed");
  await widget.act("close");
  await widget.result();
  assert.ok(!JSON.stringify(await widget.report()).includes(token));
  assert.deepEqual(await page.placesHolding(token), []);
});

describe("onStateChange receives each state with the previous one", () => {
  test("and `state` already has that value", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const widget = await page.start({ cardStatus: { fetch: { $: "returns an active card" } } });
    await widget.reaches("failed");
    await widget.act("retry");
    await widget.reaches("ready");
    await widget.act("destroy");
    assert.deepEqual(
      (await widget.calls("onStateChange")).map(([state, previous]) => `${previous} -> ${state}`),
      [
        "idle -> starting",
        "starting -> checking",
        "checking -> requesting",
        "requesting -> failed",
        "failed -> requesting",
        "requesting -> loading",
        "loading -> ready",
        "ready -> destroyed",
      ],
    );
    const exit = (await allEvents(widget)).at(-1);
    assert.deepEqual({ name: exit?.name, state: exit?.state }, { name: "exit", state: "destroyed" });
  });
});
