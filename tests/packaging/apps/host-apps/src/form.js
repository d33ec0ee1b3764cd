/** The form of `react.jsx`'s `Form`, for the libraries that need no framework. */
import { host } from "./host.js";

export const FORM = `
  <form>
    <label>Name on the card <input id="draft"></label>
    <button id="set-pin" type="button">Set PIN</button>
    <button id="hand-over" type="button">Set PIN and close this</button>
    <div id="inside"></div>
  </form>`;

/** Connects the form's buttons, wherever it was put. */
export function connectForm() {
  document.querySelector("form").onsubmit = (event) => event.preventDefault();
  document.querySelector("#set-pin").onclick = () => host.open();
  document.querySelector("#hand-over").onclick = () => {
    host.open();
    host.closeLayer();
  };
}
