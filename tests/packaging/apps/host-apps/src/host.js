/**
 * The host's code on each page: it opens the widget, and keeps the widget's reports for the test.
 */
import { createSetPin, preload } from "set-pin-widget";

const response = await fetch("/api/config");
const { allowedOrigins } = await response.json();

export const host = {
  /** Merged over the ordinary options by the next `open()`. */
  options: {},
  /** @type {{reason: string, code?: string}[]} One for each attempt that has ended. */
  results: [],
  /** @type {string[]} */
  errors: [],
  state: "idle",
  /** Set by each layer: the host's own way to close it. */
  closeLayer() {},
  preload,
  open() {
    const widget = createSetPin({
      tokenUrl: "/api/card/set-pin/token",
      allowedOrigins,
      onStateChange(state) {
        host.state = state;
      },
      onError({ code }) {
        host.errors.push(code);
      },
      ...host.options,
    });
    widget.open().then(({ reason, error }) => {
      host.results.push({ reason, ...(error && { code: error.code }) });
    });
    host.widget = widget;
  },
};

window.host = host;
