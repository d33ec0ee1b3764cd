/**
 * The report: medians, ratios and their spread, as JSON, as text and as Markdown.
 */
import { MODAL_REFERENCE, ONLY_WEIGHT, REFERENCE } from "./flows.mjs";
import { pairedRatioOf, ratioOf, summary } from "./statistics.mjs";

/** @typedef {import("./flows.mjs").FlowDescription} FlowDescription */
/** @typedef {import("./measures.mjs").Measure} Measure */
/** @typedef {import("./statistics.mjs").Summary} Summary */
/** @typedef {import("./statistics.mjs").Ratio} Ratio */

/**
 * @typedef {object} Extra
 * @property {import("./extra.mjs").SeriesRow[]} [series]
 * @property {import("./extra.mjs").AtOnceRow[]} [atOnce]
 * @property {import("./extra.mjs").MemoryRow[]} [memory]
 * @property {import("./extra.mjs").RequestsRow[]} [requests]
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
 * @property {number[]} load The machine's load before and after the run.
 */

/** @typedef {Summary & {flow: string, samples: number[], toReference?: Ratio, toModal?: Ratio, toCommit?: Ratio & {flow: string}}} FlowRow */
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
  /** @type {Map<string, number[]>} */
  #samples = new Map();
  /** @type {Map<string, import("./session.mjs").SlowResult[]>} */
  #loads = new Map();

  /** @param {string} engine @param {string} flow @returns {import("./measures.mjs").Add} */
  adder(engine, flow) {
    return (id, samples) => {
      const key = `${id} ${engine} ${flow}`;
      this.#samples.set(key, [...(this.#samples.get(key) ?? []), ...samples]);
    };
  }

  /** @param {string} id @param {string} engine @param {string} flow */
  of(id, engine, flow) {
    return this.#samples.get(`${id} ${engine} ${flow}`);
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
  /** @type {MeasureTable[]} */
  const found = [];
  for (const engine of Object.keys(about.versions)) {
    for (const measure of measures) {
      const reference = samples.of(measure.id, engine, REFERENCE);
      const modal = samples.of(measure.id, engine, MODAL_REFERENCE);
      const rows = flows.flatMap((flow) => {
        const own = samples.of(measure.id, engine, flow.name);
        if (!own) return [];
        const other = flow.comparedWith && samples.of(measure.id, engine, flow.comparedWith);
        return [
          {
            flow: flow.name,
            ...summary(own),
            ...(reference ? { toReference: ratioOf(own, reference, random) } : {}),
            ...(other && flow.comparedWith
              ? { toCommit: { flow: flow.comparedWith, ...pairedRatioOf(own, other, about.rounds, random) } }
              : {}),
            ...(modal && flow.isModal ? { toModal: ratioOf(own, modal, random) } : {}),
            samples: own.map((sample) => Number(sample.toFixed(4))),
          },
        ];
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

/** @typedef {{title: string, note?: string | undefined, head: string[], rows: string[][]}} Table */

/** @param {MeasureTable} measure @returns {Table} */
function measureTable({ title, unit, note, engine, rows }) {
  return {
    title: `${title}, ${engine}`,
    note,
    head: ["flow", `median (${unit})`, "quartiles", `x ${REFERENCE}`, `x ${MODAL_REFERENCE}`, "samples"],
    rows: rows.map(({ flow, median, q1, q3, count, toReference, toModal }) => [
      flow,
      figure(median),
      `${figure(q1)}-${figure(q3)}`,
      ratioText(toReference),
      ratioText(toModal),
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
  const flows = [...all].filter((flow) => !NOT_IN_SUMMARY.includes(flow));
  return {
    title: `summary, ${engine}`,
    note: `medians, with the ratio to ${REFERENCE}, or to ${MODAL_REFERENCE} for ${MODALS.join(" and ")}`,
    head: ["Measure", ...measures.map(({ title, unit }) => `${title}, ${unit}`)],
    rows: flows.map((flow) => [
      flow,
      ...measures.map(({ rows }) => {
        const row = rows.find((one) => one.flow === flow);
        if (!row) return "-";
        const isModal = MODALS.some((name) => flow.startsWith(name));
        const ratio = isModal ? row.toModal : row.toReference;
        return `${figure(row.median)}${ratio ? ` (${figure(ratio.ratio)} x)` : ""}`;
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
    head: ["file", "raw", "gzip -9", "brotli"],
    rows: weights.map(({ name, weight }) => [name, String(weight.raw), String(weight.gzip), String(weight.brotli)]),
  };
}

/** @param {import("./extra.mjs").SeriesRow[]} series @returns {Table} */
function seriesTable(series) {
  const places = [1, 10, 100, 1000, 10_000].filter((place) => series.every(({ times }) => times.length >= place));
  /** The median around a place; the first open has no neighbours that are like it. @param {number[]} times @param {number} place */
  const around = (times, place) =>
    place === 1 ? (times[0] ?? Number.NaN) : summary(times.slice(Math.max(1, place - 5), place + 5)).median;
  return {
    title: "`open()` to the attached frame, by the number of the open, in ms",
    note: "on a page that has not preloaded; the median of the ten opens around it, except for the first",
    head: ["flow", ...places.map((place) => `no. ${place}`)],
    rows: series.map(({ flow, times }) => [flow, ...places.map((place) => figure(around(times, place)))]),
  };
}

/** @param {Extra} extra @returns {Table[]} */
function extraTables({ series, atOnce, memory, requests }) {
  /** @type {Table[]} */
  const all = [];
  if (series) all.push(seriesTable(series));
  if (atOnce) {
    const counts = [...new Set(atOnce.map(({ count }) => count))];
    all.push({
      title: "many at once: from the first `open()` to the last `load`, in ms",
      head: ["flow", ...counts.map(String)],
      rows: [...new Set(atOnce.map(({ flow }) => flow))].map((flow) => [
        flow,
        ...counts.map((count) =>
          figure(summary(atOnce.find((row) => row.flow === flow && row.count === count)?.ms ?? []).median),
        ),
      ]),
    });
  }
  if (memory) {
    all.push({
      title: "memory, nodes and listeners of one flow on a page that used it before",
      head: ["flow", "idle, bytes", "open, bytes", "open, nodes", "open, listeners"],
      rows: memory.map(({ flow, idleBytes, openBytes, nodes, listeners }) => [
        flow,
        String(idleBytes),
        String(openBytes),
        figure(nodes),
        figure(listeners),
      ]),
    });
  }
  if (requests) {
    all.push({
      title: "requests from the press to the hosted page",
      head: ["flow", "requests", "which"],
      rows: requests.map(({ flow, requests: list }) => [flow, String(list.length), list.join(", ")]),
    });
  }
  return all;
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
function aboutText({ commit, date, machine, versions, seed, rounds, load }) {
  const engines = Object.values(versions).join(", ");
  const loads = load.map((number) => number.toFixed(1)).join(" and ");
  return `Commit ${commit}, ${date}, ${machine}, ${engines}; ${rounds} rounds, seed ${seed}; load of the machine before and after: ${loads}.`;
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
