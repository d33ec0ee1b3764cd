/**
 * A page that renders the views of each framework's entry, and the elements.
 */

import { createElement, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { defineCardDetailsViewElement, definePinViewElement } from "set-pin-widget/secure-view-elements";
import { CardDetailsView as ReactDetails, usePinView as useInReact } from "set-pin-widget/secure-view-react";
import { usePinView as useInVue, CardDetailsView as VueDetails } from "set-pin-widget/secure-view-vue";
import { mount, unmount } from "svelte";
import { createApp, h } from "vue";
import { notes } from "../../fixtures/recorder.mjs";
import Pin from "./Pin.svelte";

/** @type {string[]} */
const recorded = [];
const root = /** @type {HTMLElement} */ (document.querySelector("#root"));
/** Removes what was rendered last. */
let clear = () => {};

const callbacks = {
  onReady: () => recorded.push("ready"),
  onExit: (/** @type {{reason: string}} */ { reason }) => recorded.push(`exit ${reason}`),
};
const pinOptions = (/** @type {string[]} */ allowedOrigins) => ({
  tokenUrl: "/api/card/pin/token",
  allowedOrigins,
  ...callbacks,
});
const detailsOptions = (/** @type {string[]} */ allowedOrigins) => ({
  ...pinOptions(allowedOrigins),
  tokenUrl: "/api/card/details/token",
});

/** @param {{options: ReturnType<typeof pinOptions>}} props */
function ReactPin({ options }) {
  const pin = useInReact(options);
  return [
    createElement("button", { key: 1, id: "opener", type: "button", onClick: pin.show }, pin.state),
    createElement("div", { key: 2, id: "place", ref: pin.container }),
  ];
}

/** @param {import("react").ReactNode} node */
function inReact(node) {
  const app = createRoot(root);
  app.render(createElement(StrictMode, null, node));
  return () => app.unmount();
}

/** @param {import("vue").Component} component */
function inVue(component) {
  const app = createApp(component);
  app.mount(root);
  return () => app.unmount();
}

/** @type {Record<string, (origins: string[]) => () => void>} */
const scenes = {
  "React, the hook": (origins) => inReact(createElement(ReactPin, { options: pinOptions(origins) })),
  "React, the component": (origins) => inReact(createElement(ReactDetails, detailsOptions(origins))),
  "Vue, the composable": (origins) =>
    inVue({
      setup() {
        const pin = useInVue(() => pinOptions(origins));
        return () => [
          h("button", { id: "opener", type: "button", onClick: pin.show }, pin.state.value),
          h("div", { id: "place", ref: pin.container }),
        ];
      },
    }),
  "Vue, the component": (origins) => inVue({ render: () => h(VueDetails, detailsOptions(origins)) }),
  "Svelte, the store": (origins) => {
    const app = mount(Pin, { target: root, props: { options: pinOptions(origins) } });
    return () => void unmount(app);
  },
  "the element of the PIN": (origins) => {
    definePinViewElement({ tokenUrl: "/api/card/pin/token" });
    const opener = document.createElement("button");
    opener.id = "opener";
    const element = document.createElement("card-pin-view");
    element.options = { allowedOrigins: origins, ...callbacks };
    opener.addEventListener("click", () => element.show());
    element.addEventListener("secure-view-state-change", ({ detail }) => (opener.textContent = detail.state));
    opener.textContent = element.state;
    root.append(opener, element);
    return () => root.replaceChildren();
  },
  "the element of the details": (origins) => {
    const element = document.createElement("card-details-view");
    // Before the element is defined.
    element.options = detailsOptions(origins);
    root.append(element);
    defineCardDetailsViewElement();
    element.addEventListener("secure-view-exit", ({ detail }) => recorded.push(`event ${detail.reason}`));
    void element.show();
    // Moved in one task, as frameworks do.
    document.body.append(element);
    return () => element.remove();
  },
};

const fixture = {
  names: () => Object.keys(scenes),
  /** @param {string} name @param {string[]} origins */
  render(name, origins) {
    recorded.length = 0;
    clear = scenes[name]?.(origins) ?? clear;
  },
  clear: () => clear(),
  recorded: () => recorded,
  notes: () => JSON.stringify({ ...notes(), copies: 1 }),
};
Object.assign(window, { fixture });
