/**
 * The widget's options for the values of the controls.
 */
import { ON_BY_DEFAULT, PLACES } from "./controls.mjs";
import * as functions from "./functions.mjs";
import { CALLBACKS, OPTIONS } from "./generated.mjs";

/** @typedef {import("./state.mjs").State} State */
/** @typedef {Record<string, unknown>} Values */

/**
 * @typedef {object} Surroundings
 * @property {readonly string[]} origins The origins of the issuer's page.
 * @property {string} here The URL to return to.
 * @property {unknown} signal
 */

/** @param {State} state @param {Surroundings} surroundings @returns {Values} */
export function optionsOf(state, { origins, here, signal }) {
  const data = /** @type {Values} */ ({});
  if (state.token === "fetchToken") data.fetchToken = functions.fetchToken;
  else data.tokenUrl = state.tokenUrl ?? "/api/card/set-pin/token";
  if (state.mode) data.mode = state.mode;
  if (state.container || state.mode === "inline") data.container = state.container ?? "#set-pin-here";
  if (state.mode === "redirect") data.redirectUrl = state.redirectUrl ?? here;
  data.allowedOrigins = state.allowedOrigins?.split(/\s+/) ?? origins;
  if (state.locale) data.locale = state.locale;
  Object.assign(data, plainOptions(state));
  const css = { ...texts(state, "customCss", /Color/), ...numbers(state, "customCss", /Radius$/) };
  if (Object.keys(css).length > 0) data.customCss = css;
  if (state.dismissOnBackdrop) data.dismissOnBackdrop = true;
  if (state.headers) data.headers = headersOf(state.headers, state.headersBy === "a function");
  if (state.cardStatus) data.cardStatus = cardStatusOf(state);
  const retry = numbers(state, "retry", /./);
  if (state.noRetry) data.retry = false;
  else if (Object.keys(retry).length > 0) data.retry = retry;
  for (const name of ["iframe", "messages"]) {
    const values = texts(state, name, /./);
    if (Object.keys(values).length > 0) data[name] = values;
  }
  if (state.signal) data.signal = signal;
  return { ...data, ...callbacksOf(state) };
}

/** The options whose control has their value, except for those in another option. @param {State} state @returns {Values} */
function plainOptions(state) {
  const given = OPTIONS.filter(({ name }) => state[name] && !name.includes("."));
  const values = given.map(({ name, kind }) => {
    const value = state[name] ?? "";
    return [name, kind === "number" ? Number(value) : kind === "flag" ? value === "yes" : value];
  });
  return Object.fromEntries(values);
}

/** @param {State} state */
function callbacksOf(state) {
  const chosen = CALLBACKS.filter((name) => (state[name] ?? (ON_BY_DEFAULT.includes(name) ? "yes" : "no")) === "yes");
  const { onSignIn, pinVersion, stepUp } = functions;
  const around = {
    ...(state.stepUp && { stepUp }),
    ...(state.pinVersion && { pinVersion }),
    ...(state.onSignIn && { onSignIn }),
  };
  const callbacks = { ...around, ...Object.fromEntries(chosen.map((name) => [name, functions.callbacks[name]])) };
  if (!state.confirmOutcome) return callbacks;
  const { askBefore, askBeforeAndLog, confirmOutcome } = functions;
  return { confirmOutcome, ...callbacks, onStateChange: state.onStateChange ? askBeforeAndLog : askBefore };
}

/** @param {State} state */
function cardStatusOf(state) {
  const wait = { ...(state.intervalMs && { intervalMs: Number(state.intervalMs) }) };
  Object.assign(wait, state.timeoutMs && { timeoutMs: Number(state.timeoutMs) });
  const waitForActive = state.waitForActive ? { waitForActive: Object.keys(wait).length > 0 ? wait : true } : {};
  const source =
    state.cardStatus === "fetch"
      ? { fetch: functions.fetchStatus }
      : { url: state["cardStatus.url"] ?? "/api/card/status" };
  return { ...source, ...waitForActive };
}

/**
 * @param {string} lines Each `name: value`.
 * @param {boolean} byFunction The function has its result as a property, for the code view.
 */
function headersOf(lines, byFunction) {
  const headers = Object.fromEntries(
    lines.split("\n").map((line) => {
      const [name = "", ...value] = line.split(":");
      return [name.trim(), value.join(":").trim()];
    }),
  );
  return byFunction ? Object.assign(() => headers, { gives: headers }) : headers;
}

/**
 * @param {State} state
 * @param {string} group
 * @param {RegExp} which
 * @returns {Record<string, string>}
 */
function texts(state, group, which) {
  const found = Object.entries(state).filter(([name]) => name.startsWith(`${group}.`) && which.test(name));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(group.length + 1), value]));
}

/** @param {State} state @param {string} group @param {RegExp} which */
const numbers = (state, group, which) =>
  Object.fromEntries(Object.entries(texts(state, group, which)).map(([name, value]) => [name, Number(value)]));

/** The settings of the sandbox; `undefined` for the defaults. @param {State} state */
export function sandboxSettingsOf(state) {
  const { card, pin, variant, activateAfterPolls, tokenLifetimeMs, ...others } = texts(state, "sandbox", /./);
  const faults = PLACES.flatMap((place) => {
    const fault = others[place];
    return fault ? [[place, [faultOf(fault, others)]]] : [];
  });
  const settings = {
    ...(card && { card }),
    ...(pin && { pin: "2580" }),
    ...(variant && { variant }),
    ...(activateAfterPolls && { activateAfterPolls: Number(activateAfterPolls) }),
    ...(tokenLifetimeMs && { tokenLifetimeMs: Number(tokenLifetimeMs) }),
    ...(faults.length > 0 && { faults: Object.fromEntries(faults) }),
  };
  return Object.keys(settings).length > 0 ? settings : undefined;
}

/**
 * @param {string} kind A status, or a kind of fault of the sandbox.
 * @param {Record<string, string>} details
 */
function faultOf(kind, { times, retryAfter, delayMs, to, body, url }) {
  const often = { times: times === "once" ? 1 : 0 };
  if (kind === "429" && retryAfter) {
    return { kind: "status", status: 429, headers: { "retry-after": retryAfter }, ...often };
  }
  if (/^\d/.test(kind)) return { kind: "status", status: Number(kind), ...often };
  if (kind === "delay") return { kind, ms: Number(delayMs ?? 3000), ...often };
  if (kind === "redirect") return { kind, to: to ?? "/", ...often };
  if (kind === "body") return { kind, body: parsed(body ?? "{}"), ...often };
  if (kind === "url") return { kind, url: url ?? "https://example.org/?t={token}", ...often };
  return { kind, ...often };
}

/** The parsed JSON, or the text itself. @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
