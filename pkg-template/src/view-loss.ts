import { documentOf, native, windowOf } from "./dom.js";
import { guarded } from "./report.js";

/** Why nobody can see a view any more: it is not in a document, or (a dialog) not displayed. */
export type ViewLoss = "removed" | "hidden";

/** What is watched: the element that the widget puts into `container`, and the dialog or the box in it. */
export interface Watched {
  readonly host: Element;
  readonly container: Element;
  readonly shown: Element;
  readonly modal: boolean;
  /** Whether the window of the view, or of this code, has gone, or shows another page. */
  hasLeft: boolean;
}

/** Whether an element has a box. Where the page itself has none (a test runner without layout), nobody can say. */
export function isDisplayed(element: Element): boolean {
  const hasBox = (of: Element) => of.getClientRects().length > 0;
  return guarded(() => hasBox(element) || !hasBox(native(Document, document, "documentElement"))) ?? true;
}

/** Why the view is lost, if it is. A document that was removed with its frame, or closed with its window, has no `defaultView`. */
export function viewLoss({ host, container, shown, modal, hasLeft }: Watched): ViewLoss | undefined {
  // The dialog may also be taken out of the host element, whose shadow root is open.
  const isIn = [shown, host, container].every((element) => element.isConnected);
  if (!isIn || hasLeft) return "removed";
  // A box in the page may be hidden for a while, by tabs say.
  return modal && !isDisplayed(shown) ? "hidden" : undefined;
}

/** Calls `look` whenever the view may have been lost, until the returned function is called. */
export function watchView(watched: Watched, look: () => void): () => void {
  const { shown } = watched;
  const undo: (() => void)[] = [];
  // Each by itself: a page may lack one of these, or have replaced it.
  guarded(() => {
    const observer = new MutationObserver(look);
    undo.push(() => observer.disconnect());
    for (const root of rootsOf(shown)) observer.observe(root, { childList: true, subtree: true });
  });
  guarded(() => {
    if (typeof ResizeObserver !== "function") return;
    // A box that goes is a resize to nothing: `display: none` on an element around it, and a document that was opened anew.
    const observer = new ResizeObserver(look);
    undo.push(() => observer.disconnect());
    observer.observe(shown);
  });
  const view = windowOf(documentOf(shown));
  if (view && view !== window) {
    const leave = () => {
      watched.hasLeft = true;
      look();
    };
    const leaveOn = (target: EventTarget | null, name: string) =>
      guarded(() => {
        target?.addEventListener(name, leave);
        undo.push(() => target?.removeEventListener(name, leave));
      });
    // Neither document outlives the other's window: ours has the code, the other one the view. A frame's first, empty document goes without `pagehide`.
    leaveOn(view, "pagehide");
    leaveOn(window, "pagehide");
    leaveOn(view.frameElement, "load");
  }
  return () => {
    for (const end of undo) guarded(end);
  };
}

/** The trees that hold an element: shadow trees, its document, and the documents of the frames around that, up to the script's own. */
function rootsOf(element: Element): Node[] {
  const roots: Node[] = [];
  let inside: Element | null | undefined = element;
  while (inside) {
    const root: Node = inside.getRootNode();
    roots.push(root);
    // By its type, since each realm has a `ShadowRoot` of its own, and markup can give a document a `host`.
    if (root === document || root.nodeType === Node.ELEMENT_NODE) break;
    const isShadow = root.nodeType === Node.DOCUMENT_FRAGMENT_NODE;
    inside = isShadow ? (root as ShadowRoot).host : windowOf(root as Document)?.frameElement;
  }
  return roots;
}
