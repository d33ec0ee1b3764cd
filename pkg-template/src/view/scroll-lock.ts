import { native, windowOf } from "./dom.js";
import { lockInline } from "./scroll-lock-inline.js";

const NAME = "adoptedStyleSheets";

/**
 * Stops a document from scrolling, and returns a function that releases it.
 *
 * The lock is a separate style sheet: hosts save and restore inline styles for their own locks, and
 * would restore ours after we are gone. Each lock has its own sheet, so that dialogs, even of
 * several copies of this package, may open and close in any order.
 */
export function lockScroll(document: Document): () => void {
  const root = native(Document, document, "documentElement");
  const view = windowOf(document);
  const scroller = scrollerOf(document);
  if (!view || !(NAME in Document.prototype)) return lockInline(scroller);
  const { scrollbarGutter } = view.getComputedStyle(root);
  // `:not(#_)` outweighs a host's own `!important` rules.
  let css = `${scroller.localName}:not(#_){overflow:hidden!important}`;
  // Keep the scrollbar's space, so that the page does not jump sideways.
  if (view.innerWidth > root.clientWidth && scrollbarGutter === "auto") {
    css += "html:not(#_){scrollbar-gutter:stable!important}";
  }
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(css);
  const replaceSheets = (...added: CSSStyleSheet[]) => {
    const others = native(Document, document, NAME).filter((other) => other !== sheet);
    Reflect.set(Document.prototype, NAME, [...others, ...added], document);
  };
  replaceSheets(sheet);
  return () => {
    sheet.replaceSync(""); // A host may have saved the list of sheets, and may restore it later.
    replaceSheets();
  };
}

/**
 * Returns the element whose `overflow` applies to the viewport: the root, or the body if the root's
 * own `overflow` is `visible`. If the root were locked while the body scrolls for the page
 * (`html, body { height: 100% }`, for example), the body would become a scroll container, and the
 * page would jump to its top.
 */
function scrollerOf(document: Document): HTMLElement {
  const root = native(Document, document, "documentElement");
  const { overflowX, overflowY } = getComputedStyle(root);
  const body = overflowX === "visible" && overflowY === "visible" && root.querySelector("body");
  return body || root;
}
