/**
 * Waiting for conditions, never for time to pass.
 */
import { inspect } from "node:util";
import { withoutTokens } from "./text.mjs";

/** How long a condition may take on a slow machine; a test that passes never waits so long. */
const PATIENCE_MS = 15_000;

/**
 * Asks until `probe` answers truthily.
 * @template T
 * @param {string} what What is waited for, for the failure's message.
 * @param {() => Promise<T>} probe
 * @param {() => Promise<unknown>} [explain] What to show when it never comes.
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
      throw new Error(`Waited ${patienceMs} ms in vain for: ${what}${withoutTokens(shown)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
