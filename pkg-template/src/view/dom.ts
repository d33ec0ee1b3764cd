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
  const made = create(document, name);
  style(made, css);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

/**
 * Replaces an element's own style; see {@link element}. Letter and word spacing are inherited from the widget's host element, which a reader's own
 * text spacing reaches (WCAG 1.4.12), and the page's does not.
 */
export function style(target: HTMLElement, css: string): void {
  target.style.cssText = `all:initial;visibility:inherit;font:inherit;color:inherit;color-scheme:inherit;direction:inherit;letter-spacing:inherit;word-spacing:inherit;box-sizing:border-box;${css}`;
}

/**
 * Reads a property through the prototype. Markup can hide the properties and methods of a document (`<img name="body">`) and of a form (`<input
 * name="parentNode">`).
 */
export function native<Of extends Node, Name extends keyof Of>(of: { prototype: Of }, node: Of, name: Name): Of[Name] {
  return Reflect.get(of.prototype, name, node) as Of[Name];
}

/** A node's document. */
export function documentOf(node: Node): Document {
  return native(Node, node, "ownerDocument") as Document;
}

/** The window of a document that is shown. */
export function windowOf(document: Document): (Window & typeof globalThis) | null {
  return native(Document, document, "defaultView");
}

/** `createElement()`; see {@link native}. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  document: Document,
  name: Name,
): HTMLElementTagNameMap[Name] {
  return Document.prototype.createElement.call(document, name) as HTMLElementTagNameMap[Name];
}

/** Takes a node out of its tree. Not by `remove()`, which Prototype.js replaces, unless the page has replaced `removeChild` by one that throws. */
export function detach(node: ChildNode): void {
  const parent = native(Node, node, "parentNode");
  if (!parent) return;
  try {
    Node.prototype.removeChild.call(parent, node);
  } catch {
    node.remove();
  }
}

/**
 * The URL relative to the page. A `<base>` that somebody wrote into the page does not lead to another origin (`parse_url` in `src/shell/host_options.rs` has
 * the same rule). Throws a `TypeError` where there is no such URL.
 */
export function absolute(url: string | URL): string {
  const { origin, href } = new URL(url, native(Document, document, "baseURI"));
  return origin === location.origin || origin === window.origin ? href : new URL(url, location.href).href;
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
