/**
 * Measures the flows, interleaved, and writes the report: `cargo xtask bench`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildFlows, weights, widgetEntries } from "./build.mjs";
import { WAYS } from "./decode.mjs";
import {
  countConnections,
  countRequests,
  measureAtOnce,
  measureMemory,
  measureParts,
  measureSeries,
} from "./extra.mjs";
import { EMPTY, FLOWS } from "./flows.mjs";
import { MEASURES, measureCycles, measureFlood, measurePage, measurePress, measureSlow } from "./measures.mjs";
import { analysed, Samples, tables } from "./report.mjs";
import { startServers } from "./server.mjs";
import { Session } from "./session.mjs";
import { randomFrom, shuffled } from "./statistics.mjs";

/** @typedef {import("./flows.mjs").FlowDescription} FlowDescription */
/** @typedef {import("./session.mjs").EngineName} EngineName */

const repository = fileURLToPath(new URL("../", import.meta.url));
const folder = `${repository}target/bench/`;

const { values } = parseArgs({
  options: {
    engine: { type: "string", multiple: true, default: ["chromium", "firefox", "webkit"] },
    rounds: { type: "string", default: "12" },
    seed: { type: "string", default: "1" },
    messages: { type: "string", default: "100000" },
    opens: { type: "string", default: "10000" },
    /** `NAME=FOLDER`: another build of the package. */
    compare: { type: "string" },
    /** Some flows only, by a part of the name. */
    flow: { type: "string", multiple: true },
    /** Some measures only, by their id. */
    only: { type: "string", multiple: true },
    commit: { type: "string", default: "unknown" },
  },
});

const rounds = Number(values.rounds);
/** A flood takes seconds. */
const FLOOD_ROUNDS = Math.min(rounds, 3);
const random = randomFrom(Number(values.seed));
/** @param {string} id */
const isWanted = (id) => values.only === undefined || values.only.includes(id);

/** The other entries of the package and the ways to pack the engine, which only the slow loads compare. @returns {Promise<FlowDescription[]>} */
async function otherEntries() {
  if (values.compare) return [];
  const pkg = `${repository}pkg`;
  const [, ...others] = await widgetEntries(pkg);
  const inline = FLOWS.filter((flow) => flow.pkg && !flow.isModal);
  const ofEntries = others.flatMap(({ file }) =>
    inline.map((flow) => ({ ...flow, name: `${flow.name}, ${file}`, pkg, entry: file })),
  );
  return [...ofEntries, ...WAYS];
}

/** @param {readonly FlowDescription[]} all */
function chosen(all) {
  const some = values.flow;
  return some ? all.filter(({ name }) => some.some((part) => name.includes(part))) : [...all];
}

/** @returns {FlowDescription[]} */
function allFlows() {
  return FLOWS.flatMap((flow) => {
    // Two commits are compared without the peers.
    if (!flow.pkg) return values.compare && flow.isPeer ? [] : [flow];
    const own = { ...flow, pkg: `${repository}pkg` };
    if (!values.compare) return [own];
    const [commit = "", pkg = ""] = values.compare.split("=");
    const name = `${flow.name} @${commit}`;
    return [
      { ...own, comparedWith: name },
      { ...flow, name, pkg, commit },
    ];
  });
}

const startedAt = performance.now();
const minutes = () => (performance.now() - startedAt) / 60_000;
/** @param {string} text */
const progress = (text) => console.error(`bench: ${minutes().toFixed(1)} min: ${text}`);

/** Firefox and WebKit are reported; Chromium decides, and has twice as many rounds. @param {EngineName} engine */
const roundsOf = (engine) => (engine === "chromium" ? rounds : Math.ceil(rounds / 2));

/**
 * Measures every flow once in each round, in an order that the seed fixes; peers in every second
 * round.
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @param {readonly FlowDescription[]} entries
 * @param {Samples} samples
 */
async function measureRounds(session, flows, entries, samples) {
  const { engine } = session;
  const ofRounds = ["script", "task", "cycle", "attach", "abort", "noise", "slow", "press", "press-cold"];
  if (!ofRounds.some(isWanted)) return;
  for (let round = 0; round < roundsOf(engine); round += 1) {
    progress(`${engine}: round ${round + 1} of ${roundsOf(engine)}`);
    const ofRound = flows.filter(({ isPeer }) => !isPeer || round % 2 === 0);
    for (const flow of shuffled([...ofRound, EMPTY], random)) {
      const add = samples.adder(engine, flow.name);
      if (["script", "task", "cycle"].some(isWanted)) await measureCycles(session, flow, add);
      if (["attach", "abort", "noise"].some(isWanted)) await measurePage(session, flow, add, isWanted);
    }
    // Only Chromium can slow the processor down.
    if (engine === "chromium") await measureSlowRound(session, [...ofRound, ...entries], samples);
  }
}

/** @param {Session} session @param {readonly FlowDescription[]} flows @param {Samples} samples */
async function measureSlowRound(session, flows, samples) {
  const { engine } = session;
  if (isWanted("slow")) {
    for (const flow of shuffled(flows, random)) {
      const result = await measureSlow(session, flow, samples.adder(engine, flow.name));
      samples.keepWaterfall(flow.name, result);
    }
  }
  const own = flows.filter(({ isPeer, bytes }) => !isPeer && !bytes);
  for (const [id, isPreloaded] of /** @type {const} */ ([
    ["press", true],
    ["press-cold", false],
  ])) {
    if (!isWanted(id)) continue;
    for (const flow of shuffled(own, random)) {
      await measurePress(session, flow, isPreloaded, samples.adder(engine, flow.name));
    }
  }
}

/**
 * Measures that take too long for every round.
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @param {Samples} samples
 */
async function measureFloods(session, flows, samples) {
  if (!isWanted("gap")) return;
  const { engine } = session;
  const own = [...flows.filter(({ isPeer }) => !isPeer), EMPTY];
  for (let round = 0; round < FLOOD_ROUNDS; round += 1) {
    progress(`${engine}: flood ${round + 1} of ${FLOOD_ROUNDS}`);
    for (const flow of shuffled(own, random)) {
      await measureFlood(session, flow, Number(values.messages), samples.adder(engine, flow.name));
    }
  }
}

/**
 * Measures that no round contains.
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @param {import("./report.mjs").Extra} extra
 */
async function measureExtra(session, flows, extra) {
  const { engine } = session;
  const own = shuffled(
    flows.filter(({ isPeer }) => !isPeer),
    random,
  );
  if (isWanted("connections")) {
    progress(`${engine}: connections`);
    const rows = await countConnections(session, own);
    extra.connections = [...(extra.connections ?? []), ...rows];
  }
  if (engine !== "chromium") return;
  if (isWanted("requests")) extra.requests = await countRequests(session, flows);
  if (isWanted("parts")) {
    progress(`${engine}: parts of the script time`);
    extra.parts = await measureParts(session, own);
  }
  if (isWanted("memory")) {
    progress(`${engine}: memory`);
    extra.memory = await measureMemory(session, own);
  }
  if (isWanted("atOnce")) {
    progress(`${engine}: many at once`);
    extra.atOnce = await measureAtOnce(session, own);
  }
  if (isWanted("series")) {
    progress(`${engine}: ${values.opens} opens on one page`);
    extra.series = await measureSeries(
      session,
      own.filter(({ file }) => file !== "sample.mjs"),
      Number(values.opens),
    );
  }
}

const flows = chosen(allFlows());
const entries = chosen(await otherEntries());
progress("building the flows");
await mkdir(folder, { recursive: true });
await buildFlows([...flows, ...entries, EMPTY]);
const weightRows = await weights([...flows, ...entries], values.compare === undefined);
const loadBefore = loadavg()[0] ?? 0;
const servers = await startServers();
const samples = new Samples();
/** @type {Record<string, string>} */
const versions = {};
/** @type {import("./report.mjs").Extra} */
const extra = {};
try {
  for (const engine of /** @type {EngineName[]} */ (values.engine)) {
    const session = await Session.start(engine, servers);
    try {
      versions[engine] = await session.version();
      await measureRounds(session, flows, entries, samples);
      await measureFloods(session, flows, samples);
      await measureExtra(session, flows, extra);
    } finally {
      await session.stop();
    }
  }
} finally {
  await servers.stop();
}

const report = analysed({
  about: {
    commit: values.commit,
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`,
    node: process.version,
    versions,
    seed: Number(values.seed),
    rounds,
    minutes: Math.round(minutes()),
    load: [loadBefore, loadavg()[0] ?? 0],
  },
  flows: [...flows, ...entries, EMPTY],
  measures: MEASURES.map((measure) =>
    measure.id === "gap"
      ? { ...measure, note: `${values.messages} messages; 16.7 ms pass between two frames at least` }
      : measure,
  ),
  samples,
  weights: weightRows,
  extra,
  random: randomFrom(Number(values.seed)),
});
await writeFile(`${folder}report.json`, `${JSON.stringify(report, null, 1)}\n`);
console.log(tables(report));
const { writePage } = await import("./plots.mjs");
await writePage(report, `${folder}index.html`);
progress("wrote target/bench/report.json and target/bench/index.html");
