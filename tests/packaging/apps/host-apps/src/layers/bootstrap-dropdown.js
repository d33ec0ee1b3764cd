import "bootstrap/dist/css/bootstrap.min.css";
import { Dropdown } from "bootstrap";
import { host } from "../host.js";

export function show(root) {
  root.innerHTML = `
    <div class="dropdown">
      <button id="opener" type="button" data-bs-toggle="dropdown" data-bs-auto-close="outside">Card</button>
      <div class="dropdown-menu" id="layer">
        <button id="set-pin" type="button" class="dropdown-item">Set PIN</button>
        <button id="hand-over" type="button" class="dropdown-item">Set PIN and close this</button>
      </div>
    </div>`;
  host.closeLayer = () => Dropdown.getInstance("#opener").hide();
  document.querySelector("#set-pin").onclick = () => host.open();
  document.querySelector("#hand-over").onclick = () => {
    host.open();
    host.closeLayer();
  };
}
