import { tryOrReport } from "../handle/report.js";

/** Every user interface event that crosses the boundary of a shadow tree. */
const EVENTS =
  "pointerdown pointermove pointerup pointercancel pointerover pointerout pointerenter pointerleave gotpointercapture lostpointercapture " +
  "mousedown mousemove mouseup mouseover mouseout mouseenter mouseleave click auxclick dblclick contextmenu wheel " +
  "touchstart touchmove touchend touchcancel keydown keypress keyup focus blur focusin focusout selectstart beforeinput input " +
  "compositionstart compositionupdate compositionend copy cut paste drag dragstart dragend dragenter dragover dragleave drop " +
  // Firefox's older names for the wheel, and WebKit's for a pinch.
  "DOMMouseScroll MozMousePixelScroll gesturestart gesturechange gestureend";

/**
 * Hides the events for which `isOurs` returns `true` from all of the page's listeners below
 * `window`, and passes them to `handle` instead. The browser's default actions still happen. Without
 * the isolation, a host's dialog library would treat a press on our close button as a press outside
 * its own dialog, or its focus trap would cancel it.
 *
 * Returns a function that ends the isolation. A key that is down at that time was pressed here, so
 * its repeats and its `keyup` are hidden from the page too.
 */
export function isolateEvents(
  view: Window,
  isOurs: (event: Event) => boolean,
  handle: (event: Event) => void,
): () => void {
  const heldKeys = new Set<string>();
  const listener = (event: Event) => {
    if (!isOurs(event)) return;
    event.stopImmediatePropagation();
    const { code } = event as KeyboardEvent;
    if (event.type === "keydown" && code) heldKeys.add(code);
    if (event.type === "keyup") heldKeys.delete(code);
    handle(event);
  };
  // A key may be released in the hosted page, or in another window.
  const forget = () => heldKeys.clear();
  const types = EVENTS.split(" ");
  // The code cancels only `keydown`. Passive listeners do not delay scrolling.
  const options = (type: string) => ({ __proto__: null, capture: true, passive: type !== "keydown" });
  const stop = () => {
    tryOrReport(() => view.removeEventListener("blur", forget));
    for (const type of types) tryOrReport(() => view.removeEventListener(type, listener, options(type)));
  };
  try {
    view.addEventListener("blur", forget);
    for (const type of types) view.addEventListener(type, listener, options(type));
  } catch (thrown) {
    stop();
    throw thrown;
  }
  return () => {
    stop();
    if (heldKeys.size > 0) swallow(view, heldKeys);
  };
}

/**
 * Hides the remaining events of pressed keys from the page, until the keys are released or the
 * window loses the focus.
 */
function swallow(view: Window, heldKeys: Set<string>): void {
  const types = ["keydown", "keypress", "keyup"] as const;
  const end = () => {
    view.removeEventListener("blur", end);
    for (const type of types) view.removeEventListener(type, listener, true);
  };
  const listener = (event: KeyboardEvent) => {
    if (!heldKeys.has(event.code)) return;
    const isNew = event.type === "keydown" && !event.repeat;
    if (isNew || event.type === "keyup") heldKeys.delete(event.code);
    if (heldKeys.size === 0) end();
    if (isNew) return; // The key was released in another window or frame.
    event.stopImmediatePropagation();
    event.preventDefault();
  };
  view.addEventListener("blur", end);
  for (const type of types) view.addEventListener(type, listener, true);
}
