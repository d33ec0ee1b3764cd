/**
 * The playground: what the controls say is what is opened, what the address holds, and what the code says.
 */
import { createSetPin } from "/pkg/index.mjs";
import { build } from "../build-dom.mjs";
import { eventLog, logEvent } from "../event-log.mjs";
import { buildShell } from "../shell.mjs";
import { allowedOrigins, pinWasSet, rehearse, say, startApp } from "../use/your-app.mjs";
import { codeFor } from "./code.mjs";
import { codeView } from "./code-view.mjs";
import { contrastFigures } from "./contrast-view.mjs";
import { controlsView, readControls } from "./controls-view.mjs";
import { dataOf, rehearsalOf } from "./options.mjs";
import { searchOf, stateOf, without } from "./state.mjs";

/** @typedef {import("/pkg/index.mjs").SetPinOptions} SetPinOptions */

/** Of a redirect on its way back; not an option. */
const RETURNED = "returned";

let state = stateOf(location.search);
/** @type {import("/pkg/index.mjs").SetPin | undefined} */
let widget;
let ending = new AbortController();

const form = controlsView(state);
const figures = build("ul", { class: "figures", "aria-label": "Contrast" });
const code = codeView((door) => codeFor(door, state, allowedOrigins, here()));
const buttons = {
  open: button("Open", "primary", open),
  close: button("Close", "", () => (state.signal ? ending.abort() : widget?.close())),
  retry: button("Retry", "", () => widget?.retry()),
  focus: button("Focus", "", () => widget?.focus()),
};

/** @param {string} label @param {string} kind @param {() => void} press */
function button(label, kind, press) {
  const made = build("button", { type: "button", class: `button ${kind}`, id: `do-${label.toLowerCase()}` }, label);
  made.addEventListener("click", press);
  return made;
}

/** This page, with its state. */
function here() {
  const search = searchOf(state);
  return `${location.origin}${location.pathname}?${search}${search ? "&" : ""}${RETURNED}`;
}

/** @returns {SetPinOptions} */
function options() {
  const data = /** @type {SetPinOptions} */ (dataOf(state, allowedOrigins, here()));
  ending = new AbortController();
  return {
    ...data,
    ...(state.token === "fetchToken" ? { fetchToken } : {}),
    ...(state.confirmOutcome ? { confirmOutcome: pinWasSet } : {}),
    ...(state.signal ? { signal: ending.signal } : {}),
    onEvent: logEvent,
  };
}

/** @type {NonNullable<SetPinOptions["fetchToken"]>} */
async function fetchToken(request, { signal }) {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify(request);
  const response = await fetch("/api/card/set-pin/token", { method: "POST", headers, body, signal });
  if (!response.ok) throw Object.assign(new Error("No token"), { status: response.status });
  return response.json();
}

async function open() {
  if (widget && !["idle", "closed"].includes(widget.state)) return;
  widget?.destroy();
  say("");
  await rehearse(rehearsalOf(state)).catch((error) => say(error.message, "bad"));
  widget = createSetPin(options());
  const { reason, outcome, error } = await widget.open();
  // The other pages share the stand-in: what was rehearsed here ends here. A real issuer has nothing to take back.
  await rehearse({}).catch(() => undefined);
  if (error) say(`${reason}: ${error.code}. ${error.message}`, "bad");
  else say(`${reason}, outcome ${outcome}`, outcome === "confirmed" ? "good" : "");
}

function changed() {
  state = without(readControls(form));
  const search = searchOf(state);
  history.replaceState(null, "", search ? `?${search}` : location.pathname);
  refresh();
}

function refresh() {
  figures.replaceChildren(...contrastFigures(state));
  code.show();
}

async function start() {
  buildShell();
  const main = document.querySelector("main");
  const look = build(
    "div",
    { class: "stage-box" },
    build("div", { class: "actions" }, ...Object.values(buttons)),
    figures,
  );
  const outcome = build("p", { id: "outcome", class: "outcome", role: "status" });
  const result = build("div", { class: "result" }, look, build("div", { id: "set-pin-here" }), outcome);
  result.append(eventLog(), build("h2", {}, "The code"), code.view);
  main?.append(form, result);
  const hasReturned = new URLSearchParams(location.search).has(RETURNED);
  await startApp(hasReturned);
  form.addEventListener("input", changed);
  refresh();
  if (hasReturned) {
    changed();
    say((await pinWasSet()) ? "Back from the issuer: a PIN was set" : "Back from the issuer");
  }
  main?.setAttribute("data-ready", "");
}

start().catch((error) => say(`The playground can’t start: ${error.message}. Reload it once its server runs.`, "bad"));
