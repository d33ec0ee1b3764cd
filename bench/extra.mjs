/**
 * Measurements that need no rounds: many opens, many widgets, memory and requests. In Chromium.
 */

/** @typedef {import("./session.mjs").Session} Session */
/** @typedef {import("./flows.mjs").FlowDescription} FlowDescription */

/** @typedef {{flow: string, times: number[]}} SeriesRow The times of the first open, the second, and so on. */
/** @typedef {{flow: string, count: number, ms: number[]}} AtOnceRow */
/** @typedef {{flow: string, idleBytes: number, openBytes: number, nodes: number, listeners: number}} MemoryRow */
/** @typedef {{flow: string, requests: string[]}} RequestsRow */

const COUNTS = [1, 10, 100];
const ROUNDS = 3;
const IDLE = 50;
const OPEN = 10;

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
    rows.push({ flow: flow.name, times: await session.run(`bench.series(${opens})`) });
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

/** @param {Session} session */
export async function counters(session) {
  await session.send("HeapProfiler.collectGarbage");
  return /** @type {{nodes: number, jsEventListeners: number}} */ (await session.send("Memory.getDOMCounters"));
}

/**
 * Bytes of an idle and of an open flow, and the nodes and listeners of an open one.
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @returns {Promise<MemoryRow[]>}
 */
export async function measureMemory(session, flows) {
  const rows = [];
  for (const flow of flows) {
    const grown = async (/** @type {number} */ count, /** @type {boolean} */ isOpen) => {
      await session.open(flow);
      await session.run("bench.cycles(3)");
      const [before, countedBefore] = [await session.run("bench.memory()"), await counters(session)];
      await session.run(`bench.hold(${count}, ${isOpen})`);
      const [after, counted] = [await session.run("bench.memory()"), await counters(session)];
      return {
        bytes: (after - before) / count,
        nodes: (counted.nodes - countedBefore.nodes) / count,
        listeners: (counted.jsEventListeners - countedBefore.jsEventListeners) / count,
      };
    };
    const idle = await grown(IDLE, false);
    const open = await grown(OPEN, true);
    rows.push({
      flow: flow.name,
      idleBytes: Math.round(idle.bytes),
      openBytes: Math.round(open.bytes),
      nodes: open.nodes,
      listeners: open.listeners,
    });
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
