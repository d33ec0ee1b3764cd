/**
 * The playground: the controls determine the opened widget, the URL, and the code.
 */
import { completeRedirect, createSetPin } from "/pkg/index.mjs";
import { build } from "../build-dom.mjs";
import { config } from "../config.mjs";
import { clearLog, eventLog, logCall } from "../event-log.mjs";
import { configureSandbox, requireStepUp, resetSandbox } from "../sandbox-session.mjs";
import { buildShell } from "../shell.mjs";
import { log, showMessage } from "../use-cases/your-app.mjs";
import { codeFor } from "./code.mjs";
import { codeView } from "./code-view.mjs";
import { contrastView } from "./contrast-view.mjs";
import { controlsView, readControls, showNeeds } from "./controls-view.mjs";
import { pinVersion } from "./functions.mjs";
import { optionsOf, sandboxSettingsOf } from "./options.mjs";
import { searchOf, stateOf, without } from "./state.mjs";

/** @typedef {import("/pkg/index.mjs").SetPinOptions} SetPinOptions */

/** The query parameter after a redirect; not an option. */
const RETURNED = "returned";

const { allowedOrigins } = await config();
let state = stateOf(location.search);
/** @type {import("/pkg/index.mjs").SetPin | undefined} */
let widget;
let ending = new AbortController();
let isOpen = false;

const form = controlsView(state);
const contrast = contrastView();
const code = codeView((variant) => codeFor(variant, state, allowedOrigins, here()));
const press = {
  Open: open,
  Close: () => (state.signal ? ending.abort() : widget?.close()),
  Retry: () => widget?.retry(),
  Focus: () => widget?.focus(),
};

/** Whether a button has an effect in a state; `Open` always has. @type {Record<string, (state: string) => boolean>} */
const EFFECTIVE = {
  Close: (state) => !["idle", "closed", "destroyed"].includes(state),
  Retry: (state) => ["expired", "failed"].includes(state),
  Focus: (state) => ["loading", "ready", "expired"].includes(state),
};

const buttons = Object.entries(press).map(([label, act]) => {
  const isOpener = label === "Open";
  const kind = isOpener ? "button primary" : "button";
  const disabled = isOpener ? {} : { disabled: "" };
  const made = build("button", { type: "button", class: kind, id: `do-${label.toLowerCase()}`, ...disabled }, label);
  made.addEventListener("click", () => act());
  return made;
});

/** Disables the buttons that have no effect in a state. @param {string} now */
function showEffective(now) {
  for (const button of buttons) {
    const isEffective = EFFECTIVE[button.textContent ?? ""];
    if (isEffective) button.toggleAttribute("disabled", !isEffective(now));
  }
}

/** The URL of this page, with its state. */
function here() {
  const search = searchOf(state);
  return `${location.origin}${location.pathname}?${search}${search ? "&" : ""}${RETURNED}`;
}

/** The options, with callbacks that also log on this page. @returns {SetPinOptions} */
function options() {
  ending = new AbortController();
  const signal = ending.signal;
  const chosen = /** @type {SetPinOptions} */ (optionsOf(state, { origins: allowedOrigins, here: here(), signal }));
  const { onReady, onExit, onError, onExpire, onStateChange = () => undefined, onEvent } = chosen;
  const reportState = logged("onStateChange", onStateChange, (now, before) => `${before} → ${now}`);
  return {
    ...chosen,
    ...(onReady && { onReady: logged("onReady", onReady, () => "") }),
    ...(onExit && { onExit: logged("onExit", onExit, ({ reason, outcome }) => `${reason} · ${outcome}`) }),
    ...(onError && { onError: logged("onError", onError, ({ message }) => message) }),
    ...(onExpire && { onExpire: logged("onExpire", onExpire, () => "") }),
    onStateChange: (now, before) => {
      showEffective(now);
      if (state.onStateChange) reportState(now, before);
      else onStateChange(now, before);
    },
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
 * @param {(...given: Given) => string} text
 * @returns {(...given: Given) => void}
 */
const logged =
  (name, callback, text) =>
  (...given) => {
    callback(...given);
    logCall(name, text(...given));
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
  showMessage("");
  clearLog();
  const opened = createSetPin(options());
  widget = opened;
  const settings = sandboxSettingsOf(state);
  try {
    if (settings) await configureSandbox(settings);
  } catch {
    showMessage("Failures can be simulated with the sandbox only.", "bad");
    return;
  }
  const timer = pressLater();
  const { reason, outcome, error } = await opened.open();
  clearTimeout(timer);
  // Restores the sandbox, which all pages share; after a redirect to the issuer, on the way back.
  if (reason !== "redirected") await resetSandbox().catch(() => undefined);
  if (error) showMessage(`${reason}: ${error.code}. ${error.message}`, "bad");
  else showMessage(`${reason}, outcome ${outcome}`, outcome === "confirmed" ? "good" : "");
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
  const bar = build("div", { class: "actions bar", role: "group", "aria-label": "Widget" }, ...buttons);
  const outcome = build("p", { id: "outcome", class: "outcome", role: "status" });
  const result = build("div", { class: "result" }, build("div", { id: "set-pin-here" }), outcome, contrast.view);
  result.append(build("h2", {}, "The code"), code.view, eventLog());
  refresh(); // before it is in the page, so that nothing is announced
  main?.append(bar, form, result);
  form.addEventListener("input", changed);
  const hasReturned = new URLSearchParams(location.search).has(RETURNED);
  await resetSandbox();
  await requireStepUp(false);
  changed();
  if (hasReturned) await showReturned();
  main?.setAttribute("data-ready", "");
}

async function showReturned() {
  const outcome = await completeRedirect({ pinVersion });
  showMessage(`Back from the issuer, outcome ${outcome ?? "unknown"}`, outcome === "confirmed" ? "good" : "");
}

// Back from the issuer by the browser's Back button, with the page from the back/forward cache.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) void resetSandbox();
});

await start();
