/**
 * What an app has already: its backend's routes, and a place to say things. The use cases import it.
 */
import { logEvent } from "../event-log.mjs";

/** Where the issuer serves its page: the stand-in's origins here, your issuer's in your app. @type {readonly string[]} */
export let allowedOrigins = [];

export const log = logEvent;

/** @param {string} words @param {"good" | "bad" | ""} [kind] */
export function say(words, kind = "") {
  const outcome = document.querySelector("#outcome");
  if (!outcome) return;
  outcome.textContent = words;
  outcome.setAttribute("data-kind", kind);
  if (words) outcome.scrollIntoView({ block: "nearest" }); // on a phone the button pressed may be all there is to see
}

/**
 * Whether a PIN was set since this was last asked. Only a backend knows; keep its answer across a redirect.
 * @param {{signal?: AbortSignal}} [context]
 */
export async function pinWasSet({ signal } = {}) {
  const { changes } = await ask("GET", "/api/card/pin", signal);
  const before = Number(sessionStorage.getItem("pin-changes") ?? 0);
  sessionStorage.setItem("pin-changes", String(changes));
  return changes > before;
}

/** @returns {Promise<{status: string}>} */
export const cardStatus = () => ask("GET", "/api/card/status");
export const orderCard = () => ask("POST", "/api/card/order");
export const freezeCard = () => ask("POST", "/api/card/freeze");
export const unfreezeCard = () => ask("POST", "/api/card/unfreeze");

/** Whether there is a PIN to be seen. @returns {Promise<boolean>} */
export const hasPin = async () => (await ask("GET", "/api/card/pin")).isSet;
/** An address for the issuer's page that shows the PIN, good for one visit. @returns {Promise<{hostedPageUrl: string}>} */
export const viewPinToken = () => ask("POST", "/api/card/pin/token");

/** @param {string} method @param {string} path @param {AbortSignal} [signal] */
async function ask(method, path, signal) {
  const response = await fetch(path, { method, signal: signal ?? null });
  if (!response.ok) throw new Error(`${path} was answered ${response.status}`);
  return response.json();
}

/** Lets the stand-in for the issuer fail on purpose; nothing that an app has. @param {unknown} settings */
export async function rehearse(settings) {
  const response = await fetch("/sandbox/settings", { method: "PUT", body: JSON.stringify(settings) });
  if (!response.ok) throw new Error("Failures can be rehearsed against the sandbox only");
}

/** Before anything else on the page. @param {boolean} isBack From the issuer: what counts is what was known before leaving. */
export async function startApp(isBack) {
  ({ allowedOrigins } = await ask("GET", "/api/config"));
  if (!isBack) await pinWasSet();
}
