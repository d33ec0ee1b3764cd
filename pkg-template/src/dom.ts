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

/** The window of a document that is shown. Not by the property, which an element of that name hides. */
export function windowOf(document: Document): (Window & typeof globalThis) | null {
  return Reflect.get(Document.prototype, "defaultView", document) as (Window & typeof globalThis) | null;
}

/** Takes a node out of its tree. Not by `remove()`, which Prototype.js replaces, unless the page has replaced `removeChild` by one that throws. */
export function detach(node: ChildNode): void {
  const parent = node.parentNode;
  if (!parent) return;
  try {
    Node.prototype.removeChild.call(parent, node);
  } catch {
    node.remove();
  }
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
