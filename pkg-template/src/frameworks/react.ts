import {
  createElement,
  type ReactElement,
  useCallback,
  useEffect,
  useInsertionEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { SetPinOptions, SetPinState } from "../index.js";
import { ComponentWidget, type SetPinControls } from "./component-widget.js";
import { late } from "./late-unmount.js";

export type { SetPinControls } from "./component-widget.js";

const idle = (): SetPinState => "idle";

/**
 * Makes a widget that lives as long as the component. `open` and the other functions keep their
 * identity. The widget always uses the options and callbacks of the last render. While the widget
 * is open, `open()` returns the result of the current attempt. If unmounting ends an attempt, only
 * `onExit` is called, with `destroyed`.
 */
export function useSetPin(options: SetPinOptions): SetPinControls {
  const [widget] = useState(() => new ComponentWidget(options));
  const subscribe = useCallback((notify: () => void) => late(widget.mount(notify)), [widget]);
  const state = useSyncExternalStore(subscribe, () => widget.state, idle);
  useEndWithFrame(widget);
  useEffect(() => widget.update(options));
  return useMemo(
    () => ({ open: widget.open, close: widget.close, retry: widget.retry, focus: widget.focus, state }),
    [widget, state],
  );
}

/**
 * Opens the widget while it is rendered:
 * `{isOpen && <SetPin tokenUrl="…" onExit={() => setOpen(false)} />}`. In `inline` mode the widget
 * appears where it is rendered.
 */
export function SetPin(options: SetPinOptions): ReactElement | null {
  const box = useRef<HTMLDivElement>(null);
  const [widget] = useState(() => new ComponentWidget(options));
  useEndWithFrame(widget);
  useEffect(() => {
    const container = options.container ?? box.current;
    widget.update(container ? { ...options, container } : options);
  });
  useEffect(() => {
    const unmount = widget.mount(() => undefined);
    if (widget.state === "idle") void widget.open();
    return late(unmount);
  }, [widget]);
  return options.mode === "inline" ? createElement("div", { ref: box }) : null;
}

/**
 * Ends the widget in an insertion effect. The other effects end only after React has removed the
 * frame from the document, and the widget would report that removal.
 */
function useEndWithFrame(widget: ComponentWidget): void {
  useInsertionEffect(() => () => widget.end(), [widget]);
}
