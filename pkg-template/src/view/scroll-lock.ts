import { native, windowOf } from "./dom.js";
import { lockInline } from "./scroll-lock-inline.js";

const NAME = "adoptedStyleSheets";

/**
 * Holds a document's page still, and returns what releases it.
 *
 * By a style sheet of its own: hosts save and restore inline styles for locks of their own, and would restore ours after we are gone. Each lock has its
 * own sheet, so that dialogs, also of several copies of this package, may come and go in any order.
 */
export function lockScroll(document: Document): () => void {
  const root = native(Document, document, "documentElement");
  const view = windowOf(document);
  const scroller = scrollerOf(document);
  if (!view || !(NAME in Document.prototype)) return lockInline(scroller);
  const { scrollbarGutter } = view.getComputedStyle(root);
  // `:not(#_)` outweighs a host's own `!important` rules.
  let css = `${scroller.localName}:not(#_){overflow:hidden!important}`;
  // The page keeps the scrollbar's place, and does not jump sideways.
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
    sheet.replaceSync(""); // A host may have saved the list of sheets, and restore it later.
    replaceSheets();
  };
}

/**
 * The element whose `overflow` is the viewport's: the root, unless its own is `visible`, then the body. With the root locked, a body that scrolls for the
 * page (`html, body { height: 100% }`, say) would become a box of its own, and the page would jump to its top.
 */
function scrollerOf(document: Document): HTMLElement {
  const root = native(Document, document, "documentElement");
  const { overflowX, overflowY } = getComputedStyle(root);
  const body = overflowX === "visible" && overflowY === "visible" && root.querySelector("body");
  return body || root;
}
