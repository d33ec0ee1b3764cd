/**
 * The React page: renders the scene that the driver sends.
 */
import "../../fixtures/without.mjs";
import * as React from "react";
import { Fragment, createElement as h, StrictMode, Suspense, useEffect } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { SetPin, useSetPin } from "set-pin-widget/react";
import { callbacks, defineFixture, framedOrigins, isServerRendered, recorded, root } from "../fixture.mjs";
import { app } from "./app.mjs";

/**
 * @typedef {import("../scene.mjs").Scene & {opensInEffect?: boolean, suspends?: boolean}} Scene
 * `opensInEffect`: an effect opens the hook's widget. `suspends`: another component waits for data.
 */

/** @param {Scene} scene */
function Hook(scene) {
  const { options, opensInEffect } = scene;
  // The container is removed with the component, like the one that `SetPin` renders.
  const place = options.mode === "inline" ? { container: "#place" } : {};
  const { open, state } = useSetPin({ ...options, ...place, ...callbacks(scene) });
  useEffect(() => {
    if (opensInEffect) open().then(({ reason }) => recorded.push(`settled ${reason}`));
  }, [open, opensInEffect]);
  return h(
    Fragment,
    null,
    h("button", { id: "opener", type: "button", onClick: open }, state),
    h("div", { id: "place" }),
  );
}

/**
 * Throws a promise to suspend, as libraries did before `use`. Both versions of React support that.
 * @param {{data: Promise<void> & {isResolved?: boolean}}} props
 */
function Suspended({ data }) {
  if (!data.isResolved) throw data;
  return h("p", null, "The data is here.");
}

/** @type {{promise: Promise<void> & {isResolved?: boolean}, resolve: () => void} | undefined} */
let data;

function newData() {
  let resolveData = () => {};
  /** @type {Promise<void> & {isResolved?: boolean}} */
  const promise = new Promise((resolve) => {
    resolveData = () => {
      promise.isResolved = true;
      resolve();
    };
  });
  return { promise, resolve: resolveData };
}

/** @param {Scene} scene */
function view(scene) {
  if (scene.suspends) data ??= newData();
  const { kind, options } = scene;
  const other = scene.suspends && data ? h(Suspended, { data: data.promise }) : null;
  /** @type {import("react").ReactNode} */
  let widget = null;
  if (kind === "component") widget = h(SetPin, { ...options, ...callbacks(scene) });
  if (kind === "hook") widget = h(Hook, scene);
  // Not an import by name: a bundler would not find it in React 18.
  const Activity = /** @type {Partial<typeof React>} */ (React).Activity;
  if (Activity && scene.isHidden !== undefined)
    widget = h(Activity, { mode: scene.isHidden ? "hidden" : "visible", children: widget });
  return h(StrictMode, null, h(Suspense, { fallback: h("p", { id: "waiting" }, "Waiting") }, widget, other));
}

const reactRoot = isServerRendered ? hydrateRoot(root, app(framedOrigins)) : createRoot(root);

defineFixture({
  render: (scene) => reactRoot.render(view(JSON.parse(scene))),
  resolveData: () => data?.resolve(),
});
