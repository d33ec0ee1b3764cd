import { tryOrReport } from "../handle/report.js";
import { documentOf } from "./dom.js";
import { focused, focusInPlace } from "./focus-trail.js";

/**
 * Focuses the first of these elements that accepts the focus. An element in a menu that is closed by
 * now does not, and the button that opened the menu is next: a click on a menu item may both close
 * the menu and open the widget. The host cannot do this itself, because browsers allow no focus
 * outside our dialog while it is open.
 */
export function returnFocus(trail: readonly HTMLElement[]): void {
  trail.some((candidate) => tryOrReport(() => takesFocus(candidate)));
}

function takesFocus(candidate: HTMLElement): boolean {
  if (!candidate.isConnected || candidate.getClientRects().length === 0) return false;
  focusInPlace(candidate);
  return candidate.matches(":focus, :focus-within") || focused(documentOf(candidate)) === candidate;
}
