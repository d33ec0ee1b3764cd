import { createFocusTrap } from "focus-trap";
import { connectForm, FORM } from "../form.js";
import { host } from "../host.js";

/** With the library's own defaults: clicks outside have no effect. */
export function show(root) {
  root.innerHTML = `
    <button id="opener" type="button">Card settings</button>
    <div id="layer" role="dialog" aria-modal="true" aria-label="Card settings" hidden>${FORM}</div>`;
  const layer = root.querySelector("#layer");
  const trap = createFocusTrap(layer, {
    // For elements inside the layer: the trap searches shadow trees only with this option.
    tabbableOptions: { getShadowRoot: true },
    onDeactivate() {
      layer.hidden = true;
    },
  });
  root.querySelector("#opener").onclick = () => {
    layer.hidden = false;
    trap.activate();
  };
  host.closeLayer = () => trap.deactivate();
  connectForm();
}
