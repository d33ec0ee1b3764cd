import type { MessageKey } from "../generated/languages.js";
import type { Notice } from "../generated/lifecycle.js";
import { tryOrReport } from "../handle/report.js";
import { Dialog } from "./dialog.js";
import { detach, documentOf, element, listen, RESET, windowOf } from "./dom.js";
import { focusPlace, returnFocus } from "./focus.js";
import { focusInPlace } from "./focus-trail.js";
import { createHostElement } from "./host-element.js";
import { isDisplayed, isLost, type Watched, watchView } from "./loss.js";
import { type Failure, Message } from "./message.js";
import type { ViewConfig } from "./view-config.js";
import { Waiting } from "./waiting.js";

/** Handlers for the cardholder's actions and for the loss of the view. */
export interface ViewHandlers {
  dismiss(): void;
  startAgain(): void;
  signIn(): void;
  /**
   * The view is lost (see {@link View.isLost}), or the frame or an element around it was removed,
   * and perhaps inserted again.
   */
  lost(): void;
}

/**
 * One column with two rows: the frame, and the message beside it, which stays visible in a dialog
 * that scrolls.
 */
const BODY = "display:grid;flex:1 0 auto;grid-template:1fr auto/auto;border-radius:inherit;background:inherit";
const STAGE = "display:grid;grid-area:1/1";
/**
 * Takes the space of the frame, so that nothing moves when it appears or goes away. In a container
 * with `fit-content`, an iframe with `width: 100%` gets the default width of CSS, 300 pixels, but
 * lets the container be narrower: so does the column.
 */
const SPACE =
  "display:grid;grid-template-columns:minmax(0,300px);grid-area:1/1;justify-self:center;max-width:100%;overflow:hidden";

/** The texts of the two live regions. */
interface Texts {
  readonly status?: string | undefined;
  readonly message?: string | undefined;
}

/** The strings of the notices before the frame has loaded. */
const WAITING_STRINGS: Partial<Record<Notice, MessageKey>> = {
  loading: "loading",
  waiting_for_card: "waitingForCard",
  retrying: "retrying",
};

/**
 * The view around the frame: the messages, the button to reload a blank frame, and the retry button.
 */
export class View {
  /**
   * The parent of the frame, above the loading message. It is `aria-busy` until the frame has
   * loaded. The message is outside it, because screen readers ignore a live region that is busy.
   */
  readonly stage: HTMLElement;
  /** Whether the host element was displayed when it was inserted. */
  readonly wasDisplayed: boolean;
  readonly #hostElement: HTMLElement;
  readonly #tree: ShadowRoot;
  readonly #waiting: Waiting;
  readonly #message: Message;
  readonly #box: HTMLElement;
  readonly #dialog: Dialog | undefined;
  /** The element that has the focus while there is neither a frame nor a button to focus. */
  readonly #fallbackFocus: HTMLElement;
  readonly #viewConfig: ViewConfig;
  readonly #focusedBefore: readonly HTMLElement[];
  /** Removes the view's own listeners. */
  #undo: () => void = () => undefined;
  readonly #watched: Watched;
  /** The last notice of {@link show}. */
  #notice: Notice | undefined;
  #unwatch: () => void = () => undefined;
  /** Whether the frame that was removed last had the focus. */
  #frameHadFocus = false;
  #messageTimer: ReturnType<typeof setTimeout> | undefined;
  #lossTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(config: ViewConfig, handlers: ViewHandlers, focusedBefore: readonly HTMLElement[]) {
    const { container, modal, strings } = config;
    const document = documentOf(container);
    this.#viewConfig = config;
    this.#focusedBefore = focusedBefore;
    this.stage = element(document, "div", STAGE);
    this.#waiting = new Waiting(document);
    this.#message = new Message(document, strings, config.look, modal, handlers);
    this.#box = element(document, "div", RESET + boxStyle(config), { "data-part": "box", lang: strings.lang });
    const body = element(document, "div", BODY);
    body.append(this.#space(document), this.#waiting.element, this.stage, this.#message.space, this.#message.element);
    this.#box.append(body);
    const { button, close } = this.#message;
    if (modal) {
      this.#dialog = new Dialog(document, this.#box, config, () => handlers.dismiss(), focusedBefore);
      this.#dialog.onPress(button, () => this.#message.press());
      this.#dialog.onPress(close, () => handlers.dismiss());
    } else {
      this.#undo = listen(button, "click", () => this.#message.press());
      this.#box.setAttribute("role", "group");
      this.#box.setAttribute("aria-label", strings.title);
    }
    this.#fallbackFocus = this.#dialog?.heading ?? this.#box;
    if (modal) this.#fallbackFocus.tabIndex = -1;
    const { host, tree } = createHostElement(container, modal);
    this.#hostElement = host;
    this.#tree = tree;
    const shown = this.#dialog?.element ?? this.#box;
    this.#watched = {
      host,
      container,
      shown,
      stage: this.stage,
      modal,
      frame: undefined,
      isGone: false,
      mayBeHidden: modal,
    };
    try {
      container.append(host);
      // While the shadow tree has no content, the browser computes the style of one element only.
      this.wasDisplayed = isDisplayed(host);
      tree.append(shown);
      this.#dialog?.open(host);
    } catch (thrown) {
      this.remove();
      throw thrown;
    }
    if (modal) focusInPlace(this.#fallbackFocus);
    this.#unwatch = watchView(this.#watched, (isFrameMoved) => {
      if (this.isLost && !this.#watched.isGone) {
        // Wait for a new task: if the host unmounts a component or removes our element, it destroys
        // the widget in the current task, and that is not a failure.
        tryOrReport(() => clearTimeout(this.#lossTimer));
        tryOrReport(() => (this.#lossTimer = setTimeout(() => handlers.lost())));
      } else if (isFrameMoved || this.isLost) {
        // Here, a lost view has `isGone`. No component was unmounted, and a timer of a window that
        // goes away may never fire, so this reports the loss at once.
        handlers.lost();
      }
    });
    // The container of a dialog that is shown late may have been removed.
    if (!host.isConnected) tryOrReport(() => (this.#lossTimer = setTimeout(() => handlers.lost())));
  }

  /** Whether the view is lost; see {@link isLost}. */
  get isLost(): boolean {
    return isLost(this.#watched);
  }

  /** Reports whether this configuration requires a new view. */
  isOtherThan(config: ViewConfig): boolean {
    const { container, ...rest } = config;
    const { container: current, ...currentRest } = this.#viewConfig;
    return container !== current || JSON.stringify(rest) !== JSON.stringify(currentRest);
  }

  /** Inserts the frame. */
  attach(frame: HTMLIFrameElement): true {
    this.#watched.frame = frame;
    frame.title = this.#viewConfig.strings.frameTitle;
    this.stage.appendChild(frame);
    return true;
  }

  /**
   * Stores whether the frame has the focus. The caller then removes the frame, and the focus would be
   * lost with it.
   */
  detach(): void {
    const { frame } = this.#watched;
    this.#frameHadFocus = frame !== undefined && this.#active() === frame;
    this.#watched.frame = undefined;
  }

  /**
   * Shows a notice. The focus moves only if the focused element disappears, or if the focus waits
   * for the frame.
   */
  show(notice: Notice): void {
    if (notice === this.#notice && !this.#frameHadFocus) return;
    const { strings } = this.#viewConfig;
    const waitsFor = WAITING_STRINGS[notice];
    const texts = {
      status: waitsFor && strings[waitsFor],
      message: notice === "expired" ? strings.expired : undefined,
    };
    this.#change(texts, false, () => {
      if (waitsFor) this.#waiting.show();
      if (notice === "blank") this.#message.offerReload();
      else if (notice === "expired") this.#message.offerStartOver();
      else this.#message.hide();
    });
    this.#notice = notice;
    // On a phone the focus opens no keyboard, and a frame with the focus may be in use: it could then
    // not be reloaded.
    if (notice === "ready" && this.#active() === this.#fallbackFocus && !isTouchDevice(this.#box)) this.focus();
  }

  /** Shows a failure in the place of the frame. */
  showFailure(failure: Failure): void {
    this.#notice = undefined;
    this.#change({ message: failure.text }, true, () => this.#message.showFailure(failure));
  }

  /** Moves the focus into the hosted page. */
  focus(): void {
    this.#watched.frame?.focus();
  }

  /** Removes the view and its listeners. */
  remove(): void {
    tryOrReport(() => clearTimeout(this.#messageTimer));
    tryOrReport(() => clearTimeout(this.#lossTimer));
    tryOrReport(() => this.#message.end());
    tryOrReport(() => this.#waiting.hide());
    this.#unwatch();
    tryOrReport(this.#undo);
    const hadFocus = tryOrReport(() => this.#frameHadFocus || this.#active() !== null);
    tryOrReport(() => this.#dialog?.remove());
    detach(this.#hostElement);
    // A dialog returns the focus itself.
    if (hadFocus && !this.#dialog) tryOrReport(() => this.#returnFocus());
  }

  /** Without an element to return to, the focus is where the view was: Tab continues from there. */
  #returnFocus(): void {
    const { container } = this.#viewConfig;
    if (!returnFocus(this.#focusedBefore)) focusPlace(container as HTMLElement);
  }

  /** Changes what is visible, and keeps the focus in the view. */
  #change(texts: Texts, isFailure: boolean, change: () => void): void {
    const active = this.#active();
    const hadFocus = this.#frameHadFocus || (active !== null && this.#box.contains(active));
    this.#frameHadFocus = false;
    this.stage.setAttribute("aria-busy", String(texts.status !== undefined));
    if (texts.status === undefined) this.#waiting.hide();
    change();
    const button = [this.#message.button, this.#message.close].find(canHoldFocus);
    if (isFailure ? hadFocus || this.#dialog : hadFocus && !canHoldFocus(active)) {
      this.#fallbackFocus.tabIndex = -1;
      focusInPlace((isFailure && button) || this.#fallbackFocus);
    }
    // A focusable inline box would take the focus from the frame: see `delegatesFocus`.
    if (!this.#dialog && this.#active() !== this.#fallbackFocus) this.#fallbackFocus.removeAttribute("tabindex");
    tryOrReport(() => this.#announce(texts));
  }

  /**
   * Announces messages in a separate task: a live region announces changes to its content, not its
   * initial content. The same text is not announced again.
   */
  #announce({ status = "", message = "" }: Texts): void {
    clearTimeout(this.#messageTimer);
    const set = (region: HTMLElement, text: string) => {
      if (region.textContent !== text) region.textContent = text;
    };
    this.#messageTimer = setTimeout(() => {
      set(this.#waiting.text, status);
      set(this.#message.text, message);
    });
  }

  #space(document: Document): HTMLElement {
    const { width, height } = this.#viewConfig;
    const space = element(document, "div", SPACE);
    // Separately: in one text, an unclosed function would include everything after it.
    space.style.setProperty("width", width);
    space.style.setProperty("height", height);
    return space;
  }

  /**
   * Returns the focused element within the view. Outside the view, the page sees the host element
   * as focused.
   */
  #active(): Element | null {
    return this.#tree.activeElement;
  }
}

/** Reports whether an element of the view can still have the focus. This needs no layout. */
function canHoldFocus(element: Element | null): boolean {
  return element?.isConnected === true && (element as HTMLElement).style.display !== "none";
}

/** Reports whether a finger is what the cardholder mainly points with. */
function isTouchDevice(box: HTMLElement): boolean {
  const view = windowOf(documentOf(box));
  return tryOrReport(() => view?.matchMedia("(hover: none) and (pointer: coarse)").matches) ?? false;
}

function boxStyle({ look, dark, strings: { direction } }: ViewConfig): string {
  return (
    `display:flex;flex-direction:column;flex:1 0 auto;border-radius:inherit;color-scheme:${dark ? "dark" : "light"};direction:${direction};` +
    // The outline is visible only in forced colours.
    `outline:1px solid transparent;outline-offset:-1px;font-family:var(--set-pin-font-family,inherit);background:${look.backgroundColor};color:${look.textColor}`
  );
}
