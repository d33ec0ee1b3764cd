/**
 * Creates an element and styles it through the CSSOM: a strict content security policy blocks
 * `style` attributes and `<style>` elements, and the oldest supported browsers lack adopted style
 * sheets.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  document: Document,
  name: Name,
  css: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Name] {
  const created = create(document, name);
  style(created, css);
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, value);
  return created;
}

/**
 * Undoes the style that an element has without us: the page's in its own tree, what the element
 * inherits from that, and the browser's for all but a `div`. Letter and word spacing are inherited
 * from the widget's host element. A user's own text spacing reaches that element (WCAG 1.4.12), and
 * the page's does not.
 */
export const RESET =
  "all:initial;visibility:inherit;font:inherit;color:inherit;color-scheme:inherit;direction:inherit;letter-spacing:inherit;word-spacing:inherit;box-sizing:border-box;";

/**
 * Replaces the style of an element in a shadow tree; see {@link element}. A `div` needs no
 * {@link RESET}, after which the browser has to compute every property.
 */
export function style(target: HTMLElement, css: string): void {
  target.style.cssText = (target.localName === "div" ? "box-sizing:border-box;" : RESET) + css;
}

/** The style of a hidden element, over which no rule of the page for a `::part()` applies. */
export const HIDDEN = "display:none!important";

/** Replaces an element's own style by {@link HIDDEN}. */
export function hide(target: HTMLElement): void {
  target.style.cssText = HIDDEN;
}

/**
 * Reads a property through the prototype. Markup can hide the properties and methods of a document
 * (`<img name="body">`) and of a form (`<input name="parentNode">`).
 */
export function native<Of extends Node, Name extends keyof Of>(of: { prototype: Of }, node: Of, name: Name): Of[Name] {
  return Reflect.get(of.prototype, name, node) as Of[Name];
}

/** Returns a node's document. */
export function documentOf(node: Node): Document {
  return native(Node, node, "ownerDocument") as Document;
}

/** Returns the window of a document, or `null` if no window shows it. */
export function windowOf(document: Document): (Window & typeof globalThis) | null {
  return native(Document, document, "defaultView");
}

/** Calls `createElement()` through the prototype; see {@link native}. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  document: Document,
  name: Name,
): HTMLElementTagNameMap[Name] {
  return Document.prototype.createElement.call(document, name) as HTMLElementTagNameMap[Name];
}

/**
 * Removes a node from its tree. Prototype.js replaces `remove()`, so this uses `removeChild()`, and
 * falls back to `remove()` if the page has replaced `removeChild` with one that throws.
 */
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
 * Resolves a URL relative to the page. A `<base>` that other people wrote into the page must not
 * lead to another origin (`parse_url` in `src/shell/host_options.rs` has the same rule). Throws a
 * `TypeError` if the URL is not valid.
 */
export function absolute(url: string | URL): string {
  const { origin, href } = new URL(url, native(Document, document, "baseURI"));
  return origin === location.origin || origin === window.origin ? href : new URL(url, location.href).href;
}

/** Adds a listener, and returns a function that removes it. */
export function listen<Name extends keyof HTMLElementEventMap>(
  target: HTMLElement,
  name: Name,
  listener: (event: HTMLElementEventMap[Name]) => void,
): () => void {
  target.addEventListener(name, listener);
  return () => target.removeEventListener(name, listener);
}
