/**
 * The outcome of an attempt. That the issuer's page was closed does not mean that a PIN was set:
 * only the host's own backend knows.
 */

import { toBackend } from "./config.mjs";

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
  const { url, credentials } = await toBackend(path);
  const response = await fetch(url, { credentials }).catch(() => undefined);
  return response?.ok ? response.json() : undefined;
}

/**
 * One sentence for the cardholder. The error's message is for the developer, and is in the log.
 * @param {import("/pkg/index.mjs").SetPinResult} result
 * @returns {Outcome}
 */
export function outcomeOf({ outcome, error }) {
  if (outcome === "confirmed") {
    return { kind: "set", text: "Your PIN is set. The card works at cash machines now." };
  }
  if (error) {
    const next = error.retryable ? "Please try again." : "If it happens again, contact us.";
    return { kind: "failed", text: `We couldn’t open the secure page. ${next}` };
  }
  if (outcome === "unknown") {
    return { kind: "unknown", text: "We can’t tell whether a PIN was set. Try your new PIN, or set it again." };
  }
  return { kind: "not-set", text: "No PIN was set. You can choose one whenever you like." };
}
