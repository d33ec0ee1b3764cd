import type { MessageKey } from "../generated/languages.js";
import type { Notice } from "../generated/lifecycle.js";
import { tryOrReport } from "../handle/report.js";
import type { CustomCss } from "../handle/token-request.js";
import { Dialog } from "./dialog.js";
import { detach, documentOf, element, listen, style } from "./dom.js";
import { focusPlace, returnFocus } from "./focus.js";
import { focusInPlace } from "./focus-trail.js";
import { createHostElement } from "./host-element.js";
import { isDisplayed, isLost, type Watched, watchView } from "./loss.js";
import type { ViewStrings } from "./strings.js";

/** The container, the appearance and the strings of a view. */
export interface ViewConfig {
  readonly container: Element;
  readonly modal: boolean;
  readonly dismissOnBackdrop: boolean;
  /**
   * The hosted page's appearance with every default filled in, so that the box around it matches
   * it.
   */
  readonly look: Required<CustomCss>;
  readonly dark: boolean;
  readonly strings: ViewStrings;
}

/** Handlers for the cardholder's actions and for the loss of the view. */
export interface ViewHandlers {
  dismiss(): void;
  startAgain(): void;
  /**
   * The view is lost (see {@link View.isLost}), or the frame or an element around it was removed,
   * and perhaps inserted again.
   */
  lost(): void;
}

const HIDDEN = "display:none";
const FRAME_AREA = "display:grid;flex:1 0 auto";
const STAGE = "display:grid;grid-area:1/1";
const STATUS = "display:block;grid-area:1/1;place-self:center;padding:16px";
const NOTICE = "display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:center;padding:8px 16px";
/**
 * Keeps the notice visible in a dialog that scrolls, unless the screen is shorter than 480 px: the
 * frame would then have little space left.
 */
const STICKY = ";position:sticky;bottom:clamp(-1000vh,(100vh - 480px)*1000,0px);background:inherit";
/** As the close button of {@link Dialog}. */
const BUTTON =
  "display:block;min-height:44px;padding:8px 16px;border:1px solid transparent;cursor:pointer;outline:revert;";

/** The string of the button beside each notice. The button is hidden while the page is loading. */
const BUTTON_STRINGS = {
  loading: "retry",
  blank: "blank",
  expired: "startOver",
  failed: "retry",
} as const satisfies Record<Notice, MessageKey>;

/**
 * The view around the frame: the messages, the button to leave a blank frame, and the retry button.
 */
export class View {
  /**
   * The parent of the frame, above the loading message. It is `aria-busy` until the frame has
   * loaded. The message is outside it, because screen readers ignore a live region that is busy.
   */
  readonly stage: HTMLElement;
  readonly #hostElement: HTMLElement;
  readonly #tree: ShadowRoot;
  readonly #frameArea: HTMLElement;
  readonly #status: HTMLElement;
  readonly #notice: HTMLElement;
  readonly #noticeText: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #box: HTMLElement;
  readonly #dialog: Dialog | undefined;
  /** The element that has the focus while there is neither a frame nor a button to focus. */
  readonly #fallbackFocus: HTMLElement;
  readonly #viewConfig: ViewConfig;
  readonly #focusedBefore: readonly HTMLElement[];
  /** Removes the view's own listeners. */
  #undo: () => void = () => undefined;
  readonly #watched: Watched;
  #unwatch: () => void = () => undefined;
  /** Whether the frame that was removed last had the focus. */
  #frameHadFocus = false;
  #messageTimer: ReturnType<typeof setTimeout> | undefined;
  #lossTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(config: ViewConfig, handlers: ViewHandlers, focusedBefore: readonly HTMLElement[]) {
    const { container, modal, dismissOnBackdrop, strings } = config;
    const document = documentOf(container);
    this.#viewConfig = config;
    this.#focusedBefore = focusedBefore;
    this.stage = element(document, "div", STAGE);
    this.#frameArea = element(document, "div", FRAME_AREA);
    this.#status = element(document, "div", STATUS, { part: "status", "data-set-pin-status": "", role: "status" });
    this.#notice = element(document, "div", HIDDEN, { part: "notice" });
    this.#noticeText = element(document, "div", "display:block", { "data-set-pin-notice": "", role: "status" });
    this.#button = element(document, "button", BUTTON, { type: "button", part: "retry", "data-set-pin-retry": "" });
    this.#box = element(document, "div", boxStyle(config), { part: "box", lang: strings.lang });
    this.#frameArea.append(this.#status, this.stage);
    this.#notice.append(this.#noticeText, this.#button);
    this.#box.append(this.#frameArea, this.#notice);
    if (modal) {
      this.#dialog = new Dialog(
        document,
        this.#box,
        strings,
        dismissOnBackdrop,
        () => handlers.dismiss(),
        focusedBefore,
      );
      this.#dialog.onPress(this.#button, () => handlers.startAgain());
    } else {
      this.#undo = listen(this.#button, "click", () => handlers.startAgain());
      this.#box.setAttribute("role", "group");
      this.#box.setAttribute("aria-label", strings.title);
    }
    this.#fallbackFocus = this.#dialog?.heading ?? this.#box;
    if (modal) this.#fallbackFocus.tabIndex = -1;
    const { host, tree } = createHostElement(container, modal);
    this.#hostElement = host;
    this.#tree = tree;
    const shown = this.#dialog?.element ?? this.#box;
    this.#watched = { host, container, shown, stage: this.stage, modal, frame: undefined, isGone: false };
    tree.append(shown);
    try {
      container.append(host);
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
  }

  /** Whether the view is lost; see {@link isLost}. */
  get isLost(): boolean {
    return isLost(this.#watched);
  }

  get isDisplayed(): boolean {
    return isDisplayed(this.#watched.shown);
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
    const active = this.#active();
    const hadFocus = this.#frameHadFocus || (active !== null && this.#box.contains(active));
    this.#frameHadFocus = false;
    const { strings } = this.#viewConfig;
    const loading = notice === "loading";
    this.stage.setAttribute("aria-busy", String(loading));
    style(this.#frameArea, loading || this.#watched.frame ? FRAME_AREA : HIDDEN);
    style(this.#notice, loading ? HIDDEN : NOTICE + (this.#dialog ? STICKY : ""));
    this.#setMessages(
      loading ? strings.loading : "",
      notice === "expired" || notice === "failed" ? strings[notice] : "",
    );
    style(this.#button, BUTTON + this.#buttonStyle(notice));
    this.#button.textContent = strings[BUTTON_STRINGS[notice]];
    if (loading && hadFocus) {
      this.#fallbackFocus.tabIndex = -1;
      focusInPlace(this.#fallbackFocus);
    }
    if (notice === "failed" && (hadFocus || this.#dialog)) focusInPlace(this.#button);
    if (notice === "blank" && active === this.#fallbackFocus) this.focus();
    // A focusable inline box would take the focus from the frame: see `delegatesFocus`.
    if (!this.#dialog && this.#active() !== this.#fallbackFocus) this.#fallbackFocus.removeAttribute("tabindex");
  }

  /** Moves the focus into the hosted page. */
  focus(): void {
    this.#watched.frame?.focus();
  }

  /** Removes the view and its listeners. */
  remove(): void {
    tryOrReport(() => clearTimeout(this.#messageTimer));
    tryOrReport(() => clearTimeout(this.#lossTimer));
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

  /**
   * Announces messages in a separate task: a live region announces changes to its content, not its
   * initial content.
   */
  #setMessages(status: string, notice: string): void {
    clearTimeout(this.#messageTimer);
    this.#messageTimer = setTimeout(() => {
      this.#status.textContent = status;
      this.#noticeText.textContent = notice;
    });
  }

  /**
   * Returns the focused element within the view. Outside the view, the page sees the host element
   * as focused.
   */
  #active(): Element | null {
    return this.#tree.activeElement;
  }

  #buttonStyle(notice: Notice): string {
    if (notice === "blank") return "background:none;text-decoration:underline";
    const { backgroundColorPrimary, textColorPrimary, buttonBorderRadius } = this.#viewConfig.look;
    return `background:${backgroundColorPrimary};color:${textColorPrimary};border-radius:${buttonBorderRadius}px`;
  }
}

function boxStyle({ look, dark, strings: { direction } }: ViewConfig): string {
  return `display:flex;flex-direction:column;flex:1 0 auto;outline:none;border-radius:inherit;color-scheme:${dark ? "dark" : "light"};direction:${direction};background:${look.backgroundColor};color:${look.textColor}`;
}
