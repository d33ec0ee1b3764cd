import { documentOf } from "./dom.js";
import { guarded } from "./report.js";

/** Focuses without scrolling the page. An element of the host's may have a `focus()` of its own, which throws. */
export function focusInPlace(target: HTMLElement): void {
  guarded(() => target.focus({ preventScroll: true }));
}

/** The focused element of a document, inside whatever open shadow trees. */
export function focused(document: Document): HTMLElement | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active && active !== document.body ? (active as HTMLElement) : undefined;
}

/**
 * Focuses the button that is being clicked, as browsers do: Safari does not, and a dialog that is opened would have nowhere to give the focus back to.
 */
export function focusClicked(): void {
  const { event } = window;
  if (event?.type !== "click" || !event.isTrusted || !(event.target instanceof Element) || focused(document)) return;
  const clicked = event.target.closest<HTMLElement>("button, a[href], summary, [tabindex]");
  if (clicked) focusInPlace(clicked);
}

/** The focused element and everything around it, from the inside out: where the focus can return to when the element itself is gone by then. */
export function focusTrail(document: Document): HTMLElement[] {
  const trail: HTMLElement[] = [];
  let node: Node | null | undefined = focused(document);
  for (; node; node = node.parentNode ?? (node as Partial<ShadowRoot>).host) {
    if (node.nodeType === Node.ELEMENT_NODE) trail.push(node as HTMLElement);
  }
  return trail;
}

/**
 * Focuses the first of these elements that takes the focus. For a menu or a dialog that is closed by now, that is the button which opened it: a press
 * there may both close the menu and open the widget, and while our dialog is open browsers ignore a host that wants to focus its own button.
 */
export function returnFocus(trail: readonly HTMLElement[]): void {
  for (const place of trail) {
    for (const candidate of [place, ...openersOf(place)]) if (takesFocus(candidate)) return;
  }
}

/** The elements that name this one as what they open, or that this one is named by. */
function openersOf(place: HTMLElement): HTMLElement[] {
  const id = place.getAttribute("id");
  const label = place.getAttribute("aria-labelledby")?.split(/\s+/) ?? [];
  const names = label.map((name) => `[id="${CSS.escape(name)}"]`);
  if (id) {
    const quoted = `"${CSS.escape(id)}"`;
    names.push(`[aria-controls~=${quoted}]`, `[popovertarget=${quoted}]`, `[commandfor=${quoted}]`);
  }
  return names.flatMap((name) => [...documentOf(place).querySelectorAll<HTMLElement>(name)]);
}

function takesFocus(candidate: HTMLElement): boolean {
  if (!candidate.isConnected || candidate.getClientRects().length === 0) return false;
  focusInPlace(candidate);
  return candidate.matches(":focus, :focus-within") || focused(documentOf(candidate)) === candidate;
}
