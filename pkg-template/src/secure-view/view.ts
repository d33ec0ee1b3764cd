import type { SetPinError } from "../handle/error.js";
import { tryOrReport } from "../handle/report.js";
import { create, detach, documentOf, element, HIDDEN, hide, listen, RESET, style, windowOf } from "../view/dom.js";
import { returnFocus } from "../view/focus.js";
import { focusInPlace, focusTrail } from "../view/focus-trail.js";
import { countDown } from "../view/retry-countdown.js";
import { type SecureViewStrings, withSeconds } from "./strings.js";

/** Handlers for the cardholder's actions, the page's events, and those of the image. */
export interface ViewHandlers {
  hidePressed(): void;
  extendPressed(): void;
  retryPressed(): void;
  loaded(): void;
  /** The image fired `error`, or the page's policy refused it, by this directive. */
  failed(refusedBy: string | undefined): void;
  pageHidden(): void;
  pageLeft(): void;
  windowBlurred(): void;
}

const STATUS = "display:block";
const CONTROLS = "display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center";
const BUTTON =
  "display:inline-block;min-width:44px;min-height:44px;padding:8px 16px;border:1px solid;border-radius:8px;cursor:pointer;outline:revert";
/**
 * No pointer reaches the image, so it cannot be dragged, saved by its menu, or selected. The page's
 * rules for `::part()` apply over a style without `!important`.
 */
const IMAGE =
  "display:block;max-width:100%;height:auto;pointer-events:none!important;user-select:none!important;-webkit-user-select:none!important;-webkit-touch-callout:none!important";
const PRINT = "@media print{img{display:none!important}}";

/** The elements of a view: a status text that stays, and what an attempt shows below it. */
export class View {
  readonly #host: HTMLElement;
  readonly #tree: ShadowRoot;
  readonly #document: Document;
  readonly #box: HTMLElement;
  readonly #status: HTMLElement;
  readonly #stage: HTMLElement;
  readonly #controls: HTMLElement;
  readonly #timer: HTMLElement;
  readonly #extend: HTMLButtonElement;
  readonly #retry: HTMLButtonElement;
  readonly #hide: HTMLButtonElement;
  #strings: SecureViewStrings;
  #image: HTMLImageElement | undefined;
  /** Undo what lasts as long as an attempt, and what lasts as long as the image. */
  #ofAttempt: (() => void)[] = [];
  #ofImage: (() => void)[] = [];
  #statusTimer: ReturnType<typeof setTimeout> | undefined;
  #focusedBefore: readonly HTMLElement[] = [];
  #wasImageShown = false;
  #canRetry = false;
  #stopCountdown: () => void = () => undefined;

  constructor(container: Element, strings: SecureViewStrings) {
    const document = documentOf(container);
    this.#document = document;
    this.#strings = strings;
    this.#host = element(document, "div", `${RESET}display:block`, { "data-set-pin-secure-view": "" });
    // Neither clonable nor serialisable, even if `Object.prototype` has such a property.
    this.#tree = this.#host.attachShadow({ __proto__: null, mode: "open" } as ShadowRootInit);
    this.#status = element(document, "div", STATUS, { part: "status", role: "status" });
    this.#stage = element(document, "div", HIDDEN, { part: "stage" });
    this.#controls = element(document, "div", HIDDEN, { part: "controls" });
    this.#timer = element(document, "span", HIDDEN, { part: "timer", role: "timer" });
    const button = (part: string) => element(document, "button", HIDDEN, { type: "button", part });
    this.#extend = button("extend");
    this.#retry = button("retry");
    this.#hide = button("hide");
    this.#box = element(document, "div", `${RESET}display:block`, { part: "box", role: "group" });
    this.#controls.append(this.#timer, this.#extend, this.#retry, this.#hide);
    this.#box.append(this.#status, this.#stage, this.#controls);
    this.#tree.append(this.#box);
    tryOrReport(() => this.#adoptPrintRule());
    container.append(this.#host);
  }

  /** Whether the view is still in the document, in this container. */
  isIn(container: Element): boolean {
    return this.#host.isConnected && this.#host.parentNode === container;
  }

  get isConnected(): boolean {
    return this.#host.isConnected;
  }

  get isPageHidden(): boolean {
    return this.#document.visibilityState === "hidden";
  }

  /** Begins to show an attempt. */
  begin(strings: SecureViewStrings, title: string, handlers: ViewHandlers): void {
    this.#strings = strings;
    this.#wasImageShown = false;
    this.#focusedBefore = tryOrReport(() => focusTrail(this.#document)) ?? [];
    this.#box.setAttribute("lang", strings.lang);
    style(this.#box, `${RESET}display:block;direction:${strings.direction}`);
    this.#box.setAttribute("aria-label", title);
    this.#extend.textContent = strings.extend;
    this.#hide.textContent = strings.hide;
    const window = windowOf(this.#document);
    const on = (target: EventTarget | null, name: string, listener: () => void) => {
      target?.addEventListener(name, listener);
      this.#ofAttempt.push(() => target?.removeEventListener(name, listener));
    };
    on(window, "pagehide", () => handlers.pageLeft());
    on(window, "blur", () => handlers.windowBlurred());
    on(this.#document, "visibilitychange", () => this.isPageHidden && handlers.pageHidden());
    // Browsers without adopted style sheets have these events too.
    on(window, "beforeprint", () => this.#image && hide(this.#image));
    on(window, "afterprint", () => this.#image && style(this.#image, IMAGE));
    this.#ofAttempt.push(
      listen(this.#extend, "click", () => handlers.extendPressed()),
      listen(this.#retry, "click", () => this.#canRetry && handlers.retryPressed()),
      listen(this.#hide, "click", () => handlers.hidePressed()),
    );
  }

  showLoading(): void {
    this.#stopCountdown();
    this.#canRetry = false;
    this.#say(this.#strings.loading);
    this.#showControls(this.#hide);
  }

  /** Shows the time left, and announces it if the screen reader should say so. */
  showCountdown(title: string, remainingMs: number, announce: "shown" | "remaining" | undefined): void {
    this.#wasImageShown = true;
    this.#timer.textContent = withSeconds(this.#strings.remaining, remainingMs);
    if (announce === "shown") this.#say(`${title}. ${withSeconds(this.#strings.shown, remainingMs)}`);
    if (announce === "remaining") this.#say(withSeconds(this.#strings.remaining, remainingMs));
    this.#showControls(this.#timer, this.#extend, this.#hide);
  }

  /** Shows a failure, and if it is retryable a button to try again, from `retryAfterMs` on. */
  showFailure(text: string, { retryable, retryAfterMs }: Pick<SetPinError, "retryable" | "retryAfterMs">): void {
    const hadFocus = this.#hasFocus();
    this.#say(text);
    this.#showControls(...(retryable ? [this.#retry, this.#hide] : [this.#hide]));
    if (hadFocus) focusInPlace(retryable ? this.#retry : this.#hide);
    if (retryable) this.#offerRetry(retryAfterMs);
  }

  #offerRetry(retryAfterMs: number | undefined): void {
    this.#stopCountdown();
    this.#canRetry = false;
    this.#stopCountdown = countDown(this.#retry, this.#strings.retry, retryAfterMs, () => (this.#canRetry = true));
  }

  /** Inserts the image, and gives it its URL last. */
  mount(href: string, alt: string, handlers: ViewHandlers): void {
    const image = create(this.#document, "img");
    this.#image = image;
    image.alt = alt;
    image.draggable = false;
    image.setAttribute("part", "image");
    image.referrerPolicy = "no-referrer";
    style(image, IMAGE);
    let failing: ReturnType<typeof setTimeout> | undefined;
    const on = (target: EventTarget, name: string, listener: (event: Event) => void) => {
      const ifTrusted = (event: globalThis.Event) => event.isTrusted && this.#image === image && listener(event);
      target.addEventListener(name, ifTrusted);
      this.#ofImage.push(() => target.removeEventListener(name, ifTrusted));
    };
    on(image, "load", () => handlers.loaded());
    // Browsers report the violation of a policy in a task of its own, which may be the next one.
    on(image, "error", () => (failing = setTimeout(() => handlers.failed(undefined))));
    this.#ofImage.push(() => clearTimeout(failing));
    on(this.#document, "securitypolicyviolation", (event) => {
      const { disposition, blockedURI, effectiveDirective } = event as SecurityPolicyViolationEvent;
      const isOurs = blockedURI === href || blockedURI === new URL(href).origin;
      if (disposition === "enforce" && isOurs) handlers.failed(effectiveDirective);
    });
    this.#stage.append(image);
    style(this.#stage, STATUS);
    image.src = href;
  }

  /** Removes the image, and its URL from the element, to which other code may have a reference. */
  unmount(): void {
    for (const undo of this.#ofImage.splice(0)) tryOrReport(undo);
    const image = this.#image;
    this.#image = undefined;
    if (!image) return;
    tryOrReport(() => image.removeAttribute("src"));
    tryOrReport(() => detach(image));
    tryOrReport(() => hide(this.#stage));
  }

  /** Ends the attempt. Only the status text stays, because a removed one is not announced. */
  end(): void {
    const hadFocus = this.#hasFocus();
    this.unmount();
    tryOrReport(this.#stopCountdown);
    for (const undo of this.#ofAttempt.splice(0)) tryOrReport(undo);
    tryOrReport(() => this.#showControls());
    tryOrReport(() => this.#say(this.#wasImageShown ? this.#strings.hidden : ""));
    if (hadFocus) tryOrReport(() => returnFocus(this.#focusedBefore));
    this.#focusedBefore = [];
  }

  /** Removes everything. */
  remove(): void {
    this.unmount();
    for (const undo of this.#ofAttempt.splice(0)) tryOrReport(undo);
    tryOrReport(() => clearTimeout(this.#statusTimer));
    tryOrReport(this.#stopCountdown);
    detach(this.#host);
  }

  #hasFocus(): boolean {
    return this.#tree.activeElement !== null;
  }

  /** A live region announces changes of its content, not its first content: so in a new task. */
  #say(text: string): void {
    clearTimeout(this.#statusTimer);
    this.#statusTimer = setTimeout(() => {
      this.#status.textContent = text;
    });
  }

  #showControls(...shown: readonly HTMLElement[]): void {
    const all = [this.#timer, this.#extend, this.#retry, this.#hide];
    for (const control of all.filter((one) => !shown.includes(one))) hide(control);
    for (const control of shown) style(control, control === this.#timer ? "display:inline-block" : BUTTON);
    if (shown.length > 0) style(this.#controls, CONTROLS);
    else hide(this.#controls);
  }

  #adoptPrintRule(): void {
    const window = windowOf(this.#document);
    if (!window || !("adoptedStyleSheets" in this.#tree)) return;
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(PRINT);
    this.#tree.adoptedStyleSheets = [sheet];
  }
}
