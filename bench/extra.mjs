/**
 * Measurements that need no rounds: many opens, many widgets, memory and requests. In Chromium.
 */
import { profileCycles, scriptParts } from "./measures.mjs";

/** @typedef {import("./session.mjs").Session} Session */
/** @typedef {import("./flows.mjs").FlowDescription} FlowDescription */

/** @typedef {{flow: string, times: number[]}} SeriesRow The times of the first open, the second, and so on. */
/** @typedef {{flow: string, count: number, ms: number[]}} AtOnceRow */
/** @typedef {{flow: string, requests: string[]}} RequestsRow */
/** @typedef {{flow: string, engine: string, connections: number[]}} ConnectionsRow */

/**
 * @typedef {object} MemoryRow The growth of a page, with a sample for each round.
 * @property {string} flow
 * @property {number[]} once Bytes of the loaded and used flow, which all its instances share.
 * @property {number[]} idle Bytes of one instance that was never opened.
 * @property {number[]} open Bytes of one open instance, with those that it needs idle.
 * @property {number[]} onceModule The part of `once` that is WebAssembly's memory.
 * @property {number[]} openModule The same part of `open`.
 * @property {number[]} nodes Of one open instance.
 * @property {number[]} listeners Of one open instance.
 */

const COUNTS = [1, 10, 100];
const ROUNDS = 5;
const INSTANCES = 100;

/**
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @param {number} opens
 * @returns {Promise<SeriesRow[]>}
 */
export async function measureSeries(session, flows, opens) {
  const rows = [];
  for (const flow of flows) {
    await session.open(flow, { attachments: true, isCold: true });
    // A modal takes longer.
    const count = flow.isModal ? Math.ceil(opens / 10) : opens;
    rows.push({ flow: flow.name, times: await session.run(`bench.series(${count})`) });
  }
  return rows;
}

/**
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @returns {Promise<AtOnceRow[]>}
 */
export async function measureAtOnce(session, flows) {
  // On one page, only one modal can be open.
  const inline = flows.filter(({ isModal }) => !isModal);
  const rows = inline.flatMap(({ name }) =>
    COUNTS.map((count) => ({ flow: name, count, ms: /** @type {number[]} */ ([]) })),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const row of rows) {
      const flow = inline.find(({ name }) => name === row.flow);
      if (!flow) continue;
      await session.open(flow);
      row.ms.push(await session.run(`bench.atOnce(${row.count})`));
    }
  }
  return rows;
}

/** For the parts of the script time: some take less than a tenth of a millisecond. */
const PROFILED_CYCLES = 100;

/** @typedef {{flow: string, parts: Record<string, number>}} PartsRow The milliseconds of each part of the script time, per cycle. */

/** @param {Session} session @param {readonly FlowDescription[]} flows @returns {Promise<PartsRow[]>} */
export async function measureParts(session, flows) {
  const rows = [];
  for (const flow of flows) {
    await session.open(flow);
    await session.run("bench.cycles(10)");
    const parts = scriptParts(await profileCycles(session, PROFILED_CYCLES));
    const perCycle = [...parts].map(([part, ms]) => [part, ms / PROFILED_CYCLES]);
    rows.push({ flow: flow.name, parts: Object.fromEntries(perCycle) });
  }
  return rows;
}

/** @param {Session} session */
export async function counters(session) {
  await session.send("HeapProfiler.collectGarbage");
  return /** @type {{nodes: number, jsEventListeners: number}} */ (await session.send("Memory.getDOMCounters"));
}

/** Keeps the memory of each WebAssembly module of a page in `window.memories`. */
const KEEP_MEMORIES = `
  window.memories = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await real.apply(WebAssembly, given);
      for (const value of Object.values((result.instance ?? result).exports))
        if (value instanceof WebAssembly.Memory) window.memories.push(value);
      return result;
    };
  }`;

/**
 * The bytes that a page uses after a garbage collection: JavaScript's objects, those of the DOM, and
 * the memories of WebAssembly.
 * @param {Session} session
 */
async function memory(session) {
  const counted = await counters(session);
  // Finalizers of the first one may release more.
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize } = await session.send("Runtime.getHeapUsage");
  const modules = await session.run("window.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)");
  return {
    bytes: usedSize + embedderHeapUsedSize + modules,
    modules,
    nodes: counted.nodes,
    listeners: counted.jsEventListeners,
  };
}

/**
 * @param {Session} session
 * @param {FlowDescription} flow
 * @param {MemoryRow} row
 */
async function addMemory(session, flow, row) {
  /** @type {Awaited<ReturnType<typeof memory>> | undefined} */
  let empty;
  await session.open(flow, {
    before: KEEP_MEMORIES,
    beforeFlow: async () => {
      empty = await memory(session);
    },
  });
  await session.run("bench.cycles(3)");
  const used = await memory(session);
  await session.run(`bench.hold(${INSTANCES})`);
  const idle = await memory(session);
  // Every modal covers the ones before, which nobody does with a hundred.
  const opened = flow.isModal ? INSTANCES / 10 : INSTANCES;
  await session.run(`bench.openHeld(${opened})`);
  const open = await memory(session);
  const idleBytes = (idle.bytes - used.bytes) / INSTANCES;
  row.once.push(used.bytes - (empty?.bytes ?? Number.NaN));
  row.idle.push(idleBytes);
  row.open.push(idleBytes + (open.bytes - idle.bytes) / opened);
  row.onceModule.push(used.modules - (empty?.modules ?? Number.NaN));
  row.openModule.push((idle.modules - used.modules) / INSTANCES + (open.modules - idle.modules) / opened);
  row.nodes.push((open.nodes - idle.nodes) / opened);
  row.listeners.push((open.listeners - idle.listeners) / opened);
}

/**
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @returns {Promise<MemoryRow[]>}
 */
export async function measureMemory(session, flows) {
  /** @returns {MemoryRow} */
  const emptyRow = (/** @type {string} */ flow) => ({
    flow,
    once: [],
    idle: [],
    open: [],
    onceModule: [],
    openModule: [],
    nodes: [],
    listeners: [],
  });
  const rows = flows.map((flow) => ({ flow, row: emptyRow(flow.name) }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { flow, row } of rows) await addMemory(session, flow, row);
  }
  return rows.map(({ row }) => row);
}

/**
 * The connections to the origin of the hosted page from the navigation to the frame's load. The
 * widget preloads, and lets the browser open one before the frame needs it.
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @returns {Promise<ConnectionsRow[]>}
 */
export async function countConnections(session, flows) {
  const rows = flows.map(({ name }) => ({
    flow: name,
    engine: session.engine,
    connections: /** @type {number[]} */ ([]),
  }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, flow] of flows.entries()) {
      // Otherwise, the page could use a connection that the last one has left.
      session.servers.disconnect();
      const before = session.servers.connections();
      await session.openSlow(flow, { press: "preload", after: "1000" });
      rows[index]?.connections.push(session.servers.connections() - before);
    }
  }
  return rows;
}

/**
 * The requests from a page's press to the request of the hosted page, on a page that has preloaded.
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @returns {Promise<RequestsRow[]>}
 */
export async function countRequests(session, flows) {
  const rows = [];
  for (const flow of flows) {
    const { requests } = session.servers;
    const before = requests.length;
    await session.openSlow(flow, { press: "preload", after: "500" });
    const since = requests.slice(before).map((line) => line.replaceAll(/\/run\/\d+/g, ""));
    const frame = since.findIndex((line) => /^GET page \/(?:hosted|widget)/.test(line));
    // Not the page, and the flow's own scripts, which it loads before the press.
    const isOfPage = /^GET host \/(?:slow\.html|built\/|favicon\.ico)/;
    rows.push({ flow: flow.name, requests: since.slice(0, frame).filter((line) => !isOfPage.test(line)) });
  }
  return rows;
}
