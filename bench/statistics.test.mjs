/**
 * The calculations of the report.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { scriptTime } from "./measures.mjs";
import { pairedRatioOf, randomFrom, ratioOf, shuffled, summary } from "./statistics.mjs";

test("a summary has the median and the quartiles", () => {
  assert.deepEqual(summary([5, 1, 3, 2, 4]), { median: 3, q1: 2, q3: 4, count: 5 });
});

test("a seed fixes the order of the flows, and another seed changes it", () => {
  const flows = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const order = (/** @type {number} */ seed) => shuffled(flows, randomFrom(seed)).join("");
  assert.equal(order(1), order(1));
  assert.notEqual(order(1), order(2));
  assert.deepEqual([...order(1)].sort(), flows);
});

test("a ratio lies within its bounds, and they are closer if the samples agree", () => {
  const { ratio, low, high } = ratioOf([2, 4, 6], [1, 2, 3], randomFrom(1));
  assert.equal(ratio, 2);
  assert.ok(low < ratio && ratio < high, `${low} to ${high}`);
  assert.deepEqual(ratioOf([4, 4, 4], [2, 2, 2], randomFrom(1)), { ratio: 2, low: 2, high: 2 });
});

test("the ratio of paired rounds ignores a load that changes between rounds", () => {
  const [quiet, loaded] = [1, 10];
  const samples = [
    [2 * quiet, 2 * quiet],
    [2 * loaded, 2 * loaded],
  ];
  const reference = [
    [quiet, quiet],
    [loaded, loaded],
  ];
  assert.deepEqual(pairedRatioOf(samples, reference, randomFrom(1)), { ratio: 2, low: 2, high: 2 });
});

test("script time is neither idle time nor the wait for a frame's insertion", () => {
  const node = (/** @type {number} */ id, /** @type {string} */ functionName, url = "") => ({
    id,
    callFrame: { functionName, url },
  });
  const nodes = [
    node(1, "(idle)"),
    node(2, "(program)"),
    node(3, "append"),
    // A function of a script may have the same name.
    node(4, "append", "https://app.example/app.js"),
    node(5, "(garbage collector)"),
    node(6, "addEventListener"),
  ];
  const samples = [1, 2, 3, 4, 5, 6, 1];
  const timeDeltas = [0, 1000, 1000, 1000, 20_000, 3000, 400];
  assert.equal(scriptTime({ nodes, samples, timeDeltas }), 23.4);
});
