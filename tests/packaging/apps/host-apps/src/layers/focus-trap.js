import { createFocusTrap } from "focus-trap";
import { connectForm, FORM } from "../form.js";
import { host } from "../host.js";

/** A drawer like that of many hosts: the trap, and the host's own `overflow` on the body. */
export function show(root) {
  root.innerHTML = `
    <button id="opener" type="button">Card settings</button>
    <div id="layer" role="dialog" aria-modal="true" aria-label="Card settings" hidden>${FORM}</div>`;
  const layer = root.querySelector("#layer");
  let overflow = "";
  const trap = createFocusTrap(layer, {
    // For elements inside the layer: the trap searches shadow trees only with this option.
    tabbableOptions: { getShadowRoot: true },
    clickOutsideDeactivates: true,
    onDeactivate() {
      document.body.style.overflow = overflow;
      layer.hidden = true;
    },
  });
  root.querySelector("#opener").onclick = () => {
    overflow = document.body.style.overflow;
    document.body.style.overflow = "hidden";
    layer.hidden = false;
    trap.activate();
  };
  host.closeLayer = () => trap.deactivate();
  connectForm();
}
