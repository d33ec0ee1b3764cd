/**
 * The Vue page: renders the scene that the driver sends.
 */

import "../../fixtures/without.mjs";
import { SetPin, useSetPin } from "set-pin-widget/vue";
import { createApp, defineComponent, effectScope, h, KeepAlive, mergeProps, nextTick, shallowRef, watch } from "vue";
import { callbacks, defineFixture, framedOrigins, isServerRendered, recorded, root } from "../fixture.mjs";
import { app } from "./app.mjs";

/**
 * @typedef {import("../scene.mjs").Scene & {hasExitListener?: boolean}} Scene
 * `hasExitListener`: the component has an `@exit` too.
 */

const scene = shallowRef(/** @type {Scene | undefined} */ (undefined));

/** The scene's options, which are read again when the scene changes. */
const options = () => ({ tokenUrl: "", ...scene.value?.options, ...callbacks(scene.value ?? { label: "" }) });

const Opener = defineComponent(() => {
  // The container is removed with the component, like the one that `SetPin` renders.
  const place = () => (scene.value?.options.mode === "inline" ? { container: "#place" } : {});
  const { open, state } = useSetPin(() => ({ ...options(), ...place() }));
  return () => [h("button", { id: "opener", type: "button", onClick: open }, state.value), h("div", { id: "place" })];
});

function view() {
  const { kind, isHidden, hasExitListener } = scene.value ?? {};
  const widget = () => {
    const listeners = { onExit: () => recorded.push("exit listener") };
    if (isHidden) return null;
    if (kind === "component") return h(SetPin, hasExitListener ? mergeProps(options(), listeners) : options());
    return kind === "hook" ? h(Opener) : null;
  };
  return isHidden === undefined ? widget() : h(KeepAlive, widget);
}

(isServerRendered ? app(framedOrigins) : createApp(view)).mount(root);

/** @param {Scene} next */
async function render(next) {
  scene.value = next;
  await nextTick();
}

const scope = effectScope();
/** @type {ReturnType<typeof useSetPin> | undefined} */
let scoped;

defineFixture({
  render: (next) => render(JSON.parse(next)),
  /** Renders, removes and renders the scene again, before the page's next task. */
  async flicker(next) {
    /** @type {Scene} */
    const wanted = JSON.parse(next);
    for (const kind of [wanted.kind, "nothing", wanted.kind]) await render({ ...wanted, kind });
  },
  /** Outside of any component. */
  openInScope(next) {
    scene.value = JSON.parse(next);
    scoped = scope.run(() => useSetPin(options));
    scope.run(() =>
      watch(
        () => scoped?.state.value,
        (state) => recorded.push(`state ${state}`),
        { flush: "sync" },
      ),
    );
    void scoped?.open();
  },
  endScope: () => scope.stop(),
});
