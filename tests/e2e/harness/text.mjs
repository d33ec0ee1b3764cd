/**
 * Text that is printed or searched.
 */

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?|\d+(?:\.\d+)?\s?(?:ms|µs|us)\b/g;

/**
 * A failing test prints what it saw, and what it saw may hold a token.
 * @param {string} text
 */
export function withoutTokens(text) {
  return text.replaceAll(UUID, "(token)");
}

/**
 * Ports, times and random names are digits too: four of them could equal a PIN by chance.
 * @param {string} text
 * @param {import("./sandbox.mjs").Origins} origins
 */
export function withoutChanceDigits(text, origins) {
  let rest = withoutTokens(text).replaceAll(TIME, "");
  for (const origin of Object.values(origins)) rest = rest.replaceAll(`:${new URL(origin).port}`, "");
  return rest;
}
