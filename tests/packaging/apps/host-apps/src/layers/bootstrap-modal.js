import "bootstrap/dist/css/bootstrap.min.css";
import { Modal } from "bootstrap";
import { connectForm, FORM } from "../form.js";
import { host } from "../host.js";

export function show(root) {
  root.innerHTML = `
    <button id="opener" type="button" data-bs-toggle="modal" data-bs-target="#modal">Card settings</button>
    <div class="modal fade" id="modal" tabindex="-1" aria-labelledby="title">
      <div class="modal-dialog"><div class="modal-content" id="layer"><h2 id="title">Card settings</h2>${FORM}</div></div>
    </div>`;
  host.closeLayer = () => Modal.getInstance("#modal").hide();
  connectForm();
}
