import { tryOrReport } from "../handle/report.js";
import { documentOf, native, windowOf } from "./dom.js";

/** What is watched: the element that the widget puts into `container`, and the dialog or the box in it. */
export interface Watched {
  readonly host: Element;
  readonly container: Element;
  readonly shown: Element;
  /** Where the frame is, in `shown`. */
  readonly stage: Element;
  readonly modal: boolean;
  /** Whether the window of the view, or of this code, has gone or shows another page, or the dialog is no longer modal. */
  isGone: boolean;
}

/**
 * Whether an element, or what it contains (`display: contents`), has a box. Where the page itself has none (a test runner without layout), nobody can say.
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
      () => hasBox(element) || !hasBox(native(Document, document, "documentElement")) || hasBox(contents()),
    ) ?? true
  );
}

/** Whether nobody can see the view any more: it is not in a document, or (a dialog) not displayed. */
export function isLost({ host, container, shown, modal, isGone }: Watched): boolean {
  // The dialog may also be taken out of the host element, whose shadow root is open.
  const isIn = [shown, host, container].every((element) => element.isConnected);
  // A box in the page may be hidden for a while, by tabs say.
  return !isIn || isGone || (modal && !isDisplayed(shown));
}

/** Without a prototype: a page may have put an option of an observer on `Object.prototype`. */
const OBSERVED: MutationObserverInit & { __proto__: null } = { __proto__: null, childList: true, subtree: true };

/**
 * Calls `look` whenever the view may have been lost, until the returned function is called; with `true` where the frame was inserted or removed, or an
 * element around it removed. Either may have been put back meanwhile.
 */
export function watchView(watched: Watched, look: (isFrameChanged: boolean) => void): () => void {
  const { shown, stage, modal } = watched;
  const undo: (() => void)[] = [];
  // Each by itself: a page may lack one of these, or have replaced it.
  tryOrReport(() => {
    const holders = holdersOf(stage);
    const removesHolder = ({ removedNodes }: MutationRecord) =>
      [...removedNodes].some((node) => holders.some((holder) => node.contains(holder)));
    const observer = new MutationObserver((changes) => {
      const isMoved = tryOrReport(() => changes.some(removesHolder)) ?? true;
      if (modal && isMoved && shown.isConnected && !isModal(shown)) watched.isGone = true;
      look(isMoved || changes.some(({ target }) => target === stage));
    });
    undo.push(() => observer.disconnect());
    for (const holder of holders) observer.observe(holder.getRootNode(), OBSERVED);
  });
  tryOrReport(() => {
    if (typeof IntersectionObserver !== "function") return;
    // Reports that a box is gone: `display: none` on an element around it, and a document that was opened again. Not a resize observer, which reports an
    // error to the page when another one changes sizes. The margin covers what is scrolled or moved out of sight.
    const options: IntersectionObserverInit & { __proto__: null } = {
      __proto__: null,
      root: documentOf(shown),
      rootMargin: "9999999px",
    };
    const observer = new IntersectionObserver(() => look(false), options);
    undo.push(() => observer.disconnect());
    observer.observe(shown);
  });
  const view = windowOf(documentOf(shown));
  if (view && view !== window) {
    const leave = () => {
      watched.isGone = true;
      look(false);
    };
    const leaveOn = (target: EventTarget | null, name: string) =>
      tryOrReport(() => {
        target?.addEventListener(name, leave);
        undo.push(() => target?.removeEventListener(name, leave));
      });
    // Neither document outlives the other's window: ours has the code, the other one the view. A frame's first, empty document goes without `pagehide`.
    leaveOn(view, "pagehide");
    leaveOn(window, "pagehide");
    leaveOn(view.frameElement, "load");
  }
  return () => {
    for (const end of undo) tryOrReport(end);
  };
}

/** Whether a dialog that was moved is still modal: only `moveBefore()` keeps it so. Browsers without `:modal` do not have that. */
function isModal(dialog: Element): boolean {
  try {
    return dialog.matches(":modal");
  } catch {
    return false;
  }
}

/** An element, and what holds its tree, from the inside out: the hosts of shadow trees, and the frames of documents, up to the script's own. */
function holdersOf(element: Element): Element[] {
  const holders: Element[] = [];
  let holder: Element | null | undefined = element;
  while (holder) {
    holders.push(holder);
    const root: Node = holder.getRootNode();
    // By its type, since each realm has a `ShadowRoot` of its own, and markup can give a document a `host`.
    if (root === document || root.nodeType === Node.ELEMENT_NODE) break;
    const isShadow = root.nodeType === Node.DOCUMENT_FRAGMENT_NODE;
    holder = isShadow ? (root as ShadowRoot).host : windowOf(root as Document)?.frameElement;
  }
  return holders;
}
