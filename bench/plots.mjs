/**
 * The page with plots: self-contained, and without a script.
 */
import { writeFile } from "node:fs/promises";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { REFERENCES } from "./measures.mjs";
import { htmlTables } from "./report.mjs";
import { median } from "./statistics.mjs";

/** @typedef {import("./report.mjs").Report} Report */
/** @typedef {import("./report.mjs").MeasureTable} MeasureTable */

const { document } = parseHTML("<!doctype html><html><body></body></html>");

const WIDTH = 900;
const LABELS = 170;

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem}
h2{margin-top:3rem}table{border-collapse:collapse;font-size:14px}td,th{border:1px solid #ccc;padding:.2rem .5rem;text-align:right}
td:first-child,th:first-child{text-align:left}div.scroll{overflow-x:auto}`;

/** @param {Plot.PlotOptions} options @returns {string} */
const draw = (options) => {
  const plot = Plot.plot({
    document,
    width: WIDTH,
    ...options,
  });
  return plot.outerHTML;
};

/** Every sample, with the quartiles and the median of each flow. @param {MeasureTable} measure */
function samplesPlot({ rows, unit }) {
  const points = rows.flatMap(({ flow, samples }) => samples.map((value) => ({ flow, value })));
  return draw({
    marginLeft: LABELS,
    height: 60 + rows.length * 32,
    x: { label: unit, grid: true, zero: true },
    y: { label: null, domain: rows.map(({ flow }) => flow) },
    marks: [
      Plot.barX(rows, { y: "flow", x1: "q1", x2: "q3", fill: "#9ecae1" }),
      Plot.dot(points, { y: "flow", x: "value", r: 2, fill: "#3182bd", fillOpacity: 0.5 }),
      Plot.tickX(rows, { y: "flow", x: "median", stroke: "#000", strokeWidth: 2 }),
    ],
  });
}

/** The ratios with their bounds. @param {MeasureTable} measure */
function ratioPlot({ rows, references = REFERENCES }) {
  const [reference = ""] = references;
  const ratios = rows.flatMap(({ flow, ratios: { [reference]: ratio } }) => (ratio ? [{ flow, ...ratio }] : []));
  if (ratios.length === 0) return "";
  return draw({
    marginLeft: LABELS,
    height: 60 + ratios.length * 22,
    x: { label: `ratio to ${reference}, with the bounds of 95 % of the resamplings`, grid: true },
    y: { label: null, domain: ratios.map(({ flow }) => flow) },
    marks: [
      Plot.ruleX([1]),
      Plot.link(ratios, { y: "flow", x1: "low", x2: "high", strokeWidth: 2, stroke: "#3182bd" }),
      Plot.dot(ratios, { y: "flow", x: "ratio", fill: "#000" }),
    ],
  });
}

/** @param {Report["weights"]} weights */
function weightPlot(weights) {
  const rows = weights.map(({ name, weight }) => ({ name, gzip: weight.gzip }));
  return draw({
    marginLeft: LABELS,
    height: 60 + rows.length * 22,
    x: { label: "bytes, gzip -9", grid: true },
    y: { label: null, domain: rows.map(({ name }) => name) },
    marks: [
      Plot.barX(rows, { y: "name", x: "gzip", fill: "#9ecae1" }),
      Plot.text(rows, { y: "name", x: "gzip", text: "gzip", dx: 24 }),
    ],
  });
}

/** The opens that are drawn one by one, and how many of the others have one point for their median. */
const SINGLE_OPENS = 200;
const OPENS_OF_POINT = 20;

/** @param {NonNullable<Report["extra"]["series"]>} series */
function seriesPlot(series) {
  const points = series.flatMap(({ flow, times }) => {
    const single = times.slice(0, SINGLE_OPENS).map((ms, index) => ({ flow, ms, open: index + 1 }));
    const groups = Math.max(0, Math.floor((times.length - SINGLE_OPENS) / OPENS_OF_POINT));
    const medians = Array.from({ length: groups }, (_, index) => {
      const first = SINGLE_OPENS + index * OPENS_OF_POINT;
      return { flow, ms: median(times.slice(first, first + OPENS_OF_POINT)), open: first + OPENS_OF_POINT / 2 };
    });
    return [...single, ...medians];
  });
  return draw({
    height: 360,
    x: { label: "number of the open", type: "log" },
    y: { label: "ms", grid: true, type: "log" },
    color: { legend: false },
    fy: { label: null },
    marginRight: 120,
    facet: { data: points, y: "flow" },
    marks: [Plot.dot(points, { x: "open", y: "ms", r: 1.5, fill: "flow", fillOpacity: 0.6 })],
  });
}

/** @param {NonNullable<Report["extra"]["atOnce"]>} atOnce */
function atOncePlot(atOnce) {
  const points = atOnce.flatMap(({ flow, count, ms }) => ms.map((time) => ({ flow, count, ms: time })));
  return draw({
    height: 360,
    x: { label: "flows that open at once", type: "log" },
    y: { label: "ms until the last load", grid: true, type: "log" },
    fy: { label: null },
    marginRight: 120,
    facet: { data: points, y: "flow" },
    marks: [Plot.dot(points, { x: "count", y: "ms", r: 2.5, fill: "flow", fillOpacity: 0.6 })],
  });
}

/**
 * The requests of the load with the median time: the time until the response in a light colour, and
 * that of the response in a dark one.
 * @param {Report["waterfalls"]} waterfalls
 */
function waterfallPlot(waterfalls) {
  const last = Math.max(...Object.values(waterfalls).map(({ end }) => end));
  return Object.entries(waterfalls)
    .map(([flow, { waterfall, imported, start, end }]) => {
      const rows = [
        ...waterfall.map(({ name, ...times }) => ({
          ...times,
          name: name.replace(/^\/run\/\d+\/(?:built\/)?/, ""),
          end: Math.min(times.end, end),
        })),
        { name: "the flow's module is ready", start: imported, response: imported, end: imported + 2 },
        { name: "navigation to the frame's load", start, response: 0, end },
      ].map((row, index) => ({ ...row, name: `${index + 1} ${row.name}`, response: row.response || row.end }));
      return `<h3>${flow}</h3>${draw({
        marginLeft: 260,
        height: 60 + rows.length * 20,
        x: { label: "ms since the navigation", grid: true, domain: [0, last] },
        y: { label: null, domain: rows.map(({ name }) => name) },
        marks: [
          Plot.barX(rows, { y: "name", x1: "start", x2: "response", fill: "#9ecae1" }),
          Plot.barX(rows, { y: "name", x1: "response", x2: "end", fill: "#3182bd" }),
        ],
      })}`;
    })
    .join("\n");
}

/**
 * @param {Report} report
 * @param {string} file
 */
export async function writePage(report, file) {
  const { about, tables } = htmlTables(report);
  const plots = report.measures.map(
    (measure) =>
      `<h2>${measure.title.replaceAll("`", "")}, ${measure.engine}</h2>${samplesPlot(measure)}${ratioPlot(measure)}`,
  );
  const { series, atOnce } = report.extra;
  await writeFile(
    file,
    `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Benchmarks of set-pin-widget</title><style>${STYLE}</style></head>
<body><h1>Benchmarks of set-pin-widget</h1><p>${about}</p>
${plots.join("\n")}
<h2>Weights</h2>${weightPlot(report.weights)}
${series ? `<h2>Many opens on one page</h2><p>After the first ${SINGLE_OPENS}, a point is the median of ${OPENS_OF_POINT}.</p>${seriesPlot(series)}` : ""}
${atOnce ? `<h2>Many at once</h2>${atOncePlot(atOnce)}` : ""}
${Object.keys(report.waterfalls).length > 0 ? `<h2>Requests on a slow phone</h2>${waterfallPlot(report.waterfalls)}` : ""}
<h2>All figures</h2>${tables}
</body></html>
`,
  );
}
