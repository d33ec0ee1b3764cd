import { element, focused, focusInPlace, listen } from "./dom.js";
import { guarded } from "./report.js";
import { lockScroll, unlockScroll } from "./scroll-lock.js";
import type { Words } from "./words.js";

/** The dialog is its own backdrop, so that no style sheet is needed for `::backdrop`; it scrolls where the screen is too short. */
const DIALOG =
  "display:flex;position:fixed;inset:0;width:100%;height:100%;overflow:auto;overscroll-behavior:contain;background:rgba(0,0,0,.6);outline:none;" +
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
  readonly #before = focused();
  readonly #undo: readonly (() => void)[];
  #locked: HTMLElement | undefined;

  /** Builds the dialog, with a title and a close button before what `box` holds. */
  constructor(document: Document, box: HTMLElement, words: Words, dismissOnBackdrop: boolean, dismiss: () => void) {
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
    const header = element(document, "div", HEADER, { part: "header" });
    header.append(this.heading, close);
    const panel = element(document, "div", PANEL, { part: "sheet" });
    box.prepend(header);
    panel.append(box);
    this.element.append(panel);
    // `close` is the truth, however it came about: some browsers close without a `cancel` that can be heard (engineering.md).
    this.#undo = [
      listen(this.element, "close", dismiss),
      listen(close, "click", dismiss),
      // The press decides: a drag that ends beside the dialog is no wish to close it, but would count as a click on it.
      listen(this.element, "mousedown", (event) => {
        const { target, button, offsetX } = event;
        const besideScrollbar = offsetX < this.element.clientWidth;
        if (dismissOnBackdrop && target === this.element && button === 0 && besideScrollbar) dismiss();
      }),
    ];
  }

  /** Shows the dialog, which is in the document, and holds the page behind it still. */
  open(): void {
    if (this.element.isConnected) this.element.showModal();
    this.#locked = lockScroll();
  }

  /** Closes without calling `dismiss`, takes `host` out of the page, and gives the keyboard back to where it was. */
  remove(host: HTMLElement): void {
    const now = focused();
    const isOurs = !now || this.element.contains(now);
    for (const undo of this.#undo) undo();
    // Not `close()`, which gives the focus back with scrolling; removal closes all the same. Only where a closed shadow tree hides what had the
    // focus, nobody but the browser can give it back.
    guarded(() => {
      if (isOurs && this.#before && hidesItsFocus(this.#before)) this.element.close();
    });
    host.remove();
    if (this.#locked) unlockScroll(this.#locked);
    if (isOurs && this.#before) focusInPlace(this.#before);
  }
}

/** Only custom elements and a few others have shadow trees, which a page sees from outside as the focused element. */
function hidesItsFocus(active: HTMLElement): boolean {
  return active.localName.includes("-") && active.tabIndex < 0;
}
