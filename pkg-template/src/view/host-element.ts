import { documentOf, element, RESET } from "./dom.js";

/**
 * The only element of the widget in the page's own tree, and the shadow tree with all other
 * elements.
 */
export interface HostElement {
  readonly host: HTMLElement;
  readonly tree: ShadowRoot;
}

/**
 * Makes options for a shadow root that is neither clonable nor serialisable, even if
 * `Object.prototype` has such a property.
 */
function initOf(modal: boolean): ShadowRootInit & { __proto__: null } {
  return { __proto__: null, mode: "open", delegatesFocus: !modal };
}

/**
 * Takes no space in the page's layout: the dialog is in the top layer. `display: contents` would
 * not work, because Firefox 153 gives a dialog in it no accessible name.
 */
const MODAL = "display:block!important;position:fixed";
/** Takes the space in the container that the box inside it fills. */
const INLINE = "display:flex!important;flex-direction:column;flex:1 0 auto;border-radius:inherit";

/**
 * Makes the host element for a view in `container`, without inserting it.
 *
 * A clone or a serialisation of the page (a page cache, a history cache, `outerHTML`) contains this
 * element without its content. The token's URL is in the frame's `src`, and it must not appear
 * anywhere else.
 */
export function createHostElement(container: Element, modal: boolean): HostElement {
  const host = element(documentOf(container), "div", RESET + (modal ? MODAL : INLINE), { "data-set-pin-widget": "" });
  // While one of its dialogs is open, React Aria hides elements that are added to the page from
  // assistive technology, except those with this attribute.
  if (modal) host.setAttribute("data-react-aria-top-layer", "true");
  // Focus traps search their dialog for tab stops, but not in shadow trees, so Tab would never
  // reach the frame. With `delegatesFocus` the host element itself is not a tab stop, but a focus
  // trap counts it as one.
  if (!modal) host.tabIndex = 0;
  // Reset the page's own spacing; see `RESET`.
  host.style.letterSpacing = host.style.wordSpacing = "normal";
  return { host, tree: host.attachShadow(initOf(modal)) };
}
