import { ComponentWidget, type SetPinControls } from "./frameworks/component-widget.js";
import type { SetPinOptions, SetPinState } from "./index.js";

/** A store of the widget's state, with what opens and closes it. */
export interface SetPinStore extends Omit<SetPinControls, "state"> {
  subscribe(run: (state: SetPinState) => void): () => void;
  /** These options, and none of those before. */
  update(options: SetPinOptions): void;
}

/** `const pin = setPinStore({ tokenUrl })`: `$pin` is the state, `pin.open()` opens. The widget lives as long as somebody subscribes. */
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
 * `<button use:setPin={{ tokenUrl }}>`: a press opens the widget. `<div use:setPin={{ tokenUrl, mode: "inline" }}>`: the widget stands in it
 * as long as the element does.
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
