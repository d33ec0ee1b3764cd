import "bootstrap/dist/css/bootstrap.min.css";
import { Offcanvas } from "bootstrap";
import { connectForm, FORM } from "../form.js";
import { host } from "../host.js";

export function show(root) {
  root.innerHTML = `
    <button id="opener" type="button" data-bs-toggle="offcanvas" data-bs-target="#layer">Card settings</button>
    <div class="offcanvas offcanvas-start" id="layer" tabindex="-1" aria-labelledby="title"><h2 id="title">Card settings</h2>${FORM}</div>`;
  host.closeLayer = () => Offcanvas.getInstance("#layer").hide();
  connectForm();
}
