import { tryOrReport } from "../handle/report.js";
import { documentOf, native } from "./dom.js";

/**
 * Focuses an element without scrolling the page. The host's element may have its own `focus()`,
 * which may throw.
 */
export function focusInPlace(target: HTMLElement): void {
  tryOrReport(() => target.focus({ preventScroll: true }));
}

/** Returns the focused element of a document, inside all open shadow trees. */
export function focused(document: Document): HTMLElement | undefined {
  let active = native(Document, document, "activeElement");
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active && active !== native(Document, document, "body") ? (active as HTMLElement) : undefined;
}

/**
 * Focuses the button that is being clicked, as browsers do. Safari does not, and the dialog could
 * not return the focus.
 */
export function focusClicked(): void {
  const { event } = window;
  if (event?.type !== "click" || !event.isTrusted || !(event.target instanceof Element) || focused(document)) return;
  const clicked = event.target.closest<HTMLElement>("button, a[href], summary, [tabindex]");
  if (clicked) focusInPlace(clicked);
}

/**
 * Returns the elements that the focus can return to, best first: the focused element and each
 * element around it, each followed by the button that opened it. This must run when the widget
 * opens: many libraries set the link from a menu or dialog to its button only while it is open.
 */
export function focusTrail(document: Document): HTMLElement[] {
  const trail: HTMLElement[] = [];
  let node: Node | null | undefined = focused(document);
  for (; node && node !== document; node = native(Node, node, "parentNode") ?? (node as ShadowRoot).host) {
    if (node.nodeType === Node.ELEMENT_NODE) trail.push(node as HTMLElement, ...openersOf(node as HTMLElement));
  }
  return trail;
}

/**
 * Returns the elements that open this one: those that refer to it, those that label it, and then a
 * button or link directly before it, such as a dropdown's.
 */
function openersOf(target: HTMLElement): HTMLElement[] {
  const { getAttribute } = Element.prototype;
  const id = getAttribute.call(target, "id");
  const label = getAttribute.call(target, "aria-labelledby")?.split(/\s+/) ?? [];
  const names = label.map((name) => `[id="${CSS.escape(name)}"]`);
  if (id) {
    const escaped = CSS.escape(id);
    const attributes = ["aria-controls~", "popovertarget", "commandfor"];
    names.push(...attributes.map((name) => `[${name}="${escaped}"]`), `[data-bs-target="#${escaped}"]`);
  }
  const { querySelectorAll } = Document.prototype;
  const openers = names.flatMap((name) => [...querySelectorAll.call(documentOf(target), name)]) as HTMLElement[];
  const previous = native(Element, target, "previousElementSibling") as HTMLElement | null;
  return previous && /^(button|a|summary)$/.test(previous.localName) ? [...openers, previous] : openers;
}
