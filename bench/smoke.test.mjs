/**
 * Counts of the widget that must not grow: `cargo xtask bench --smoke`. Unlike times, they are the
 * same on every machine.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { COUNT_CROSSINGS } from "../tests/e2e/harness/crossings.mjs";
import { until } from "../tests/e2e/harness/wait.mjs";
import { buildFlows, weigh, widgetEntries } from "./build.mjs";
import { counters, countRequests } from "./extra.mjs";
import { FLOWS } from "./flows.mjs";
import { startServers } from "./server.mjs";
import { Session } from "./session.mjs";

/**
 * The most calls of JavaScript by the engine in one attempt: somewhat more than today's counts on a
 * loaded machine, where an observer may report once more (33 calls). A change that lowers a count
 * also lowers its limit.
 */
const MOST_CALLS = /** @type {Record<string, number>} */ ({ "widget inline": 560, "widget modal": 560 });

/** The most bytes, gzipped; `cargo xtask test --only weight` has the limit of `index.mjs`. */
const MOST_BYTES = {
  "csp.mjs": 54_100,
  "engine-js.mjs": 37_500,
  "lazy.mjs": 5_800,
  "secure-view.mjs": 17_100,
  "set-pin-widget.js": 46_000,
  "set-pin-widget-lazy.js": 6_550,
};

/** The most bytes, gzipped, of the files that load with the main entry, before a cardholder presses anything. */
const MOST_BYTES_FIRST = 44_700;

const CYCLES = 5;

const pkg = fileURLToPath(new URL("../pkg", import.meta.url));
const flows = FLOWS.flatMap((flow) => (flow.pkg ? [{ ...flow, pkg }] : []));

/** @type {import("./server.mjs").Servers} */
let servers;
/** @type {Session} */
let session;

before(async () => {
  await buildFlows(flows);
  servers = await startServers();
  session = await Session.start("chromium", servers);
});
after(async () => {
  await session.stop();
  await servers.stop();
});

const EQUAL_COUNTS = 5;

/**
 * Counts until so many counts in a row are equal: the browser collects the last cycle's frame some
 * time after the cycle.
 * @param {Session} session
 */
async function settledCounters(session) {
  let last = await counters(session);
  let equal = 1;
  return until("the counts to settle", async () => {
    const { nodes, jsEventListeners } = await counters(session);
    equal = nodes === last.nodes && jsEventListeners === last.jsEventListeners ? equal + 1 : 1;
    last = { nodes, jsEventListeners };
    return equal === EQUAL_COUNTS ? last : undefined;
  });
}

for (const flow of flows) {
  test(`${flow.name}: one attempt calls JavaScript seldom`, async () => {
    await session.open(flow, { isCold: true, before: COUNT_CROSSINGS });
    await session.run("bench.cycles(1)");
    /** @type {number[]} */
    const calls = await session.run("window.crossings");
    const all = calls.reduce((sum, count) => sum + count, 0);
    const most = MOST_CALLS[flow.name] ?? 0;
    console.log(`bench: ${flow.name}: the engine calls JavaScript ${all} times and is called ${calls.length} times`);
    assert.ok(all > 0 && all <= most, `${all} calls of JavaScript in one attempt; the limit is ${most}`);
  });

  test(`${flow.name}: the token request is the only one before the frame`, async () => {
    const [row] = await countRequests(session, [flow]);
    assert.deepEqual(row?.requests, ["POST host /token"]);
  });

  test(`${flow.name}: a cycle leaves no node, listener or frame`, async () => {
    await session.open(flow);
    const countAfter = async (/** @type {number} */ cycles) => {
      await session.run(`bench.cycles(${cycles})`);
      assert.equal(await session.run("bench.framesLeft()"), 0);
      return settledCounters(session);
    };
    // The first cycle loads styles and texts, which stay.
    const first = await countAfter(2);
    let last = await countAfter(CYCLES);
    const left = () => [last.nodes - first.nodes, last.jsEventListeners - first.jsEventListeners];
    await until(
      `no node and no listener to be left by ${CYCLES} cycles`,
      async () => {
        if (left().every((count) => count <= 0)) return true;
        last = await counters(session);
        return false;
      },
      async () => left(),
    );
    console.log(`bench: ${flow.name}: ${last.nodes} nodes, ${last.jsEventListeners} listeners on the page`);
  });
}

for (const [file, most] of Object.entries(MOST_BYTES)) {
  test(`${file} is within its limit`, async () => {
    const { gzip } = weigh(await readFile(`${pkg}/${file}`));
    assert.ok(gzip <= most, `${gzip} bytes gzipped; the limit is ${most}`);
  });
}

test("an app that imports the package loads few bytes before the first press", async () => {
  const [main] = await widgetEntries(pkg);
  assert.equal(main?.file, "index.mjs");
  let gzip = 0;
  for (const file of main.loaded) gzip += weigh(await readFile(`${pkg}/${file}`)).gzip;
  console.log(`bench: ${main.loaded.join(", ")}: ${gzip} bytes before the first press`);
  assert.ok(gzip <= MOST_BYTES_FIRST, `${gzip} bytes gzipped; the limit is ${MOST_BYTES_FIRST}`);
});
