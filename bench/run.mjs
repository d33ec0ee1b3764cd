/**
 * Measures the flows, interleaved, and writes the report: `cargo xtask bench`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildFlows, weights } from "./build.mjs";
import { countRequests, measureAtOnce, measureMemory, measureSeries } from "./extra.mjs";
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
    opens: { type: "string", default: "300" },
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
const random = randomFrom(Number(values.seed));
/** @param {string} id */
const isWanted = (id) => values.only === undefined || values.only.includes(id);

/** @returns {FlowDescription[]} */
function chosenFlows() {
  const all = FLOWS.flatMap((flow) => {
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
  const some = values.flow;
  return some ? all.filter(({ name }) => some.some((part) => name.includes(part))) : all;
}

/** @param {string} text */
const progress = (text) => console.error(`bench: ${text}`);

/**
 * Measures every flow once in each round, in an order that the seed fixes.
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @param {Samples} samples
 */
async function measureRounds(session, flows, samples) {
  const { engine } = session;
  for (let round = 0; round < rounds; round += 1) {
    progress(`${engine}: round ${round + 1} of ${rounds}`);
    for (const flow of shuffled([...flows, EMPTY], random)) {
      const add = samples.adder(engine, flow.name);
      if (["script", "task", "cycle"].some(isWanted)) await measureCycles(session, flow, add);
      if (["attach", "abort", "noise"].some(isWanted)) await measurePage(session, flow, add);
    }
    if (engine !== "chromium") continue;
    if (isWanted("slow")) {
      for (const flow of shuffled(flows, random)) {
        const result = await measureSlow(session, flow, samples.adder(engine, flow.name));
        samples.keepWaterfall(flow.name, result);
      }
    }
    if (isWanted("press")) {
      for (const flow of shuffled(
        flows.filter(({ isPeer }) => !isPeer),
        random,
      )) {
        await measurePress(session, flow, samples.adder(engine, flow.name));
      }
    }
  }
}

/**
 * Measures that need no rounds, or take too long for them.
 * @param {Session} session
 * @param {readonly FlowDescription[]} flows
 * @param {Samples} samples
 */
async function measureOnce(session, flows, samples) {
  const { engine } = session;
  if (isWanted("gap")) {
    for (let round = 0; round < 3; round += 1) {
      progress(`${engine}: flood ${round + 1} of 3`);
      for (const flow of shuffled([...flows, EMPTY], random)) {
        await measureFlood(session, flow, Number(values.messages), samples.adder(engine, flow.name));
      }
    }
  }
  if (engine !== "chromium") return {};
  const own = shuffled(
    flows.filter(({ isPeer }) => !isPeer),
    random,
  );
  /** @type {import("./report.mjs").Extra} */
  const extra = {};
  if (isWanted("series")) {
    progress(`${engine}: ${values.opens} opens on one page`);
    extra.series = await measureSeries(session, own, Number(values.opens));
  }
  if (isWanted("atOnce")) {
    progress(`${engine}: many at once`);
    extra.atOnce = await measureAtOnce(session, own);
  }
  if (isWanted("memory")) {
    progress(`${engine}: memory`);
    extra.memory = await measureMemory(session, own);
  }
  if (isWanted("requests")) extra.requests = await countRequests(session, flows);
  return extra;
}

const flows = chosenFlows();
progress("building the flows");
await mkdir(folder, { recursive: true });
await buildFlows([...flows, EMPTY]);
const weightRows = await weights(flows, values.compare === undefined);
const loadBefore = loadavg()[0] ?? 0;
const servers = await startServers();
const samples = new Samples();
/** @type {Record<string, string>} */
const versions = {};
/** @type {import("./report.mjs").Extra} */
let extra = {};
try {
  for (const engine of /** @type {EngineName[]} */ (values.engine)) {
    const session = await Session.start(engine, servers);
    try {
      versions[engine] = await session.version();
      await measureRounds(session, flows, samples);
      extra = { ...extra, ...(await measureOnce(session, flows, samples)) };
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
    load: [loadBefore, loadavg()[0] ?? 0],
  },
  flows: [...flows, EMPTY],
  measures: MEASURES.map((measure) =>
    measure.id === "gap" ? { ...measure, note: `${values.messages} messages` } : measure,
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
