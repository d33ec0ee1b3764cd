import { tryOrReport } from "../handle/report.js";
import { detach, element, listen, windowOf } from "./dom.js";
import { isolateEvents } from "./event-isolation.js";
import { returnFocus } from "./focus.js";
import { focused, focusTrail } from "./focus-trail.js";
import { lockScroll } from "./scroll-lock.js";
import type { ViewConfig } from "./view-config.js";

/**
 * The dialog is its own backdrop, because `::backdrop` would need a style sheet. It scrolls if the
 * screen is too short. It stays visible if an element around it becomes invisible, because the page
 * behind it is locked.
 */
const DIALOG =
  "display:flex;visibility:visible;position:fixed;inset:0;width:100%;height:100%;overflow:auto;overscroll-behavior:contain;background:var(--set-pin-backdrop,rgba(0,0,0,.6));outline:none;" +
  "padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)";

/**
 * Full height if the screen is narrower than 480 px, and otherwise a centred sheet. This needs no
 * media query: the difference, times a thousand, clamps to one of the two limits.
 */
const PANEL =
  "display:flex;flex-direction:column;margin:auto;width:fit-content;min-width:min(100%,max(240px,var(--set-pin-sheet-width,480px)));max-width:100%;" +
  "min-height:clamp(0px,(480px - 100vw)*1000,100%);border-radius:clamp(0px,(100vw - 480px)*1000,min(32px,var(--set-pin-sheet-radius,12px)))";

/** Sticky, so that the close button is always visible. */
const HEADER =
  "display:flex;position:sticky;top:0;z-index:1;align-items:center;justify-content:space-between;gap:16px;min-width:min(100%,240px);padding:8px 8px 8px 16px;background:var(--set-pin-header-background,inherit);border-radius:inherit";

const TITLE =
  "display:block;min-width:0;overflow-wrap:anywhere;outline:none;color:var(--set-pin-header-color,inherit);font-family:var(--set-pin-title-font-family,inherit);font-size:min(2em,var(--set-pin-title-font-size,1.125em));font-weight:var(--set-pin-title-font-weight,bold)";
/** For screen readers, and for the focus. */
const HIDDEN_TITLE =
  "display:block;position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);outline:none";

/**
 * `outline: revert` restores the browser's own focus ring. The border is visible only in forced
 * colours. The size of 44 px is from WCAG 2.5.5. The colours are the sheet's own, whatever colours
 * the host gives the header.
 */
const CLOSE =
  "display:block;flex:none;align-self:flex-start;width:44px;height:44px;margin-inline-start:auto;text-align:center;border:1px solid transparent;border-radius:50%;cursor:pointer;outline:revert;";

/**
 * The modal around a box: a native `<dialog>` with a close button. It takes and returns the focus,
 * and locks the scrolling of the page behind it.
 */
export class Dialog {
  readonly element: HTMLDialogElement;
  /** The title, which receives the focus first. */
  readonly heading: HTMLElement;
  readonly #document: Document;
  readonly #dismissOnBackdrop: boolean;
  readonly #dismiss: () => void;
  readonly #trail: readonly HTMLElement[];
  readonly #presses = new Map<EventTarget, () => void>();
  #endCloseListener: () => void = () => undefined;
  readonly #undo: (() => void)[] = [];
  #pressedBackdrop = false;

  /**
   * Builds the dialog, with a title and a close button before the content of `box`.
   *
   * @param focusedBefore The elements that had the focus when `open()` was called, from
   *   `focusTrail()`.
   */
  constructor(
    document: Document,
    box: HTMLElement,
    { strings, look, dismissOnBackdrop, hideHeader }: ViewConfig,
    dismiss: () => void,
    focusedBefore: readonly HTMLElement[],
  ) {
    this.#document = document;
    this.#dismissOnBackdrop = dismissOnBackdrop;
    this.#dismiss = dismiss;
    // If the host has moved the focus since then, the focus returns to the new element first.
    this.#trail = [...(tryOrReport(() => focusTrail(document)) ?? []), ...focusedBefore];
    this.element = element(document, "dialog", DIALOG, { "data-part": "backdrop", "aria-label": strings.title });
    this.heading = element(document, "h2", hideHeader ? HIDDEN_TITLE : TITLE, { "data-part": "title" });
    this.heading.textContent = strings.title;
    const colours = `background:${look.backgroundColor};color:${look.textColor}`;
    const close = element(document, "button", CLOSE + colours, {
      type: "button",
      "data-part": "close",
      "data-set-pin-close": "",
      "aria-label": strings.close,
    });
    close.textContent = "✕";
    this.onPress(close, dismiss);
    const header = element(document, "div", HEADER, { "data-part": "header" });
    header.append(this.heading, close);
    const panel = element(document, "div", PANEL, { "data-part": "sheet" });
    box.prepend(header);
    panel.append(box);
    this.element.append(panel);
  }

  /**
   * Calls `act` for each click on a button in the dialog. The button's own listeners receive no
   * events: see {@link isolateEvents}.
   */
  onPress(button: HTMLElement, act: () => void): void {
    this.#presses.set(button, act);
  }

  /**
   * Shows the dialog, which is in the tree of `host`, and locks the scrolling of the page behind
   * it.
   */
  open(host: HTMLElement): void {
    // Only `close` is reliable: some browsers close without a `cancel` event
    // (docs/browser-notes.md, "Dialogs").
    this.#endCloseListener = listen(this.element, "close", this.#dismiss);
    this.#undo.push(() => detach(host));
    const view = windowOf(this.#document);
    if (view) {
      const isOurs = (event: Event) => event.composedPath().includes(host) || this.#isKeyForUs(event);
      this.#undo.push(isolateEvents(view, isOurs, (event) => this.#handle(event)));
    }
    if (this.element.isConnected) this.element.showModal();
    this.#undo.push(lockScroll(this.#document));
  }

  /**
   * Closes without calling `dismiss`, removes the host element from the page, and returns the
   * focus.
   */
  remove(): void {
    const now = tryOrReport(() => focused(this.#document));
    const isOurs = tryOrReport(() => !now || this.element.contains(now));
    tryOrReport(this.#endCloseListener);
    // Removal closes the dialog. `close()` would return the focus with scrolling, so this calls it
    // only if a closed shadow tree hides the element that had the focus: only the browser can then
    // return it.
    const [before] = this.#trail;
    tryOrReport(() => {
      if (isOurs && before && hidesItsFocus(before)) this.element.close();
    });
    for (const undo of this.#undo) tryOrReport(undo);
    if (isOurs) tryOrReport(() => returnFocus(this.#trail));
  }

  /**
   * Reports whether a key event without another target belongs to this dialog, because this dialog
   * is on top. The page behind is inert, so a hit test finds our dialog only if no other dialog is
   * above it.
   */
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
      // The browser must not handle Escape itself: it may close a host's dialog together with ours,
      // and it does not close ours if the host prevented the default.
      event.preventDefault();
      this.#dismiss();
    } else if (type === "mousedown") {
      this.#pressedBackdrop = this.#isOnBackdrop(event as MouseEvent);
    } else if (type === "mouseup") {
      this.#pressedBackdrop &&= this.#isOnBackdrop(event as MouseEvent);
    } else if (type === "click") {
      const path = event.composedPath();
      for (const [button, act] of this.#presses) if (path.includes(button)) act();
      // Wait for the click: after closing on `mousedown`, the release would be a click on the page
      // behind.
      if (this.#dismissOnBackdrop && this.#pressedBackdrop && path[0] === this.element) this.#dismiss();
    }
  }

  /** Reports whether a press is outside the sheet and not on the scrollbar. */
  #isOnBackdrop(event: MouseEvent): boolean {
    const { element } = this;
    const x = event.clientX - element.clientLeft;
    return event.composedPath()[0] === element && event.button === 0 && x >= 0 && x < element.clientWidth;
  }
}

/**
 * Reports whether the element may hide the focus in a closed shadow tree. Almost only custom
 * elements have shadow trees, and from outside a page sees such an element as the focused one.
 */
function hidesItsFocus(active: HTMLElement): boolean {
  return active.localName.includes("-") && active.tabIndex < 0;
}
