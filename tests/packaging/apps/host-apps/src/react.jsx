/** The common part of the layers of React libraries. */
import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { host } from "./host.js";

/** Renders a layer. */
export function showReact(Layer) {
  return (root) => {
    createRoot(root).render(
      <StrictMode>
        <Layer />
      </StrictMode>,
    );
  };
}

/** Whether the layer is open; the host can close it at any time. */
export function useLayer() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    host.closeLayer = () => setOpen(false);
  }, []);
  return [isOpen, setOpen];
}

/**
 * The content of a dialog or drawer: a form with typed text, and the button that opens the widget.
 */
export function Form({ close }) {
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <label>
        Name on the card <input id="draft" />
      </label>
      <button id="set-pin" type="button" onClick={() => host.open()}>
        Set PIN
      </button>
      <button
        id="hand-over"
        type="button"
        onClick={() => {
          host.open();
          close();
        }}
      >
        Set PIN and close this
      </button>
      <div id="inside" />
    </form>
  );
}
