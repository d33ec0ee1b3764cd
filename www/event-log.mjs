/**
 * The widget's events as they happen. They never hold a token: the widget hands none out.
 */
import { build } from "./build-dom.mjs";

const list = build("ol", { id: "log" });

/** @param {import("/pkg/index.mjs").SetPinEvent} event */
export function logEvent({ name, state, attempt, request, elapsedMs, code }) {
  const details = [state, request > 0 ? `request ${request}` : "", code ?? ""].filter(Boolean).join(" · ");
  const item = build(
    "li",
    { "data-event": name, ...(code ? { "data-kind": "error" } : {}) },
    build("time", {}, `${Math.round(elapsedMs)} ms`),
    build("span", {}, build("b", {}, name), ` ${details}`),
  );
  if (name === "open" && attempt > 0) list.replaceChildren();
  list.append(item);
}

/** @returns {HTMLElement} */
export function eventLog() {
  return build(
    "section",
    { class: "behind", "aria-labelledby": "log-title" },
    build("h2", { id: "log-title" }, "Behind the scenes"),
    build(
      "div",
      { class: "log", tabindex: "0", role: "region", "aria-label": "Events" },
      list,
      build("p", { class: "log-empty" }, "Nothing yet. Press a button and watch what onEvent is told."),
    ),
  );
}
