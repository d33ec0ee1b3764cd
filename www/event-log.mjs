/**
 * A list of the widget's events. They never contain a token.
 */
import { build } from "./build-dom.mjs";

const list = build("ol", { id: "log" });
/** Whether the list was cleared for the attempt that starts. */
let isFresh = false;
// Not a live region: a dozen lines per second would drown the messages of the widget and the page.
const box = build(
  "div",
  { class: "log", tabindex: "0", role: "log", "aria-live": "off", "aria-label": "Events" },
  list,
  build("p", { class: "log-empty" }, "No events yet. Press a button to see them here."),
);

/** @param {import("/pkg/index.mjs").SetPinEvent} event */
function logEvent({ name, state, request, elapsedMs, code }) {
  if (name === "open" && !isFresh) clearLog();
  if (name === "open") isFresh = false;
  const details = [state, request > 0 ? `request ${request}` : "", code ?? ""].filter(Boolean).join(" · ");
  add(`${Math.round(elapsedMs)} ms`, name, details, code ? "error" : "");
}

/** Clears the list before an attempt starts: some callbacks are called before the first event. */
export function clearLog() {
  list.replaceChildren();
  isFresh = true;
}

/** Adds a line with the arguments of a callback. @param {string} name @param {string} details */
export function logCall(name, details) {
  add("", name, details, "call");
}

/** @param {string} when @param {string} name @param {string} details @param {string} kind */
function add(when, name, details, kind) {
  const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 8;
  const text = build("span", {}, build("b", {}, name), ` ${details}`);
  list.append(build("li", { "data-event": name, "data-kind": kind }, build("time", {}, when), text));
  // Not if the reader has scrolled up.
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
