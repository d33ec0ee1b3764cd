import { guarded } from "./report.js";

/**
 * An element of the widget's, styled by the CSSOM: a strict policy refuses `style` attributes and `<style>` alike, and the oldest browsers have no
 * adopted style sheets.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  document: Document,
  name: Name,
  css: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  style(made, css);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

/**
 * Replaces an element's own style; see {@link element}. Letter and word spacing are inherited from the widget's host element, which a reader's own
 * text spacing reaches (WCAG 1.4.12), and the page's does not.
 */
export function style(target: HTMLElement, css: string): void {
  target.style.cssText = `all:initial;font:inherit;color:inherit;color-scheme:inherit;direction:inherit;letter-spacing:inherit;word-spacing:inherit;box-sizing:border-box;${css}`;
}

/** A node's document. Not by the property, which a form's field of that name hides. */
export function documentOf(node: Node): Document {
  return Reflect.get(Node.prototype, "ownerDocument", node) as Document;
}

/** Listens, and gives what ends it. */
export function listen<Name extends keyof HTMLElementEventMap>(
  target: HTMLElement,
  name: Name,
  hear: (event: HTMLElementEventMap[Name]) => void,
): () => void {
  target.addEventListener(name, hear);
  return () => target.removeEventListener(name, hear);
}

/** Focuses without scrolling the page. An element of the host's may have a `focus()` of its own, which throws. */
export function focusInPlace(target: HTMLElement): void {
  guarded(() => target.focus({ preventScroll: true }));
}

/** The focused element, inside whatever shadow trees. */
export function focused(): HTMLElement | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : undefined;
}

/**
 * Focuses the button that is being clicked, as browsers do: Safari does not, and a dialog that is opened would have nowhere to give the focus back to.
 */
export function focusClicked(): void {
  const { event } = window;
  if (event?.type !== "click" || !event.isTrusted || !(event.target instanceof Element) || focused()) return;
  const clicked = event.target.closest<HTMLElement>("button, a[href], summary, [tabindex]");
  if (clicked) focusInPlace(clicked);
}
