/**
 * The app that a server renders, and that the browser hydrates.
 */
import { SetPin, useSetPin } from "set-pin-widget/vue";
import { createSSRApp, defineComponent, h } from "vue";

const tokenUrl = "/api/card/set-pin/token";

const Opener = defineComponent(() => {
  const { open, state } = useSetPin({ tokenUrl });
  return () => h("button", { id: "opener", type: "button", onClick: open }, state.value);
});

/** @param {string[]} allowedOrigins */
export const app = (allowedOrigins) =>
  createSSRApp(() => h("main", [h(Opener), h(SetPin, { tokenUrl, mode: "inline", allowedOrigins })]));
