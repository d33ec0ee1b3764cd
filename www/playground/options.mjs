/**
 * The widget's options as the controls say them: what is data. Functions are the page's, and the code's.
 */

/** @typedef {import("./state.mjs").State} State */
/** @typedef {Record<string, unknown>} Values */

const PLAIN = ["mode", "theme", "locale", "width", "height", "credentials", "onExpiry", "onFailure"];
const NUMBERS = ["requestTimeoutMs", "loadTimeoutMs", "tokenLifetimeMs"];

/**
 * @param {State} state
 * @param {readonly string[]} origins Where the issuer serves its page.
 * @param {string} here The page to come back to.
 * @returns {Values}
 */
export function dataOf(state, origins, here) {
  const data = /** @type {Values} */ ({});
  if (state.token !== "fetchToken") data.tokenUrl = "/api/card/set-pin/token";
  for (const name of PLAIN) if (state[name]) data[name] = state[name];
  if (state.container || state.mode === "inline") data.container = state.container ?? "#set-pin-here";
  if (state.mode === "redirect") data.redirectUrl = state.redirectUrl ?? here;
  data.allowedOrigins = state.allowedOrigins?.split(/\s+/) ?? origins;
  const css = { ...texts(state, "customCss", /Color/), ...numbers(state, "customCss", /Radius$/) };
  if (Object.keys(css).length > 0) data.customCss = css;
  if (state.noContrastWarning) data.contrastWarning = false;
  if (state.dismissOnBackdrop) data.dismissOnBackdrop = true;
  if (state.headers) data.headers = headersOf(state.headers);
  if (state.cardStatus) data.cardStatus = cardStatusOf(state);
  for (const name of NUMBERS) if (state[name]) data[name] = Number(state[name]);
  const retry = numbers(state, "retry", /./);
  if (state.noRetry) data.retry = false;
  else if (Object.keys(retry).length > 0) data.retry = retry;
  for (const name of ["iframe", "messages"]) {
    const values = texts(state, name, /./);
    if (Object.keys(values).length > 0) data[name] = values;
  }
  return data;
}

/** @param {State} state */
function cardStatusOf(state) {
  const wait = { ...(state.intervalMs && { intervalMs: Number(state.intervalMs) }) };
  Object.assign(wait, state.timeoutMs && { timeoutMs: Number(state.timeoutMs) });
  const waitForActive = state.waitForActive ? { waitForActive: Object.keys(wait).length > 0 ? wait : true } : {};
  return { url: "/api/card/status", ...waitForActive };
}

/** @param {string} line `name: value` */
function headersOf(line) {
  const [name = "", ...value] = line.split(":");
  return { [name.trim()]: value.join(":").trim() };
}

/** @param {State} state @param {string} group @param {RegExp} which @returns {Record<string, string>} */
function texts(state, group, which) {
  const found = Object.entries(state).filter(([name]) => name.startsWith(`${group}.`) && which.test(name));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(group.length + 1), value]));
}

/** @param {State} state @param {string} group @param {RegExp} which */
const numbers = (state, group, which) =>
  Object.fromEntries(Object.entries(texts(state, group, which)).map(([name, value]) => [name, Number(value)]));

/** What the stand-in is told: `PUT /sandbox/settings`. @param {State} state */
export function rehearsalOf(state) {
  const times = state["sandbox.times"] === "once" ? 1 : 0;
  const faults = ["token", "status", "issuer", "page"].flatMap((where) => {
    const fault = state[`sandbox.${where}`];
    if (!fault) return [];
    return [[where, [/^\d/.test(fault) ? { kind: "status", status: Number(fault), times } : { kind: fault, times }]]];
  });
  const { card, variant, activateAfterPolls, tokenLifetimeMs } = texts(state, "sandbox", /./);
  return {
    ...(card && { card }),
    ...(variant && { variant }),
    ...(activateAfterPolls && { activateAfterPolls: Number(activateAfterPolls) }),
    ...(tokenLifetimeMs && { tokenLifetimeMs: Number(tokenLifetimeMs) }),
    faults: Object.fromEntries(faults),
  };
}
