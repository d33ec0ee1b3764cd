/**
 * The widget's events as they happen. They never hold a token: the widget hands none out.
 */
import { build } from "./build-dom.mjs";

const list = build("ol", { id: "log" });
/** Whether it was emptied for the attempt that begins. */
let isFresh = false;
// Read at leisure, and not aloud: a dozen lines in a second would drown what the widget and the page say of the outcome.
const box = build(
  "div",
  { class: "log", tabindex: "0", role: "log", "aria-live": "off", "aria-label": "Events" },
  list,
  build("p", { class: "log-empty" }, "Nothing yet. Press a button and watch what the widget tells."),
);

/** @param {import("/pkg/index.mjs").SetPinEvent} event */
function logEvent({ name, state, request, elapsedMs, code }) {
  if (name === "open" && !isFresh) clearLog();
  if (name === "open") isFresh = false;
  const details = [state, request > 0 ? `request ${request}` : "", code ?? ""].filter(Boolean).join(" · ");
  add(`${Math.round(elapsedMs)} ms`, name, details, code ? "error" : "");
}

/** For an attempt that is about to begin: some callbacks are called before the first event. */
export function clearLog() {
  list.replaceChildren();
  isFresh = true;
}

/** A line that is no event: what a callback was given. @param {string} name @param {string} details */
export function logCall(name, details) {
  add("", name, details, "call");
}

/** @param {string} when @param {string} name @param {string} details @param {string} kind */
function add(when, name, details, kind) {
  const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 8;
  const words = build("span", {}, build("b", {}, name), ` ${details}`);
  list.append(build("li", { "data-event": name, "data-kind": kind }, build("time", {}, when), words));
  // Who has scrolled up is reading.
  if (isAtEnd) box.scrollTop = box.scrollHeight;
}

/** @returns {HTMLElement} */
export function eventLog() {
  addEventListener("set-pin", (event) => logEvent(/** @type {CustomEvent} */ (event).detail));
  return build(
    "section",
    { class: "behind", "aria-labelledby": "log-title" },
    build("h2", { id: "log-title" }, "Behind the scenes"),
    box,
  );
}
