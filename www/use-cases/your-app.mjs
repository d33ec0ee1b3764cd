/**
 * In place of your app: its backend's routes, and an element for messages. The
 * use cases import it.
 */

/** @typedef {import("/pkg/index.mjs").SetPinEvent} SetPinEvent */

/**
 * The origins of the issuer's page, and that of the backend, which is empty if
 * it is the origin of this page. Here they come from the server; in your app
 * they may be constants.
 * @type {{allowedOrigins: readonly string[], backend: string}}
 */
export const { allowedOrigins, backend } = await bodyOf(
  await fetch("/api/config"),
);

/** "include" sends cookies to another origin. @type {RequestCredentials} */
export const credentials = backend ? "include" : "same-origin";

/** For your telemetry; here, for the page's list. @param {SetPinEvent} event */
export function log(event) {
  dispatchEvent(new CustomEvent("set-pin", { detail: event }));
}

/** @param {string} message @param {"good" | "bad" | ""} [kind] */
export function showMessage(message, kind = "") {
  const outcome = document.querySelector("#outcome");
  if (!outcome) return;
  outcome.textContent = message;
  outcome.setAttribute("data-kind", kind);
  // On a phone, the message may be outside of the screen.
  if (message) outcome.scrollIntoView({ block: "nearest" });
}

/**
 * The number of PIN changes, and whether there is a PIN; `undefined` if your
 * backend does not know. @param {{signal?: AbortSignal}} [context]
 * @returns {Promise<{changes: number, isSet: boolean} | undefined>}
 */
export async function cardPin({ signal } = {}) {
  const response = await fetch(`${backend}/api/card/pin`, {
    credentials,
    signal: signal ?? null,
  });
  return response.status === 404 ? undefined : bodyOf(response);
}

/** Changes whenever the PIN does. @param {{signal: AbortSignal}} context */
export async function pinVersion(context) {
  const pin = await cardPin(context);
  return pin?.changes;
}

/** `{}` before there is a card. @returns {Promise<{status?: string}>} */
export const cardStatus = () =>
  request("GET", "/api/card/status").catch((error) => {
    if (error.status !== 404) throw error;
    return {};
  });
export const orderCard = () => request("POST", "/api/card/order");
export const freezeCard = () => request("POST", "/api/card/freeze");
export const unfreezeCard = () => request("POST", "/api/card/unfreeze");

/** @param {string} method @param {string} path */
async function request(method, path) {
  return bodyOf(await fetch(backend + path, { method, credentials }));
}

/** @param {Response} response */
function bodyOf(response) {
  const { ok, url, status } = response;
  if (!ok) {
    const error = new Error(`${url} responded with ${status}`);
    throw Object.assign(error, { status });
  }
  return response.json();
}
