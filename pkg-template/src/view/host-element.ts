import { documentOf, element } from "./dom.js";

/** The one element that a page's own tree holds of the widget, and the shadow tree with everything else. */
export interface HostElement {
  readonly host: HTMLElement;
  readonly tree: ShadowRoot;
}

/** Neither clonable nor serialisable: also where every object on the page has such a property. */
function initOf(modal: boolean): ShadowRootInit & { __proto__: null } {
  return { __proto__: null, mode: "open", delegatesFocus: !modal };
}

/** Takes no place in the page's layout: the dialog is in the top layer. Firefox 153 gives no name to a dialog within `display: contents`. */
const MODAL = "display:block!important;position:fixed";
/** Takes the place in the container that the box inside it is to fill. */
const INLINE = "display:flex!important;flex-direction:column;flex:1 0 auto;border-radius:inherit";

/**
 * Makes the host element for a view in `container`, without inserting it.
 *
 * A clone or a serialisation of the page (a page cache, a history cache, `outerHTML`) holds this element and nothing in it: the token's URL is in the
 * frame's `src`, which must be found nowhere else.
 */
export function createHostElement(container: Element, modal: boolean): HostElement {
  const host = element(documentOf(container), "div", modal ? MODAL : INLINE, { "data-set-pin-widget": "" });
  // React Aria hides from assistive technology what is added to the page while one of its dialogs is open, but for what carries this.
  if (modal) host.setAttribute("data-react-aria-top-layer", "true");
  // Focus traps look for the tab stops of their own dialog, but not in shadow trees, and would never let Tab reach the frame. With `delegatesFocus` the
  // element is no tab stop, and looks like one.
  if (!modal) host.tabIndex = 0;
  // The page's own spacing stays out; see `style`.
  host.style.letterSpacing = host.style.wordSpacing = "normal";
  return { host, tree: host.attachShadow(initOf(modal)) };
}
