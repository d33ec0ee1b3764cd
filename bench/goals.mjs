/**
 * The goals for the widget, and how the last run compares with them.
 */
import { EMPTY_REFERENCE, MODAL_REFERENCE, REFERENCE } from "./flows.mjs";

/** @typedef {import("./report.mjs").Report} Report */

/**
 * @typedef {object} Goal A goal for a measure, in Chromium.
 * @property {string} measure
 * @property {string} flow
 * @property {string} [reference] The flow that the limits are ratios to; without it, they are values.
 * @property {number} goal
 * @property {number} [beyond]
 */

const INLINE = "widget inline";
const MODAL = "widget modal";

/** @type {readonly Goal[]} */
const GOALS = [
  { measure: "script", flow: INLINE, reference: REFERENCE, goal: 3, beyond: 2 },
  { measure: "attach", flow: INLINE, reference: REFERENCE, goal: 1.3, beyond: 1.1 },
  { measure: "attach", flow: MODAL, reference: MODAL_REFERENCE, goal: 1.3, beyond: 1.1 },
  { measure: "slow", flow: INLINE, reference: REFERENCE, goal: 1.15, beyond: 1.05 },
  { measure: "press", flow: INLINE, reference: REFERENCE, goal: 1 },
  { measure: "abort", flow: INLINE, reference: REFERENCE, goal: 1.1, beyond: 1 },
  { measure: "noise", flow: INLINE, reference: EMPTY_REFERENCE, goal: 2 },
  { measure: "gap", flow: INLINE, goal: 50 },
];

/** The most bytes, gzip -9, of rows of the table of weights. */
const WEIGHTS = [
  { name: "index.mjs", goal: 30_000, beyond: 26_700 },
  { name: "csp.mjs", goal: 38_000, beyond: 34_000 },
  { name: "index.mjs, before the first press", goal: 4000, beyond: 2500 },
];

/** @param {number | undefined} value */
const limit = (value) => (value === undefined ? "-" : String(value));

/** @param {number} measured @param {number} goal @param {number} [beyond] */
function verdict(measured, goal, beyond = Number.NEGATIVE_INFINITY) {
  if (measured <= beyond) return "beyond it";
  return measured <= goal ? "met" : "not met";
}

/**
 * @param {Report} report
 * @param {(value: number) => string} figure
 * @param {(ratio: import("./statistics.mjs").Ratio) => string} ratioText
 * @returns {string[][]}
 */
export function goalRows(report, figure, ratioText) {
  const measured = GOALS.flatMap(({ measure, flow, reference, goal, beyond }) => {
    const table = report.measures.find(({ id, engine }) => id === measure && engine === "chromium");
    const row = table?.rows.find((one) => one.flow === flow);
    if (!table || !row) return [];
    if (reference === undefined) {
      const value = `${figure(row.median)} ${table.unit} (${figure(row.q1)}-${figure(row.q3)})`;
      return [[`${table.title}, ${flow}`, value, limit(goal), limit(beyond), verdict(row.median, goal, beyond)]];
    }
    const ratio = row.ratios[reference];
    if (!ratio) return [];
    // A ratio whose bounds contain the goal is equal to it within the spread.
    const reached = goal === 1 && ratio.low <= 1 ? Math.min(1, ratio.ratio) : ratio.ratio;
    return [
      [
        `${table.title}, ${flow}`,
        `${ratioText(ratio)} x ${reference}`,
        limit(goal),
        limit(beyond),
        verdict(reached, goal, beyond),
      ],
    ];
  });
  const weighed = WEIGHTS.flatMap(({ name, goal, beyond }) => {
    const row = report.weights.find((one) => one.name === name);
    if (!row) return [];
    return [
      [
        `${name}, bytes, gzip -9`,
        String(row.weight.gzip),
        limit(goal),
        limit(beyond),
        verdict(row.weight.gzip, goal, beyond),
      ],
    ];
  });
  return [...measured, ...weighed];
}
