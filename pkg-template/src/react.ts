"use client";
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
import { ComponentWidget, type SetPinControls } from "./frameworks/component-widget.js";
import type { SetPinOptions, SetPinState } from "./index.js";

export type { SetPinControls } from "./frameworks/component-widget.js";

const idle = (): SetPinState => "idle";

/**
 * A widget that lives as long as the component. `open` and the others stay the same functions; options, callbacks among them, are always
 * those of the last render. `open()` while it is open gives the result of the attempt under way. An attempt that unmounting ends calls
 * back `onExit` alone, with `destroyed`.
 */
export function useSetPin(options: SetPinOptions): SetPinControls {
  const [widget] = useState(() => new ComponentWidget(options));
  const subscribe = useCallback((hear: () => void) => late(widget.mount(hear)), [widget]);
  const state = useSyncExternalStore(subscribe, () => widget.state, idle);
  useEndWithFrame(widget);
  useEffect(() => widget.update(options));
  return useMemo(
    () => ({ open: widget.open, close: widget.close, retry: widget.retry, focus: widget.focus, state }),
    [widget, state],
  );
}

/** Is open as long as it is rendered: `{isOpen && <SetPin tokenUrl="…" onExit={() => setOpen(false)} />}`. `inline` stands where it is rendered. */
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

/** Under StrictMode components go and come back in one turn, at first and when what was suspended is shown again: that ends nothing. */
const late = (unmount: () => void) => () => queueMicrotask(unmount);

/** The other effects end only after React has taken the frame out of the document, which the widget would report. */
function useEndWithFrame(widget: ComponentWidget): void {
  useInsertionEffect(() => () => widget.end(), [widget]);
}
