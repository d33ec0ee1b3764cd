/**
 * The app that a server renders, and that the browser hydrates.
 */
import { createElement as h, StrictMode } from "react";
import { SetPin, useSetPin } from "set-pin-widget/react";

const tokenUrl = "/api/card/set-pin/token";

function Button() {
  const { open, state } = useSetPin({ tokenUrl });
  return h("button", { id: "opener", type: "button", onClick: open }, state);
}

/** @param {string[]} allowedOrigins */
export const app = (allowedOrigins) =>
  h(StrictMode, null, h(Button), h(SetPin, { tokenUrl, mode: "inline", allowedOrigins }));
