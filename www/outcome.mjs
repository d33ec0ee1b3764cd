/**
 * The outcome of an attempt. That the issuer's page was closed does not mean that a PIN was set:
 * only the host's own backend knows.
 */

/** @typedef {{kind: "set" | "not-set" | "unknown" | "failed", text: string}} Outcome */

/**
 * @returns {Promise<number | undefined>} The number of PIN changes of the card, if the backend
 *   knows it.
 */
export async function pinChanges() {
  /** @type {{changes: number} | undefined} */
  const body = await request("/api/card/pin");
  return body?.changes;
}

/**
 * @returns {Promise<string | undefined>} The issuer's name of the card's state, such as `ACTIVE`.
 */
export async function cardStatus() {
  /** @type {{status: string} | undefined} */
  const body = await request("/api/card/status");
  return body?.status;
}

/** The response of the backend, or `undefined` if it failed. @param {string} path */
async function request(path) {
  const response = await fetch(path).catch(() => undefined);
  return response?.ok ? response.json() : undefined;
}

/**
 * @param {import("/pkg/index.mjs").SetPinResult} result
 * @param {number | undefined} before
 * @param {number | undefined} after
 * @returns {Outcome}
 */
export function outcomeOf(result, before, after) {
  if (before !== undefined && after !== undefined && after > before) {
    return { kind: "set", text: "Your PIN is set. The card works at cash machines now." };
  }
  if (result.error) {
    return { kind: "failed", text: `Setting a PIN didn’t work: ${result.error.message}` };
  }
  if (before === undefined || after === undefined) {
    return { kind: "unknown", text: "The issuer’s page was closed. The app does not know whether a PIN was set." };
  }
  return { kind: "not-set", text: "No PIN was set. You can choose one whenever you like." };
}
