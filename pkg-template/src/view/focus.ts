import { tryOrReport } from "../handle/report.js";
import { documentOf } from "./dom.js";
import { focused, focusInPlace } from "./focus-trail.js";

/**
 * Focuses the first of these elements that accepts the focus. An element in a menu that is closed by
 * now does not, and the button that opened the menu is next: a click on a menu item may both close
 * the menu and open the widget. The host cannot do this itself, because browsers allow no focus
 * outside our dialog while it is open. Returns `false` if none accepts it.
 */
export function returnFocus(trail: readonly HTMLElement[]): boolean {
  return trail.some((candidate) => tryOrReport(() => takesFocus(candidate)));
}

/**
 * Makes Tab continue at an element that cannot be focused by itself, and leaves no attribute there. The
 * browser remembers the place when the element loses the focus with the attribute.
 */
export function focusPlace(element: HTMLElement): void {
  const before = element.getAttribute("tabindex");
  if (before === null) element.tabIndex = -1;
  focusInPlace(element);
  if (before === null) element.removeAttribute("tabindex");
}

function takesFocus(candidate: HTMLElement): boolean {
  if (!candidate.isConnected || candidate.getClientRects().length === 0) return false;
  focusInPlace(candidate);
  return candidate.matches(":focus, :focus-within") || focused(documentOf(candidate)) === candidate;
}
