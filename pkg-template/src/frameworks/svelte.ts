import type { SetPinOptions, SetPinState } from "../index.js";
import { ComponentWidget, type SetPinControls } from "./component-widget.js";

/** A store of the widget's state, with the functions that open and close the widget. */
export interface SetPinStore extends Omit<SetPinControls, "state"> {
  subscribe(run: (state: SetPinState) => void): () => void;
  /** Replaces all options. */
  update(options: SetPinOptions): void;
}

/**
 * Makes a store: `const pin = setPinStore({ tokenUrl })`. `$pin` is the state, and `pin.open()`
 * opens the widget. The widget lives as long as the store has a subscriber.
 */
export function setPinStore(options: SetPinOptions): SetPinStore {
  const widget = new ComponentWidget(options);
  const { open, close, retry, focus } = widget;
  return {
    open,
    close,
    retry,
    focus,
    update: (given) => widget.update(given),
    subscribe: (run) => {
      const unmount = widget.mount(() => run(widget.state));
      run(widget.state);
      return unmount;
    },
  };
}

/**
 * An action. With `<button use:setPin={{ tokenUrl }}>`, a click opens the widget. With
 * `<div use:setPin={{ tokenUrl, mode: "inline" }}>`, the element shows the widget as long as the
 * element exists.
 */
export function setPin(
  node: HTMLElement,
  options: SetPinOptions,
): { update(options: SetPinOptions): void; destroy(): void } {
  const read = (given: SetPinOptions): SetPinOptions =>
    given.mode === "inline" ? { container: node, ...given } : given;
  const widget = new ComponentWidget(read(options));
  const press = (): void => void widget.open();
  if (options.mode === "inline") press();
  else node.addEventListener("click", press);
  return {
    update: (given) => widget.update(read(given)),
    destroy() {
      node.removeEventListener("click", press);
      widget.end();
    },
  };
}
