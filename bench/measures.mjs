/**
 * The measurements of one flow in one round.
 */

import { EMPTY_REFERENCE, MODAL_REFERENCE, REFERENCE } from "./flows.mjs";
import { SLOW } from "./link.mjs";

/** @typedef {import("./session.mjs").Session} Session */
/** @typedef {import("./flows.mjs").FlowDescription} FlowDescription */

/**
 * @typedef {object} Measure
 * @property {string} id
 * @property {string} title
 * @property {string} unit
 * @property {string} [note] How it is measured, if the title does not say it.
 * @property {readonly string[]} [references] The flows that it has ratios to, if not `REFERENCES`.
 */

/** The flows that a measure has ratios to. */
export const REFERENCES = [REFERENCE, MODAL_REFERENCE];
const MESSAGE_REFERENCES = [EMPTY_REFERENCE, REFERENCE];

/** @type {readonly Measure[]} */
export const MEASURES = [
  {
    id: "script",
    title: "script time per open-close cycle",
    unit: "ms",
    note: "from the CPU profile of the host page: JavaScript, the calls that it makes, and garbage collection, but not the insertion of nodes, which waits for the browser's process",
  },
  {
    id: "task",
    title: "main-thread processor time per open-close cycle",
    unit: "ms",
    note: "all tasks of the host page, with style and layout",
  },
  { id: "cycle", title: "open-close cycle, wall time", unit: "ms" },
  {
    id: "attach",
    title: "`open()` to the attached frame, token from memory",
    unit: "ms",
  },
  { id: "abort", title: "`abort` arriving to frame gone and `onExit`", unit: "ms" },
  {
    id: "noise",
    title: "a message that is not ours",
    unit: "µs",
    note: "per message, with sending it; a frame is open",
    references: MESSAGE_REFERENCES,
  },
  {
    id: "slow",
    title: "navigation to the frame's `load`, slow phone",
    unit: "ms",
    note: "150 ms round trip, 1.6 Mbit/s, processor x4",
  },
  {
    id: "press",
    title: "press 3 s after the navigation to the frame's `load`, slow phone",
    unit: "ms",
    note: "the widget called `preload()` at page load",
  },
  {
    id: "press-cold",
    title: "the same press without `preload()`",
    unit: "ms",
    note: "only the handle was made at page load",
  },
  {
    id: "gap",
    title: "longest time between two animation frames under a flood of messages",
    unit: "ms",
    references: MESSAGE_REFERENCES,
  },
];

/** The profiler's interval. */
const SAMPLING_US = 100;
/** Of fewer ones, the profiler misses most of the script time. */
const CYCLES = 20;
const MESSAGES = 2000;
/** After the navigation, so about 2 s after the page has loaded. */
const PRESS_AFTER_MS = 3000;

/** The insertion of a frame waits for another process, and lasts as long for every flow. */
const INSERTIONS = new Set(["append", "appendChild", "insertBefore", "prepend", "replaceChildren", "replaceWith"]);

/** @typedef {(id: string, samples: readonly number[]) => void} Add Adds samples of a measure. */

/**
 * @typedef {object} Profile
 * @property {{id: number, callFrame: {functionName: string, url: string}}[]} nodes
 * @property {number[]} samples
 * @property {number[]} timeDeltas In microseconds.
 */

/** Neither idle time nor the browser's own work is a script's. */
const NOT_SCRIPT = new Set(["(idle)", "(program)", "(root)"]);

/**
 * Names the code that runs: WebAssembly, JavaScript, or a function of the browser by its name.
 * @param {Profile["nodes"][number]["callFrame"]} frame
 */
function partOf({ functionName, url }) {
  if (url.startsWith("wasm:")) return "WebAssembly";
  if (url !== "") return "JavaScript";
  return functionName === "(garbage collector)" ? "garbage collection" : `\`${functionName}\``;
}

/** @param {Profile} profile @returns {Map<string, number>} For each part, its milliseconds. */
export function scriptParts({ nodes, samples, timeDeltas }) {
  /** @param {Profile["nodes"][number]["callFrame"]} frame */
  const isScript = ({ functionName, url }) =>
    !NOT_SCRIPT.has(functionName) && !(url === "" && INSERTIONS.has(functionName));
  const parts = new Map(
    nodes.filter(({ callFrame }) => isScript(callFrame)).map(({ id, callFrame }) => [id, partOf(callFrame)]),
  );
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const [index, id] of samples.entries()) {
    const part = parts.get(id);
    // A delta is the time since the sample before.
    const delta = (timeDeltas[index + 1] ?? 0) / 1000;
    if (part !== undefined) times.set(part, (times.get(part) ?? 0) + delta);
  }
  return times;
}

/** @param {Profile} profile @returns {number} In milliseconds. */
export const scriptTime = (profile) => [...scriptParts(profile).values()].reduce((sum, ms) => sum + ms, 0);

/**
 * Runs `cycles` open-close cycles under Chromium's profiler.
 * @param {Session} session
 * @param {number} cycles
 * @returns {Promise<Profile>}
 */
export async function profileCycles(session, cycles) {
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: SAMPLING_US });
  await session.send("Profiler.start");
  await session.run(`bench.cycles(${cycles})`);
  const { profile } = await session.send("Profiler.stop");
  await session.send("Profiler.disable");
  return profile;
}

/** @param {Session} session @returns {Promise<Map<string, number>>} */
export async function metrics(session) {
  const { metrics: found } = await session.send("Performance.getMetrics");
  return new Map(
    found.map((/** @type {{name: string, value: number}} */ { name, value }) => /** @type {const} */ ([name, value])),
  );
}

/**
 * Script and main-thread time per cycle.
 * @param {Session} session
 * @param {FlowDescription} flow
 * @param {Add} add
 */
export async function measureCycles(session, flow, add) {
  await session.open(flow);
  // The first ones load the engine, and compile.
  await session.run("bench.cycles(3)");
  if (session.engine !== "chromium") {
    add("cycle", await session.run(`bench.cycles(${CYCLES})`));
    return;
  }
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await metrics(session);
  add("cycle", await session.run(`bench.cycles(${CYCLES})`));
  const after = await metrics(session);
  const task = (after.get("TaskDuration") ?? 0) - (before.get("TaskDuration") ?? 0);
  add("task", [(task * 1000) / CYCLES]);
  await session.send("Performance.disable");
  add("script", [scriptTime(await profileCycles(session, CYCLES)) / CYCLES]);
}

/**
 * Times that the page itself measures.
 * @param {Session} session
 * @param {FlowDescription} flow
 * @param {Add} add
 * @param {(id: string) => boolean} isWanted
 */
export async function measurePage(session, flow, add, isWanted) {
  await session.open(flow, { attachments: true });
  await session.run("bench.cycles(2)");
  if (isWanted("attach")) add("attach", await session.run("bench.attachments(6)"));
  if (isWanted("abort") && flow.file !== "empty.mjs") add("abort", await session.run("bench.aborts(4)"));
  if (isWanted("noise")) add("noise", [1000 * (await session.run(`bench.noise(${MESSAGES})`))]);
}

/**
 * @param {Session} session
 * @param {FlowDescription} flow
 * @param {number} messages
 * @param {Add} add
 */
export async function measureFlood(session, flow, messages, add) {
  await session.open(flow);
  await session.run("bench.cycles(1)");
  add("gap", [await session.run(`bench.flood(${messages})`)]);
}

/**
 * Runs `work` as on a slow phone.
 * @template T
 * @param {Session} session
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function slowly(session, work) {
  session.servers.use(SLOW);
  const throttle = (/** @type {number} */ rate) => session.send("Emulation.setCPUThrottlingRate", { rate });
  try {
    if (session.engine === "chromium") await throttle(4);
    return await work();
  } finally {
    if (session.engine === "chromium") await throttle(1);
    session.servers.use();
  }
}

/**
 * From the navigation to the frame's load.
 * @param {Session} session
 * @param {FlowDescription} flow
 * @param {Add} add
 */
export async function measureSlow(session, flow, add) {
  const result = await slowly(session, () => session.openSlow(flow));
  add("slow", [result.ms]);
  return result;
}

/**
 * From a press after the page has loaded to the frame's load.
 * @param {Session} session
 * @param {FlowDescription} flow
 * @param {boolean} isPreloaded Whether the widget preloads at page load.
 * @param {Add} add
 */
export async function measurePress(session, flow, isPreloaded, add) {
  const query = { press: flow.pkg && isPreloaded ? "preload" : "yes", after: String(PRESS_AFTER_MS) };
  const { ms } = await slowly(session, () => session.openSlow(flow, query));
  add(isPreloaded ? "press" : "press-cold", [ms]);
}
