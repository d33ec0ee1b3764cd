import { tryOrReport } from "../handle/report.js";
import { documentOf, native, windowOf } from "./dom.js";

/**
 * The watched elements: the host element that the widget inserts into `container`, and the dialog
 * or box in it.
 */
export interface Watched {
  readonly host: Element;
  readonly container: Element;
  readonly shown: Element;
  /** The parent of the frame, inside `shown`. */
  readonly stage: Element;
  readonly modal: boolean;
  frame: HTMLIFrameElement | undefined;
  /**
   * Whether the window of the view or of this code has gone or has navigated, or the dialog is no
   * longer modal.
   */
  isGone: boolean;
  /**
   * Whether a dialog was not displayed when the browser last reported a change, or the browser
   * reports none. An inline box may be hidden for a while, by tabs for example.
   */
  mayBeHidden: boolean;
}

/**
 * Reports whether an element, or its content (`display: contents`), has a box. Returns `true` if
 * the page itself has none (in a test runner without layout), because nothing can be measured then.
 */
export function isDisplayed(element: Element): boolean {
  const hasBox = (of: Element | Range) => of.getClientRects().length > 0;
  const contents = () => {
    const range = new Range();
    range.selectNodeContents(element);
    return range;
  };
  return (
    tryOrReport(
      () =>
        // Where browsers have it, this method needs no layout, which is slower.
        element.checkVisibility?.() ||
        hasBox(element) ||
        !hasBox(native(Document, document, "documentElement")) ||
        hasBox(contents()),
    ) ?? true
  );
}

/**
 * Reports whether the view is lost: it is not in a document, or it is a dialog that is not
 * displayed.
 */
export function isLost({ host, container, shown, isGone, mayBeHidden }: Watched): boolean {
  // Other code may also remove the dialog from the host element, because the shadow root is open.
  const isIn = [shown, host, container].every((element) => element.isConnected);
  // `isDisplayed` makes the browser compute styles, which is too slow for each change of the page.
  return !isIn || isGone || (mayBeHidden && !isDisplayed(shown));
}

/** This has no prototype: a page may have added an observer option to `Object.prototype`. */
const OBSERVED: MutationObserverInit & { __proto__: null } = { __proto__: null, childList: true, subtree: true };

/**
 * Calls `check` whenever the view may have been lost, until the returned function is called. The
 * argument is `true` if the frame or an element around it was removed. Other code may have inserted
 * it again by then.
 */
export function watchView(watched: Watched, check: (isFrameMoved: boolean) => void): () => void {
  const { shown, stage, modal } = watched;
  const view = windowOf(documentOf(shown));
  const undo: (() => void)[] = [];
  // Set up each observer separately: a page may lack one of them, or may have replaced it.
  tryOrReport(() => {
    const holders = holdersOf(stage);
    const removesFrame = ({ removedNodes }: MutationRecord) =>
      [...removedNodes].some((node) => [...holders, watched.frame].some((element) => node.contains(element ?? null)));
    const observer = new MutationObserver((changes) => {
      const isMoved = tryOrReport(() => changes.some(removesFrame)) ?? true;
      // In another window, the listeners of the view and of the frame would receive nothing.
      if (isMoved && (windowOf(documentOf(shown)) !== view || (modal && shown.isConnected && !isModal(shown)))) {
        watched.isGone = true;
      }
      check(isMoved);
    });
    undo.push(() => observer.disconnect());
    for (const holder of holders) observer.observe(holder.getRootNode(), OBSERVED);
  });
  tryOrReport(() => {
    if (typeof IntersectionObserver !== "function") return;
    // This observer reports that a box is gone, for example after `display: none` on an element
    // around it, or after `document.open()`. A resize observer would report an error to the page
    // when another observer changes sizes. The margin covers content that is scrolled or moved out
    // of sight.
    const options: IntersectionObserverInit & { __proto__: null } = {
      __proto__: null,
      root: documentOf(shown),
      rootMargin: "9999999px",
    };
    const observer = new IntersectionObserver(() => {
      watched.mayBeHidden = modal && !isDisplayed(shown);
      check(false);
    }, options);
    undo.push(() => observer.disconnect());
    observer.observe(shown);
    watched.mayBeHidden = false;
  });
  if (view && view !== window) {
    const onGone = () => {
      watched.isGone = true;
      check(false);
    };
    const watchFor = (target: EventTarget | null, name: string) =>
      tryOrReport(() => {
        target?.addEventListener(name, onGone);
        undo.push(() => target?.removeEventListener(name, onGone));
      });
    // The view needs both windows: ours has the code, and the other one has the view. A frame's
    // initial empty document goes away without `pagehide`.
    watchFor(view, "pagehide");
    watchFor(window, "pagehide");
    watchFor(view.frameElement, "load");
  }
  return () => {
    for (const end of undo) tryOrReport(end);
  };
}

/**
 * Reports whether a dialog that was moved is still modal. Only `moveBefore()` keeps it modal, and
 * browsers without `:modal` do not have `moveBefore()`.
 */
function isModal(dialog: Element): boolean {
  try {
    return dialog.matches(":modal");
  } catch {
    return false;
  }
}

/**
 * Returns an element and the elements that hold its tree, from the inside out: the hosts of shadow
 * trees and the frames of documents, up to the script's own document.
 */
function holdersOf(element: Element): Element[] {
  const holders: Element[] = [];
  let holder: Element | null | undefined = element;
  while (holder) {
    holders.push(holder);
    const root: Node = holder.getRootNode();
    // Check the node type, because each realm has its own `ShadowRoot`, and markup can give a
    // document a property `host`.
    if (root === document || root.nodeType === Node.ELEMENT_NODE) break;
    const isShadow = root.nodeType === Node.DOCUMENT_FRAGMENT_NODE;
    holder = isShadow ? (root as ShadowRoot).host : windowOf(root as Document)?.frameElement;
  }
  return holders;
}
