/**
 * The report: medians, ratios and their spread, as JSON, as text and as Markdown.
 */
import { MODAL_REFERENCE, ONLY_WEIGHT, REFERENCE } from "./flows.mjs";
import { goalRows } from "./goals.mjs";
import { REFERENCES } from "./measures.mjs";
import { pairedRatioOf, randomFrom, ratioOf, summary } from "./statistics.mjs";

/** @typedef {import("./flows.mjs").FlowDescription} FlowDescription */
/** @typedef {import("./measures.mjs").Measure} Measure */
/** @typedef {import("./statistics.mjs").Summary} Summary */
/** @typedef {import("./statistics.mjs").Ratio} Ratio */

/**
 * @typedef {object} Extra
 * @property {import("./extra.mjs").SeriesRow[]} [series]
 * @property {import("./extra.mjs").AtOnceRow[]} [atOnce]
 * @property {import("./extra.mjs").MemoryRow[]} [memory]
 * @property {import("./extra.mjs").PartsRow[]} [parts]
 * @property {import("./extra.mjs").RequestsRow[]} [requests]
 * @property {import("./extra.mjs").ConnectionsRow[]} [connections]
 */

/**
 * @typedef {object} About
 * @property {string} commit
 * @property {string} date
 * @property {string} machine
 * @property {string} node
 * @property {Record<string, string>} versions
 * @property {number} seed
 * @property {number} rounds
 * @property {number} minutes
 * @property {number[]} load The machine's load before and after the run.
 */

/** @typedef {Summary & {flow: string, samples: number[], ratios: Record<string, Ratio>, toCommit?: Ratio & {flow: string}}} FlowRow */
/** @typedef {Measure & {engine: string, rows: FlowRow[]}} MeasureTable */

/**
 * @typedef {object} Report
 * @property {About} about
 * @property {MeasureTable[]} measures
 * @property {import("./build.mjs").WeightRow[]} weights
 * @property {Extra} extra
 * @property {Record<string, import("./session.mjs").SlowResult>} waterfalls One for each flow: the load with the median time.
 */

/** All samples of a run. */
export class Samples {
  /** Those of each round. @type {Map<string, (readonly number[])[]>} */
  #rounds = new Map();
  /** @type {Map<string, import("./session.mjs").SlowResult[]>} */
  #loads = new Map();

  /** @param {string} engine @param {string} flow @returns {import("./measures.mjs").Add} */
  adder(engine, flow) {
    return (id, samples) => {
      const key = `${id} ${engine} ${flow}`;
      this.#rounds.set(key, [...(this.#rounds.get(key) ?? []), samples]);
    };
  }

  /** @param {string} id @param {string} engine @param {string} flow */
  rounds(id, engine, flow) {
    return this.#rounds.get(`${id} ${engine} ${flow}`);
  }

  /** @param {string} id @param {string} engine @param {string} flow */
  of(id, engine, flow) {
    return this.rounds(id, engine, flow)?.flat();
  }

  /** @param {string} flow @param {import("./session.mjs").SlowResult} load */
  keepWaterfall(flow, load) {
    this.#loads.set(flow, [...(this.#loads.get(flow) ?? []), load]);
  }

  /** The load with the median time, of each flow. */
  waterfalls() {
    return Object.fromEntries(
      [...this.#loads].map(([flow, loads]) => {
        const sorted = [...loads].sort((a, b) => a.ms - b.ms);
        return [flow, /** @type {import("./session.mjs").SlowResult} */ (sorted[Math.floor((sorted.length - 1) / 2)])];
      }),
    );
  }
}

/**
 * @param {object} run
 * @param {About} run.about
 * @param {readonly FlowDescription[]} run.flows
 * @param {readonly Measure[]} run.measures
 * @param {Samples} run.samples
 * @param {import("./build.mjs").WeightRow[]} run.weights
 * @param {Extra} run.extra
 * @param {() => number} run.random
 * @returns {Report}
 */
export function analysed({ about, flows, measures, samples, weights, extra, random }) {
  /** @param {Measure} measure @param {string} engine @param {FlowDescription} flow @param {readonly number[]} own */
  function ratios({ id, references = REFERENCES }, engine, flow, own) {
    const others = references.flatMap((name) => {
      const other = samples.of(id, engine, name);
      // Only a modal is compared with one.
      return other && (name !== MODAL_REFERENCE || flow.isModal) ? [[name, ratioOf(own, other, random)]] : [];
    });
    const rounds = samples.rounds(id, engine, flow.name);
    const compared = flow.comparedWith && samples.rounds(id, engine, flow.comparedWith);
    return {
      ratios: /** @type {Record<string, Ratio>} */ (Object.fromEntries(others)),
      ...(rounds && compared && flow.comparedWith
        ? { toCommit: { flow: flow.comparedWith, ...pairedRatioOf(rounds, compared, random) } }
        : {}),
      samples: own.map((sample) => Number(sample.toFixed(4))),
    };
  }
  /** @type {MeasureTable[]} */
  const found = [];
  for (const engine of Object.keys(about.versions)) {
    for (const measure of measures) {
      const rows = flows.flatMap((flow) => {
        const own = samples.of(measure.id, engine, flow.name);
        return own ? [{ flow: flow.name, ...summary(own), ...ratios(measure, engine, flow, own) }] : [];
      });
      if (rows.length > 0) found.push({ ...measure, engine, rows });
    }
  }
  return { about, measures: found, weights, extra, waterfalls: samples.waterfalls() };
}

/** @param {number} value */
function figure(value) {
  if (!Number.isFinite(value)) return "-";
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** @param {Ratio | undefined} ratio */
function ratioText(ratio) {
  if (!ratio) return "-";
  return `${figure(ratio.ratio)} (${figure(ratio.low)}-${figure(ratio.high)})`;
}

/** The flows whose ratio in the summary is to the native dialog. */
const MODALS = ["widget modal"];
/** The flows that the summary leaves out. */
const NOT_IN_SUMMARY = ["sample", "iframe-resizer", "post-robot", "empty listener"];
/** Other entries, and ways to pack the engine: they have their own rows on the slow phone. @param {string} flow */
const isVariant = (flow) => flow.endsWith(".mjs") || flow.startsWith("engine: ");

/** @typedef {{title: string, note?: string | undefined, head: string[], rows: string[][]}} Table */

/** @param {MeasureTable} measure @returns {Table} */
function measureTable({ title, unit, note, references = REFERENCES, engine, rows }) {
  return {
    title: `${title}, ${engine}`,
    note,
    head: ["flow", `median (${unit})`, "quartiles", ...references.map((name) => `x ${name}`), "samples"],
    rows: rows.map(({ flow, median, q1, q3, count, ratios }) => [
      flow,
      figure(median),
      `${figure(q1)}-${figure(q3)}`,
      ...references.map((name) => ratioText(ratios[name])),
      String(count),
    ]),
  };
}

/**
 * The medians that the goals are about. A modal is compared with the native dialog.
 * @param {Report} report
 * @param {string} engine
 * @returns {Table}
 */
function summaryTable(report, engine) {
  const measures = report.measures.filter((measure) => measure.engine === engine);
  const all = new Set(measures.flatMap(({ rows }) => rows.map(({ flow }) => flow)));
  const flows = [...all].filter((flow) => !NOT_IN_SUMMARY.includes(flow) && !isVariant(flow));
  return {
    title: `summary, ${engine}`,
    note: `medians, with the ratio to ${REFERENCE}, or to ${MODAL_REFERENCE} for ${MODALS.join(" and ")}, and the bounds of 95 % of its resamplings`,
    head: ["Measure", ...measures.map(({ title, unit }) => `${title}, ${unit}`)],
    rows: flows.map((flow) => [
      flow,
      ...measures.map(({ rows }) => {
        const row = rows.find((one) => one.flow === flow);
        if (!row) return "-";
        const isModal = MODALS.some((name) => flow.startsWith(name));
        const ratio = (isModal ? row.ratios[MODAL_REFERENCE] : undefined) ?? row.ratios[REFERENCE];
        return ratio && flow !== REFERENCE
          ? `${figure(row.median)}, ${figure(ratio.ratio)} x (${figure(ratio.low)}-${figure(ratio.high)})`
          : figure(row.median);
      }),
    ]),
  };
}

/**
 * Each measure of a flow as a ratio to the same flow with the package of another commit.
 * @param {Report} report
 * @returns {Table[]}
 */
function commitTables(report) {
  const rows = report.measures.flatMap(({ title, engine, rows: flows }) =>
    flows.flatMap(({ flow, toCommit }) =>
      toCommit ? [[`${title}, ${engine}`, `${flow} / ${toCommit.flow}`, ratioText(toCommit)]] : [],
    ),
  );
  if (rows.length === 0) return [];
  return [
    {
      title: "compared with the other commit",
      note: "medians of the ratios of each round",
      head: ["measure", "flows", "ratio"],
      rows,
    },
  ];
}

/** @param {Report["weights"]} weights @returns {Table} */
function weightTable(weights) {
  return {
    title: "weights, in bytes",
    note: "of a bundle, only the files that load before a press",
    head: ["file", "raw", "gzip -9", "brotli"],
    rows: weights.map(({ name, weight }) => [name, String(weight.raw), String(weight.gzip), String(weight.brotli)]),
  };
}

/** The median with the quartiles. @param {readonly number[]} samples */
function spreadText(samples) {
  const { median, q1, q3 } = summary(samples);
  return `${figure(median)} (${figure(q1)}-${figure(q3)})`;
}

/** @param {import("./extra.mjs").SeriesRow[]} series @returns {Table} */
function seriesTable(series) {
  const places = [1, 10, 100, 1000, 10_000].filter((place) => series.some(({ times }) => times.length >= place));
  /** The opens around a place; the first open has no neighbours that are like it. @param {number[]} times @param {number} place */
  function around(times, place) {
    if (place > times.length) return "-";
    if (place === 1) return figure(times[0] ?? Number.NaN);
    const half = place === 10 ? 5 : 50;
    return spreadText(times.slice(place - half, place + half));
  }
  /** @param {number[]} times */
  const growth = (times) =>
    times.length > 200 ? ratioText(ratioOf(times.slice(-100), times.slice(50, 150), randomFrom(1))) : "-";
  return {
    title: "`open()` to the attached frame, by the number of the open, in ms",
    note: "on a page that has not preloaded; the median and the quartiles of the 100 opens around it, or of 10 around the tenth",
    head: ["flow", ...places.map((place) => `no. ${place}`), "the last 100 x no. 100"],
    rows: series.map(({ flow, times }) => [flow, ...places.map((place) => around(times, place)), growth(times)]),
  };
}

/** @param {import("./extra.mjs").AtOnceRow[]} atOnce @returns {Table} */
function atOnceTable(atOnce) {
  const counts = [...new Set(atOnce.map(({ count }) => count))];
  const times = (/** @type {string} */ flow, /** @type {number} */ count) =>
    atOnce.find((row) => row.flow === flow && row.count === count)?.ms ?? [];
  return {
    title: "many at once: from the first `open()` to the last `load`, in ms",
    note: "the median and the quartiles",
    head: ["flow", ...counts.map(String)],
    rows: [...new Set(atOnce.map(({ flow }) => flow))].map((flow) => [
      flow,
      ...counts.map((count) => spreadText(times(flow, count))),
    ]),
  };
}

/** @param {import("./extra.mjs").MemoryRow[]} memory @returns {Table} */
function memoryTable(memory) {
  return {
    title: "memory, nodes and listeners",
    note: "bytes after a garbage collection, with WebAssembly's memory: of the loaded and used flow once, then of each instance; the median and the quartiles",
    head: [
      "flow",
      "once",
      "of it WebAssembly",
      "per idle instance",
      "per open instance",
      "of it WebAssembly",
      "nodes, open",
      "listeners, open",
    ],
    rows: memory.map(({ flow, once, idle, open, onceModule, openModule, nodes, listeners }) => [
      flow,
      spreadText(once),
      figure(summary(onceModule).median),
      spreadText(idle),
      spreadText(open),
      ...[openModule, nodes, listeners].map((counts) => figure(summary(counts).median)),
    ]),
  };
}

/** In milliseconds: parts that take less in every flow share a row. */
const LEAST_PART = 0.1;

/** @param {import("./extra.mjs").PartsRow[]} rows @returns {Table} */
function partsTable(rows) {
  const all = [...new Set(rows.flatMap(({ parts }) => Object.keys(parts)))];
  const most = (/** @type {string} */ part) => Math.max(...rows.map(({ parts }) => parts[part] ?? 0));
  const [small, large] = [
    all.filter((part) => most(part) < LEAST_PART),
    all.filter((part) => most(part) >= LEAST_PART),
  ];
  const line = (/** @type {string} */ title, /** @type {readonly string[]} */ names) => [
    title,
    ...rows.map(({ parts }) => names.reduce((sum, name) => sum + (parts[name] ?? 0), 0).toFixed(2)),
  ];
  return {
    title: "parts of the script time, per open-close cycle, in ms",
    note: "a function of the browser has its name, and includes the style and layout that it has to finish; the mean of 100 cycles",
    head: ["part", ...rows.map(({ flow }) => flow)],
    rows: [
      ...large.sort((a, b) => most(b) - most(a)).map((part) => line(part, [part])),
      line("other functions of the browser", small),
      line("all", all),
    ],
  };
}

/** @param {import("./extra.mjs").ConnectionsRow[]} connections @returns {Table} */
function connectionsTable(connections) {
  const engines = [...new Set(connections.map(({ engine }) => engine))];
  const of = (/** @type {string} */ flow, /** @type {string} */ engine) =>
    connections.find((row) => row.flow === flow && row.engine === engine)?.connections ?? [];
  return {
    title: "connections to the hosted page's origin until its load",
    note: "the most of five loads; the widget preloads",
    head: ["flow", ...engines],
    rows: [...new Set(connections.map(({ flow }) => flow))].map((flow) => [
      flow,
      ...engines.map((engine) => String(Math.max(...of(flow, engine)))),
    ]),
  };
}

/** @param {Extra} extra @returns {Table[]} */
function extraTables({ series, atOnce, memory, parts, requests, connections }) {
  return [
    ...(parts ? [partsTable(parts)] : []),
    ...(series ? [seriesTable(series)] : []),
    ...(atOnce ? [atOnceTable(atOnce)] : []),
    ...(memory ? [memoryTable(memory)] : []),
    ...(requests
      ? [
          {
            title: "requests from the press to the hosted page",
            head: ["flow", "requests", "which"],
            rows: requests.map(({ flow, requests: list }) => [flow, String(list.length), list.join(", ")]),
          },
        ]
      : []),
    ...(connections ? [connectionsTable(connections)] : []),
  ];
}

/** @param {Report} report @returns {Table[]} */
function goalTables(report) {
  const rows = goalRows(report, figure, ratioText);
  if (rows.length === 0) return [];
  return [{ title: "the goals, in chromium", head: ["measure", "measured", "goal", "beyond", "verdict"], rows }];
}

/** @param {Table} table @returns {Table} */
function transposed({ title, note, head, rows }) {
  const lines = head.map((text, column) => [text, ...rows.map((row) => row[column] ?? "-")]);
  return { title, note, head: lines[0] ?? [], rows: lines.slice(1) };
}

/** @param {Report} report @returns {Table[]} */
function allTables(report) {
  return [
    ...commitTables(report),
    ...goalTables(report),
    ...Object.keys(report.about.versions).map((engine) => transposed(summaryTable(report, engine))),
    ...report.measures.map(measureTable),
    weightTable(report.weights),
    ...extraTables(report.extra),
    {
      title: "not measured in a page",
      head: ["package", "reason"],
      rows: ONLY_WEIGHT.map(({ name, why }) => [name, why]),
    },
  ];
}

/** @param {About} about */
function aboutText({ commit, date, machine, versions, seed, rounds, minutes, load }) {
  const engines = Object.values(versions).join(", ");
  const loads = load.map((number) => number.toFixed(1)).join(" and ");
  return `Commit ${commit}, ${date}, ${machine}, ${engines}; ${rounds} rounds in ${minutes} minutes, seed ${seed}; load of the machine before and after: ${loads}.`;
}

/** The report for a terminal. @param {Report} report */
export function tables(report) {
  const parts = allTables(report).map(({ title, note, head, rows }) => {
    const widths = head.map((text, column) => Math.max(text.length, ...rows.map((row) => row[column]?.length ?? 0)));
    const line = (/** @type {string[]} */ row) =>
      row
        .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
        .join("  ")
        .trimEnd();
    return [`\n${title}${note ? ` (${note})` : ""}`, line(head), ...rows.map(line)].join("\n");
  });
  return [aboutText(report.about), ...parts].join("\n");
}

/** The report for a document. @param {Report} report */
export function markdown(report) {
  const parts = allTables(report).map(({ title, note, head, rows }) => {
    const line = (/** @type {string[]} */ row) => `| ${row.join(" | ")} |`;
    const heading = `### ${title.charAt(0).toUpperCase()}${title.slice(1)}`;
    return [
      heading,
      ...(note ? ["", `${note.charAt(0).toUpperCase()}${note.slice(1)}.`] : []),
      "",
      line(head),
      line(head.map(() => "---")),
      ...rows.map(line),
    ].join("\n");
  });
  return [aboutText(report.about), ...parts].join("\n\n");
}

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("`", "");

/** The report for a web page. @param {Report} report */
export function htmlTables(report) {
  const cells = (/** @type {string} */ tag, /** @type {string[]} */ row) =>
    `<tr>${row.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
  const parts = allTables(report).map(
    ({ title, note, head, rows }) =>
      `<h3>${escaped(title)}</h3>${note ? `<p>${escaped(note)}</p>` : ""}<div class="scroll"><table>${cells("th", head)}${rows.map((row) => cells("td", row)).join("")}</table></div>`,
  );
  return { about: escaped(aboutText(report.about)), tables: parts.join("\n") };
}
