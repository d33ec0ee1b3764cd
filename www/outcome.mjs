/**
 * How an attempt ended, said honestly: that the issuer's page was closed does not mean that a PIN was set.
 * Only the host's own backend knows.
 */

/** @typedef {{kind: "set" | "not-set" | "unknown" | "failed", words: string}} Outcome */

/** @returns {Promise<number | undefined>} How often this card's PIN was set, where the backend can say. */
export async function pinChanges() {
  /** @type {{changes: number} | undefined} */
  const answer = await ask("/api/card/pin");
  return answer?.changes;
}

/** @returns {Promise<string | undefined>} The issuer's word for the card's state, such as `ACTIVE`. */
export async function cardStatus() {
  /** @type {{status: string} | undefined} */
  const answer = await ask("/api/card/status");
  return answer?.status;
}

/** What the backend answers, or nothing where it can't: the page then says that it doesn't know. @param {string} path */
async function ask(path) {
  const response = await fetch(path).catch(() => undefined);
  return response?.ok ? response.json() : undefined;
}

/**
 * @param {import("/pkg/index.mjs").SetPinResult} result
 * @param {number | undefined} before
 * @param {number | undefined} after
 * @returns {Outcome}
 */
export function sayHow(result, before, after) {
  if (before !== undefined && after !== undefined && after > before) {
    return { kind: "set", words: "Your PIN is set. The card works at cash machines now." };
  }
  if (result.error) {
    return { kind: "failed", words: `Setting a PIN didn’t work: ${result.error.message}` };
  }
  if (before === undefined || after === undefined) {
    return { kind: "unknown", words: "The issuer’s page was closed. Whether a PIN was set can’t be told from here." };
  }
  return { kind: "not-set", words: "No PIN was set. You can choose one whenever you like." };
}
