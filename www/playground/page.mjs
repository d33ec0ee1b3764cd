/**
 * The playground: what the controls say is what is opened, what the address holds, and what the code says.
 */
import { createSetPin } from "/pkg/index.mjs";
import { build } from "../build-dom.mjs";
import { config } from "../config.mjs";
import { clearLog, eventLog, logCall } from "../event-log.mjs";
import { beginRehearsal, endRehearsal } from "../rehearsed.mjs";
import { buildShell } from "../shell.mjs";
import { beforeLeaving, wasSetMeanwhile } from "../use/on-return.mjs";
import { log, say } from "../use/your-app.mjs";
import { codeFor } from "./code.mjs";
import { codeView } from "./code-view.mjs";
import { contrastView } from "./contrast-view.mjs";
import { controlsView, readControls, showNeeds } from "./controls-view.mjs";
import { optionsOf, rehearsalOf } from "./options.mjs";
import { searchOf, stateOf, without } from "./state.mjs";

/** @typedef {import("/pkg/index.mjs").SetPinOptions} SetPinOptions */

/** Of a redirect on its way back; not an option. */
const RETURNED = "returned";

const { allowedOrigins } = await config();
let state = stateOf(location.search);
/** @type {import("/pkg/index.mjs").SetPin | undefined} */
let widget;
let ending = new AbortController();
let isOpen = false;

const form = controlsView(state);
const contrast = contrastView();
const code = codeView((door) => codeFor(door, state, allowedOrigins, here()));
const press = {
  Open: open,
  Close: () => (state.signal ? ending.abort() : widget?.close()),
  Retry: () => widget?.retry(),
  Focus: () => widget?.focus(),
};

const buttons = Object.entries(press).map(([label, act]) => {
  const kind = label === "Open" ? "button primary" : "button";
  const made = build("button", { type: "button", class: kind, id: `do-${label.toLowerCase()}` }, label);
  made.addEventListener("click", () => act());
  return made;
});

/** This page, with its state. */
function here() {
  const search = searchOf(state);
  return `${location.origin}${location.pathname}?${search}${search ? "&" : ""}${RETURNED}`;
}

/** The options, with the list on this page told of what the callbacks are told. @returns {SetPinOptions} */
function options() {
  ending = new AbortController();
  const signal = ending.signal;
  const chosen = /** @type {SetPinOptions} */ (optionsOf(state, { origins: allowedOrigins, here: here(), signal }));
  const { onReady, onExit, onError, onExpire, onStateChange, onEvent } = chosen;
  return {
    ...chosen,
    ...(onReady && { onReady: heard("onReady", onReady, () => "") }),
    ...(onExit && { onExit: heard("onExit", onExit, ({ reason, outcome }) => `${reason} · ${outcome}`) }),
    ...(onError && { onError: heard("onError", onError, ({ message }) => message) }),
    ...(onExpire && { onExpire: heard("onExpire", onExpire, () => "") }),
    ...(onStateChange &&
      state.onStateChange && {
        onStateChange: heard("onStateChange", onStateChange, (now, before) => `${before} → ${now}`),
      }),
    ...(onEvent && {
      onEvent: (event) => {
        onEvent(event);
        log(event);
      },
    }),
  };
}

/**
 * @template {readonly unknown[]} Given
 * @param {string} name
 * @param {(...given: Given) => void} callback
 * @param {(...given: Given) => string} words
 * @returns {(...given: Given) => void}
 */
const heard =
  (name, callback, words) =>
  (...given) => {
    callback(...given);
    logCall(name, words(...given));
  };

async function open() {
  if (isOpen) return;
  isOpen = true;
  try {
    await attempt();
  } finally {
    isOpen = false;
  }
}

async function attempt() {
  widget?.destroy();
  say("");
  clearLog();
  const opened = createSetPin(options());
  widget = opened;
  const rehearsal = rehearsalOf(state);
  try {
    if (rehearsal) await beginRehearsal(rehearsal);
  } catch {
    say("Failures can be rehearsed against the stand-in only.", "bad");
    return;
  }
  if (state.mode === "redirect") await beforeLeaving();
  const timer = pressLater();
  const { reason, outcome, error } = await opened.open();
  clearTimeout(timer);
  // The other pages share the stand-in: what was rehearsed here ends here, or on the way back from the issuer, who is still to play his part.
  if (reason !== "redirected") await endRehearsal().catch(() => undefined);
  if (error) say(`${reason}: ${error.code}. ${error.message}`, "bad");
  else say(`${reason}, outcome ${outcome}`, outcome === "confirmed" ? "good" : "");
}

function pressLater() {
  const chosen = state.press;
  if (chosen !== "Close" && chosen !== "Retry" && chosen !== "Focus") return undefined;
  return setTimeout(() => press[chosen](), Number(state.pressAfter ?? 5) * 1000);
}

function changed() {
  state = without(readControls(form));
  const search = searchOf(state);
  history.replaceState(null, "", search ? `?${search}` : location.pathname);
  refresh();
}

function refresh() {
  showNeeds(form, state);
  contrast.show(state);
  code.show();
}

async function start() {
  buildShell();
  const main = document.querySelector("main");
  const stage = build("div", { class: "stage-box" }, build("div", { class: "actions" }, ...buttons), contrast.view);
  const outcome = build("p", { id: "outcome", class: "outcome", role: "status" });
  const result = build("div", { class: "result" }, stage, build("div", { id: "set-pin-here" }), outcome);
  result.append(build("h2", {}, "The code"), code.view, eventLog());
  refresh(); // before it is there: nothing has changed that would have to be announced
  main?.append(form, result);
  form.addEventListener("input", changed);
  const hasReturned = new URLSearchParams(location.search).has(RETURNED);
  await endRehearsal();
  changed();
  if (hasReturned) await sayReturned();
  main?.setAttribute("data-ready", "");
}

async function sayReturned() {
  const wasSet = await wasSetMeanwhile();
  if (wasSet === undefined) say("Back from the issuer: whether a PIN was set can’t be told.");
  else
    say(
      wasSet ? "Back from the issuer: a PIN was set." : "Back from the issuer: no PIN was set.",
      wasSet ? "good" : "",
    );
}

// Back from the issuer by the browser's own button, with the page as it was left.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) void endRehearsal();
});

await start();
