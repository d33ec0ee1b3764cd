/**
 * The page that the Vue tests drive: renders what the driver asks for, and writes down what the widget's door says.
 */

import "../fixtures/without.mjs";
import { SetPin, useSetPin } from "set-pin-widget/vue";
import { createApp, defineComponent, effectScope, h, KeepAlive, mergeProps, nextTick, shallowRef, watch } from "vue";
import { notes } from "../fixtures/recorder.mjs";
import { app } from "./app.mjs";

/** @typedef {import("../harness/door-page.mjs").Scene & {isKeptAlive?: boolean, isHeardTwice?: boolean}} Scene */

/** @type {string[]} */
const said = [];

/** @param {string} label @returns {Partial<import("set-pin-widget").SetPinOptions>} */
const callbacks = (label) => ({
  onReady: () => said.push(`${label}: ready`),
  onExit: ({ reason }) => said.push(`${label}: exit ${reason}`),
  onError: ({ code }) => said.push(`${label}: error ${code}`),
});

const scene = shallowRef(/** @type {Scene | undefined} */ (undefined));

/** What the scene asks for, read anew whenever it changes. */
const options = () => ({ tokenUrl: "", ...scene.value?.options, ...callbacks(scene.value?.label ?? "") });

const Opener = defineComponent(() => {
  const { open, state } = useSetPin(options);
  return () => h("button", { id: "opener", type: "button", onClick: open }, state.value);
});

function view() {
  const { kind, isKeptAlive, isHeardTwice } = scene.value ?? {};
  const one = () => {
    const listeners = { onExit: () => said.push("heard as well") };
    if (kind === "component") return h(SetPin, isHeardTwice ? mergeProps(options(), listeners) : options());
    return kind === "hook" ? h(Opener) : null;
  };
  return isKeptAlive ? h(KeepAlive, one) : one();
}

const place = /** @type {Element} */ (document.querySelector("#root"));
const framed = new URLSearchParams(location.search).getAll("framed");
(place.hasChildNodes() ? app(framed) : createApp(view)).mount(place);

/** @param {Scene} wanted */
async function render(wanted) {
  scene.value = wanted;
  await nextTick();
}

const scope = effectScope();
/** @type {ReturnType<typeof useSetPin> | undefined} */
let scoped;

const fixture = {
  /** @param {string} wanted */
  render: (wanted) => render(JSON.parse(wanted)),
  /** There, gone and there again, before the page's next task. @param {string} wanted */
  async flicker(wanted) {
    /** @type {Scene} */
    const there = JSON.parse(wanted);
    for (const kind of [there.kind, "nothing", there.kind]) await render({ ...there, kind });
  },
  /** Outside of any component. @param {string} wanted */
  openInScope(wanted) {
    scene.value = JSON.parse(wanted);
    scoped = scope.run(() => useSetPin(options));
    scope.run(() =>
      watch(
        () => scoped?.state.value,
        (state) => said.push(`state ${state}`),
        { flush: "sync" },
      ),
    );
    void scoped?.open();
  },
  endScope: () => scope.stop(),
  said: () => JSON.stringify(said),
  notes: () => JSON.stringify({ ...notes(), copies: 1 }),
};

Object.assign(window, { fixture });
