/**
 * What an app has already: its backend's routes, and a place to say things.
 * The use cases import it.
 */

/** @typedef {import("/pkg/index.mjs").SetPinEvent} SetPinEvent */

/**
 * Where the issuer serves its page. Here the server says so; in your app it may
 * be written down. @type {{allowedOrigins: readonly string[]}}
 */
export const { allowedOrigins } = await ask("GET", "/api/config");

/** To your telemetry; here, to the page's list. @param {SetPinEvent} event */
export function log(event) {
  dispatchEvent(new CustomEvent("set-pin", { detail: event }));
}

/** @param {string} words @param {"good" | "bad" | ""} [kind] */
export function say(words, kind = "") {
  const outcome = document.querySelector("#outcome");
  if (!outcome) return;
  outcome.textContent = words;
  outcome.setAttribute("data-kind", kind);
  // On a telephone the button pressed may be all there is to see.
  if (words) outcome.scrollIntoView({ block: "nearest" });
}

/**
 * How often a PIN was set, and whether there is one: `undefined` where your
 * backend has no way to know. @param {{signal?: AbortSignal}} [context]
 * @returns {Promise<{changes: number, isSet: boolean} | undefined>}
 */
export async function cardPin({ signal } = {}) {
  const response = await fetch("/api/card/pin", { signal: signal ?? null });
  return response.status === 404 ? undefined : answer(response);
}

/** @returns {Promise<{status: string}>} */
export const cardStatus = () => ask("GET", "/api/card/status");
export const orderCard = () => ask("POST", "/api/card/order");
export const freezeCard = () => ask("POST", "/api/card/freeze");
export const unfreezeCard = () => ask("POST", "/api/card/unfreeze");

/**
 * An address of the issuer's page that shows the PIN, good for one visit.
 * @returns {Promise<{hostedPageUrl: string}>}
 */
export const viewPinToken = () => ask("POST", "/api/card/pin/token");

/** @param {string} method @param {string} path */
async function ask(method, path) {
  return answer(await fetch(path, { method }));
}

/** @param {Response} response */
function answer(response) {
  const { ok, url, status } = response;
  if (!ok) throw new Error(`${url} was answered ${status}`);
  return response.json();
}
