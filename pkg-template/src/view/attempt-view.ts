import { tryOrReport } from "../handle/report.js";
import type { CustomCss } from "../handle/token-request.js";
import { Dialog } from "./dialog.js";
import { detach, documentOf, element, listen, style } from "./dom.js";
import { focusInPlace } from "./focus.js";
import { createHostElement } from "./host-element.js";
import { isDisplayed, isLost, type Watched, watchView } from "./loss.js";
import type { ViewStrings } from "./strings.js";

/** The notices that the widget shows beside a frame (`Notice` in `src/core/attempt/effect.rs`). */
export type Notice = "loading" | "blank" | "expired" | "failed";

/** Where and how a view is built, as the engine decided. */
export interface ViewConfig {
  readonly container: Element;
  readonly modal: boolean;
  readonly dismissOnBackdrop: boolean;
  /** The hosted page's look, every default filled in, so that the box around it is of one piece with it. */
  readonly look: Required<CustomCss>;
  readonly dark: boolean;
}

/** What the cardholder can ask for. */
export interface ViewHandlers {
  dismiss(): void;
  startAgain(): void;
  /** The view is lost (see {@link View.isLost}), or the frame was inserted or removed, or an element around it removed. */
  lost(): void;
}

const HIDDEN = "display:none";
const SLOT = "display:grid;flex:1 0 auto";
const STAGE = "display:grid;grid-area:1/1";
const STATUS = "display:block;grid-area:1/1;place-self:center;padding:16px";
const NOTICE = "display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:center;padding:8px 16px";
/** In a dialog that scrolls it stays in sight, but where a screen of less than 480 px would have little left for the frame. */
const IN_SIGHT = ";position:sticky;bottom:clamp(-1000vh,(100vh - 480px)*1000,0px);background:inherit";
/** See {@link Dialog}'s close button. */
const BUTTON =
  "display:block;min-height:44px;padding:8px 16px;border:1px solid transparent;cursor:pointer;outline:revert;";

/** What stands around the frame: the words, the way out of a frame that shows nothing, and the retry. */
export class View {
  /** Where the frame belongs, over the words that say that it is on its way. Busy until then: those words are not, or nobody would hear them. */
  readonly stage: HTMLElement;
  readonly #host: HTMLElement;
  readonly #tree: ShadowRoot;
  readonly #slot: HTMLElement;
  readonly #status: HTMLElement;
  readonly #notice: HTMLElement;
  readonly #said: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #box: HTMLElement;
  readonly #dialog: Dialog | undefined;
  /** The keyboard's place while there is neither a frame nor a button to be at. */
  readonly #home: HTMLElement;
  readonly #viewConfig: ViewConfig;
  readonly #words: ViewStrings;
  /** Ends what the view listens to itself. */
  #undo: () => void = () => undefined;
  readonly #watched: Watched;
  #unwatch: () => void = () => undefined;
  #held = false;
  #saying: ReturnType<typeof setTimeout> | undefined;
  #losing: ReturnType<typeof setTimeout> | undefined;

  constructor(place: ViewConfig, words: ViewStrings, handlers: ViewHandlers, cameFrom: readonly HTMLElement[]) {
    const { container, modal } = place;
    const document = documentOf(container);
    this.#viewConfig = place;
    this.#words = words;
    this.stage = element(document, "div", STAGE);
    this.#slot = element(document, "div", SLOT);
    this.#status = element(document, "div", STATUS, { part: "status", "data-set-pin-status": "", role: "status" });
    this.#notice = element(document, "div", HIDDEN, { part: "notice" });
    this.#said = element(document, "div", "display:block", { "data-set-pin-notice": "", role: "status" });
    this.#button = element(document, "button", BUTTON, { type: "button", part: "retry", "data-set-pin-retry": "" });
    this.#box = element(document, "div", boxStyle(place, words), { part: "box", lang: words.lang });
    this.#slot.append(this.#status, this.stage);
    this.#notice.append(this.#said, this.#button);
    this.#box.append(this.#slot, this.#notice);
    const { dismissOnBackdrop } = place;
    if (modal) {
      this.#dialog = new Dialog(document, this.#box, words, dismissOnBackdrop, () => handlers.dismiss(), cameFrom);
      this.#dialog.onPress(this.#button, () => handlers.startAgain());
    } else {
      this.#undo = listen(this.#button, "click", () => handlers.startAgain());
      this.#box.setAttribute("role", "group");
      this.#box.setAttribute("aria-label", words.title);
    }
    this.#home = this.#dialog?.heading ?? this.#box;
    if (modal) this.#home.tabIndex = -1;
    const { host, tree } = createHostElement(container, modal);
    this.#host = host;
    this.#tree = tree;
    const shown = this.#dialog?.element ?? this.#box;
    this.#watched = { host, container, shown, stage: this.stage, modal, isGone: false };
    tree.append(shown);
    try {
      container.append(host);
      this.#dialog?.open(host);
    } catch (thrown) {
      this.remove();
      throw thrown;
    }
    if (modal) focusInPlace(this.#home);
    this.#unwatch = watchView(this.#watched, (isFrameChanged) => {
      if (this.isLost && !this.#watched.isGone) {
        // In a task: a component that is unmounted, or our element that is removed, destroys its widget in the current one, and that is no failure.
        tryOrReport(() => clearTimeout(this.#losing));
        tryOrReport(() => (this.#losing = setTimeout(() => handlers.lost())));
      } else if (isFrameChanged || this.isLost) {
        handlers.lost();
      }
    });
  }

  /** Whether nobody can see the view any more. */
  get isLost(): boolean {
    return isLost(this.#watched);
  }

  get isDisplayed(): boolean {
    return isDisplayed(this.#watched.shown);
  }

  /** Whether a view in another place, or in other words, would be another one. */
  isOtherThan(place: ViewConfig, words: ViewStrings): boolean {
    const { container, ...looks } = place;
    const { container: ownContainer, ...ownLooks } = this.#viewConfig;
    return container !== ownContainer || !isSame([looks, words], [ownLooks, this.#words]);
  }

  /** Remembers whether the frame has the focus: it is about to be removed, and the focus with it. */
  rememberFocus(): void {
    const active = this.#active();
    this.#held = active !== null && active === this.#frame();
  }

  /** Says something. The keyboard moves only if what held it is going away, or if it waits for the frame. */
  show(notice: Notice): void {
    const active = this.#active();
    const held = this.#held || (active !== null && this.#box.contains(active));
    this.#held = false;
    const words = this.#words;
    const loading = notice === "loading";
    this.stage.setAttribute("aria-busy", String(loading));
    style(this.#slot, loading || this.#frame() ? SLOT : HIDDEN);
    style(this.#notice, loading ? HIDDEN : NOTICE + (this.#dialog ? IN_SIGHT : ""));
    this.#say(loading ? words.loading : "", notice === "expired" || notice === "failed" ? words[notice] : "");
    style(this.#button, BUTTON + this.#buttonStyle(notice));
    this.#button.textContent = notice === "blank" ? words.blank : words.retry;
    if (loading && held) {
      this.#home.tabIndex = -1;
      focusInPlace(this.#home);
    }
    if (notice === "failed" && (held || this.#dialog)) focusInPlace(this.#button);
    if (notice === "blank" && active === this.#home) this.focus();
    // An inline box that can take the focus would take it from the frame: see `delegatesFocus`.
    if (!this.#dialog && this.#active() !== this.#home) this.#home.removeAttribute("tabindex");
  }

  /** Moves the keyboard into the hosted page. */
  focus(): void {
    this.#frame()?.focus();
  }

  /** Takes the view down, and what it listens to. */
  remove(): void {
    tryOrReport(() => clearTimeout(this.#saying));
    tryOrReport(() => clearTimeout(this.#losing));
    this.#unwatch();
    tryOrReport(this.#undo);
    tryOrReport(() => this.#dialog?.remove());
    detach(this.#host);
  }

  /** In a task of its own: a live region tells of what changes in it, not of what it came with. */
  #say(status: string, notice: string): void {
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => {
      this.#status.textContent = status;
      this.#said.textContent = notice;
    });
  }

  #frame(): HTMLIFrameElement | null {
    return this.stage.querySelector("iframe");
  }

  /** What has the focus within the view: from outside, a page sees the host element. */
  #active(): Element | null {
    return this.#tree.activeElement;
  }

  #buttonStyle(notice: Notice): string {
    if (notice === "blank") return "background:none;text-decoration:underline";
    const { backgroundColorPrimary, textColorPrimary, buttonBorderRadius } = this.#viewConfig.look;
    return `background:${backgroundColorPrimary};color:${textColorPrimary};border-radius:${buttonBorderRadius}px`;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function boxStyle({ look, dark }: ViewConfig, { direction }: ViewStrings): string {
  return `display:flex;flex-direction:column;flex:1 0 auto;outline:none;border-radius:inherit;color-scheme:${dark ? "dark" : "light"};direction:${direction};background:${look.backgroundColor};color:${look.textColor}`;
}
