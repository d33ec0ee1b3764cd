/**
 * Waits for conditions, and never for a fixed time.
 */
import { inspect } from "node:util";
import { withoutTokens } from "./text.mjs";

/**
 * The longest time that a condition may take on a slow machine. A passing test never waits so long.
 */
const PATIENCE_MS = 15_000;

/**
 * Calls `probe` until it returns a truthy value.
 * @template T
 * @param {string} what The name of the condition, for the failure's message.
 * @param {() => Promise<T>} probe
 * @param {() => Promise<unknown>} [explain] Details for the failure's message.
 * @param {number} [patienceMs]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, probe, explain, patienceMs = PATIENCE_MS) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > deadline) {
      const shown = explain ? `\n${inspect(await explain(), { depth: 8, breakLength: 140 })}` : "";
      throw new Error(`Waited ${patienceMs} ms without success for: ${what}${withoutTokens(shown)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
