/**
 * Medians, their spread, and an order that a seed fixes.
 */

/** @typedef {{median: number, q1: number, q3: number, count: number}} Summary */
/** @typedef {{ratio: number, low: number, high: number}} Ratio A ratio of medians, with the bounds of 95 % of its resamplings. */

/** How many times the samples are drawn again for the bounds of a ratio. */
const RESAMPLINGS = 1000;

/**
 * The generator mulberry32: small, and the same everywhere.
 * @param {number} seed
 * @returns {() => number} Numbers from 0 to 1.
 */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {() => number} random
 * @returns {T[]}
 */
export function shuffled(items, random) {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** @param {readonly number[]} sorted @param {number} part From 0 to 1. */
function quantile(sorted, part) {
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** @param {readonly number[]} samples */
const sortedCopy = (samples) => [...samples].sort((a, b) => a - b);

/** @param {readonly number[]} samples */
export const median = (samples) => quantile(sortedCopy(samples), 0.5);

/** @param {readonly number[]} samples @returns {Summary} */
export function summary(samples) {
  const sorted = sortedCopy(samples);
  return {
    median: quantile(sorted, 0.5),
    q1: quantile(sorted, 0.25),
    q3: quantile(sorted, 0.75),
    count: sorted.length,
  };
}

/**
 * @param {number} ratio
 * @param {() => number} draw Returns the ratio of a resampling.
 * @returns {Ratio}
 */
function bounded(ratio, draw) {
  const sorted = sortedCopy(Array.from({ length: RESAMPLINGS }, draw));
  return { ratio, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** @param {readonly number[]} from @param {() => number} random */
const resampled = (from, random) => from.map(() => from[Math.floor(random() * from.length)] ?? Number.NaN);

/**
 * The ratio of the medians.
 * @param {readonly number[]} samples
 * @param {readonly number[]} reference
 * @param {() => number} random
 */
export function ratioOf(samples, reference, random) {
  return bounded(
    median(samples) / median(reference),
    () => median(resampled(samples, random)) / median(resampled(reference, random)),
  );
}

/**
 * The median of the ratios of each round. A load of the machine that changes between rounds does
 * not affect it.
 * @param {readonly (readonly number[])[]} samples The samples of each round.
 * @param {readonly (readonly number[])[]} reference Those of as many rounds.
 * @param {() => number} random
 */
export function pairedRatioOf(samples, reference, random) {
  const ratios = samples.map((ofRound, round) => median(ofRound) / median(reference[round] ?? []));
  return bounded(median(ratios), () => median(resampled(ratios, random)));
}
