import { tryOrReport } from "../handle/report.js";
import { detach, element, listen, windowOf } from "./dom.js";
import { isolateEvents } from "./event-isolation.js";
import { focused, focusTrail, returnFocus } from "./focus.js";
import { lockScroll } from "./scroll-lock.js";
import type { ViewStrings } from "./strings.js";

/**
 * The dialog is its own backdrop, so that no style sheet is needed for `::backdrop`; it scrolls where the screen is too short. It stays visible where an
 * element around it is made invisible: the page behind it is locked.
 */
const DIALOG =
  "display:flex;visibility:visible;position:fixed;inset:0;width:100%;height:100%;overflow:auto;overscroll-behavior:contain;background:rgba(0,0,0,.6);outline:none;" +
  "padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)";

/** Full height where the screen is narrower than 480 px, a centred sheet elsewhere, without a media query: the difference, times a thousand, clamps to all or nothing. */
const PANEL =
  "display:flex;flex-direction:column;margin:auto;width:fit-content;min-width:min(100%,480px);max-width:100%;min-height:clamp(0px,(480px - 100vw)*1000,100%);border-radius:clamp(0px,(100vw - 480px)*1000,12px)";

/** Sticky, so that the close button is always visible. */
const HEADER =
  "display:flex;position:sticky;top:0;z-index:1;align-items:center;justify-content:space-between;gap:16px;padding:8px 8px 8px 16px;background:inherit;border-radius:inherit";

/** `outline: revert` brings the browser's own focus ring back; the border is seen in forced colours only. 44 px: WCAG 2.5.5. */
const CLOSE =
  "display:block;width:44px;height:44px;text-align:center;border:1px solid transparent;cursor:pointer;outline:revert";

/** The modal around a box: a native `<dialog>`, focus in and back, a close button, the page behind it held still. */
export class Dialog {
  readonly element: HTMLDialogElement;
  /** The title, where the keyboard starts. */
  readonly heading: HTMLElement;
  readonly #document: Document;
  readonly #dismissOnBackdrop: boolean;
  readonly #dismiss: () => void;
  readonly #trail: readonly HTMLElement[];
  readonly #presses = new Map<EventTarget, () => void>();
  #endCloseListener: () => void = () => undefined;
  readonly #undo: (() => void)[] = [];
  #pressedBeside = false;

  /**
   * Builds the dialog, with a title and a close button before what `box` holds.
   *
   * @param cameFrom Where the focus was when the widget was asked to open.
   */
  constructor(
    document: Document,
    box: HTMLElement,
    words: ViewStrings,
    dismissOnBackdrop: boolean,
    dismiss: () => void,
    cameFrom: readonly HTMLElement[],
  ) {
    this.#document = document;
    this.#dismissOnBackdrop = dismissOnBackdrop;
    this.#dismiss = dismiss;
    // A host that has moved the focus meanwhile wants it there.
    this.#trail = [...(tryOrReport(() => focusTrail(document)) ?? []), ...cameFrom];
    this.element = element(document, "dialog", DIALOG, { part: "backdrop", "aria-label": words.title });
    this.heading = element(document, "h2", "display:block;font-size:1.125em;font-weight:bold;outline:none", {
      part: "title",
    });
    this.heading.textContent = words.title;
    const close = element(document, "button", CLOSE, {
      type: "button",
      part: "close",
      "data-set-pin-close": "",
      "aria-label": words.close,
    });
    close.textContent = "✕";
    this.onPress(close, dismiss);
    const header = element(document, "div", HEADER, { part: "header" });
    header.append(this.heading, close);
    const panel = element(document, "div", PANEL, { part: "sheet" });
    box.prepend(header);
    panel.append(box);
    this.element.append(panel);
  }

  /** Calls `act` at each press on a button in the dialog, whose own listeners hear nothing: see {@link isolateEvents}. */
  onPress(button: HTMLElement, act: () => void): void {
    this.#presses.set(button, act);
  }

  /** Shows the dialog, which is in the tree of `host`, and holds the page behind it still. */
  open(host: HTMLElement): void {
    // Only `close` is reliable: some browsers close without a `cancel` event (docs/browser-notes.md,
    // "Dialogs").
    this.#endCloseListener = listen(this.element, "close", this.#dismiss);
    this.#undo.push(() => detach(host));
    const view = windowOf(this.#document);
    if (view) {
      const isOwn = (event: Event) => event.composedPath().includes(host) || this.#isKeyForUs(event);
      this.#undo.push(isolateEvents(view, isOwn, (event) => this.#handle(event)));
    }
    if (this.element.isConnected) this.element.showModal();
    this.#undo.push(lockScroll(this.#document));
  }

  /** Closes without calling `dismiss`, takes the host element out of the page, and gives the keyboard back to where it was. */
  remove(): void {
    const now = tryOrReport(() => focused(this.#document));
    const isOurs = tryOrReport(() => !now || this.element.contains(now));
    tryOrReport(this.#endCloseListener);
    // Not `close()`, which gives the focus back with scrolling; removal closes all the same. Only where a closed shadow tree hides what had the
    // focus, nobody but the browser can give it back.
    const [before] = this.#trail;
    tryOrReport(() => {
      if (isOurs && before && hidesItsFocus(before)) this.element.close();
    });
    for (const undo of this.#undo) tryOrReport(undo);
    if (isOurs) tryOrReport(() => returnFocus(this.#trail));
  }

  /** A key with no other target is for the dialog on top. The page behind is inert, so that a point of ours is hit only where no other dialog is above. */
  #isKeyForUs({ type, target }: Event): boolean {
    if (!type.startsWith("key") || !["body", "html"].includes((target as Element).localName)) return false;
    const tree = this.element.getRootNode() as ShadowRoot;
    return this.element.contains(tree.elementFromPoint(1, 1));
  }

  #handle(event: Event): void {
    const { type } = event;
    if (type === "keydown") {
      const { key, isComposing } = event as KeyboardEvent;
      if (key !== "Escape" || isComposing) return;
      // Not left to the browser: it may close a host's dialog together with ours, and it does not close ours if the host prevented the default.
      event.preventDefault();
      this.#dismiss();
    } else if (type === "mousedown") {
      this.#pressedBeside = this.#isBeside(event as MouseEvent);
    } else if (type === "mouseup") {
      this.#pressedBeside &&= this.#isBeside(event as MouseEvent);
    } else if (type === "click") {
      const path = event.composedPath();
      for (const [button, act] of this.#presses) if (path.includes(button)) act();
      // Not at the press: its release would be a click on the page behind.
      if (this.#dismissOnBackdrop && this.#pressedBeside && path[0] === this.element) this.#dismiss();
    }
  }

  /** Whether a press is beside the sheet, and not on the scrollbar. */
  #isBeside(event: MouseEvent): boolean {
    const { element } = this;
    const x = event.clientX - element.clientLeft;
    return event.composedPath()[0] === element && event.button === 0 && x >= 0 && x < element.clientWidth;
  }
}

/** Only custom elements and a few others have shadow trees, which a page sees from outside as the focused element. */
function hidesItsFocus(active: HTMLElement): boolean {
  return active.localName.includes("-") && active.tabIndex < 0;
}
