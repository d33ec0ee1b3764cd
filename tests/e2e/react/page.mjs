/**
 * The page that the React tests drive: renders what the driver asks for, and writes down what the widget's door says.
 */
import "../fixtures/without.mjs";
import * as React from "react";
import { Fragment, createElement as h, StrictMode, Suspense, useEffect } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { SetPin, useSetPin } from "set-pin-widget/react";
import { notes } from "../fixtures/recorder.mjs";
import { app } from "./app.mjs";

/**
 * @typedef {object} Scene
 * @property {"component" | "hook" | "nothing"} kind
 * @property {import("set-pin-widget").SetPinOptions} options
 * @property {string} label Tells one render's callbacks from another's.
 * @property {boolean} [opensAtOnce] The hook, from within an effect.
 * @property {boolean} [suspends] Something beside it waits for data.
 * @property {boolean} [isHidden] Within an `Activity`, which React 18 does not have.
 * @property {boolean} [isTalkative] Says what every callback is called with, and not only what most scenes are about.
 */

/** @type {string[]} */
const said = [];

/** @param {Scene} scene @returns {Partial<import("set-pin-widget").SetPinOptions>} */
const callbacks = ({ label, isTalkative }) => ({
  onReady: () => said.push(`${label}: ready`),
  onExit: ({ reason }) => said.push(`${label}: exit ${reason}`),
  onError: ({ code }) => said.push(`${label}: error ${code}`),
  ...(isTalkative && {
    onExpire: () => said.push(`${label}: expire`),
    onStateChange: (state) => said.push(`${label}: state ${state}`),
    onEvent: ({ name }) => said.push(`${label}: event ${name}`),
  }),
});

/** @param {Scene} scene */
function Hook(scene) {
  const { options, opensAtOnce } = scene;
  // Inline in a box that goes with the component, as the other door makes one.
  const place = options.mode === "inline" ? { container: "#place" } : {};
  const { open, state } = useSetPin({ ...options, ...place, ...callbacks(scene) });
  useEffect(() => {
    if (opensAtOnce) open().then(({ reason }) => said.push(`settled ${reason}`));
  }, [open, opensAtOnce]);
  return h(
    Fragment,
    null,
    h("button", { id: "opener", type: "button", onClick: open }, state),
    h("div", { id: "place" }),
  );
}

/** Throws the promise of data, as libraries did before `use`; both versions of React know what it means. @param {{data: Promise<void> & {has?: boolean}}} props */
function Waits({ data }) {
  if (!data.has) throw data;
  return h("p", null, "The data is here.");
}

/** @type {{promise: Promise<void> & {has?: boolean}, give: () => void} | undefined} */
let data;

function freshData() {
  let give = () => {};
  /** @type {Promise<void> & {has?: boolean}} */
  const promise = new Promise((resolve) => {
    give = () => {
      promise.has = true;
      resolve();
    };
  });
  return { promise, give };
}

/** @param {Scene} scene */
function view(scene) {
  if (scene.suspends) data ??= freshData();
  const { kind, options } = scene;
  const beside = scene.suspends && data ? h(Waits, { data: data.promise }) : null;
  /** @type {import("react").ReactNode} */
  let widget = null;
  if (kind === "component") widget = h(SetPin, { ...options, ...callbacks(scene) });
  if (kind === "hook") widget = h(Hook, scene);
  // Not by name: a bundler would miss it in React 18.
  const Activity = /** @type {Partial<typeof React>} */ (React).Activity;
  if (Activity && scene.isHidden !== undefined)
    widget = h(Activity, { mode: scene.isHidden ? "hidden" : "visible", children: widget });
  return h(StrictMode, null, h(Suspense, { fallback: h("p", { id: "waiting" }, "Waiting") }, widget, beside));
}

const place = /** @type {Element} */ (document.querySelector("#root"));
const framed = new URLSearchParams(location.search).getAll("framed");
const root = place.hasChildNodes() ? hydrateRoot(place, app(framed)) : createRoot(place);

const fixture = {
  /** @param {string} scene */
  render: (scene) => root.render(view(JSON.parse(scene))),
  giveData: () => data?.give(),
  said: () => JSON.stringify(said),
  notes: () => JSON.stringify({ ...notes(), copies: 1 }),
};

Object.assign(window, { fixture });
