/**
 * Prepares text for printing or searching.
 */

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?|\d+(?:\.\d+)?\s?(?:ms|µs|us)\b/g;

/**
 * Removes tokens. A failing test prints the text of the page, which may contain a token.
 * @param {string} text
 */
export function withoutTokens(text) {
  return text.replaceAll(UUID, "(token)");
}

/**
 * Removes ports, times and random names: four of their digits could equal a PIN by chance.
 * @param {string} text
 * @param {import("./sandbox.mjs").Origins} origins
 */
export function withoutChanceDigits(text, origins) {
  let rest = withoutTokens(text).replaceAll(TIME, "");
  for (const origin of Object.values(origins)) rest = rest.replaceAll(`:${new URL(origin).port}`, "");
  return rest;
}
