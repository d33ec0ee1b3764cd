import type { SetPin } from "./types.js";

/** For a press on a button that is still there while the widget is open: a second one is no mistake. */
export function openUnlessOpen(widget: Pick<SetPin, "state" | "open" | "focus">): void {
  if (widget.state === "idle" || widget.state === "closed") void widget.open();
  else widget.focus();
}
