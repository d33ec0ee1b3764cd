import { tryOrReport } from "../handle/report.js";
import { element, HIDDEN, hide, style, windowOf } from "./dom.js";

/** Below the frame, which is transparent until its page is drawn. It may grow, and never widens the sheet. */
const WAITING =
  "display:flex;flex-direction:column;gap:16px;align-items:center;justify-content:center;align-self:start;grid-area:1/1;width:0;min-width:100%;min-height:min(100%,100vh - 80px);padding:16px;text-align:center";
/** A ring whose top has no colour. The border is that of the text, so that it has its contrast. */
const SPINNER =
  "display:block;width:32px;height:32px;border:3px solid;border-top-color:transparent;border-radius:50%;opacity:.6";

/** How long a wait is not shown, in milliseconds: a shorter one would only flash. */
const HIDDEN_MS = 150;

/**
 * The spinner and the text while the cardholder waits. The text is a live region, and exists before
 * it has content.
 */
export class Waiting {
  readonly element: HTMLElement;
  /** The live region. */
  readonly text: HTMLElement;
  readonly #spinner: HTMLElement;
  #isShown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turning: Animation | undefined;

  constructor(document: Document) {
    this.element = element(document, "div", HIDDEN);
    this.#spinner = element(document, "div", SPINNER, { "data-part": "spinner", "aria-hidden": "true" });
    this.text = element(document, "div", "display:block;text-align:center", {
      "data-part": "status",
      "data-set-pin-status": "",
      role: "status",
    });
    this.element.append(this.#spinner, this.text);
  }

  show(): void {
    if (this.#isShown) return;
    this.#isShown = true;
    style(this.element, `${WAITING};opacity:0`);
    // A page may have replaced the timers.
    if (!tryOrReport(() => (this.#timer = setTimeout(() => this.#reveal(), HIDDEN_MS)))) this.#reveal();
  }

  hide(): void {
    this.#isShown = false;
    hide(this.element);
    tryOrReport(() => {
      this.#turning?.cancel();
      clearTimeout(this.#timer);
    });
  }

  /**
   * Makes the element opaque. The spinner turns only then: while it is transparent, each frame would
   * cost the page style, layout and paint.
   */
  #reveal(): void {
    if (!this.#isShown) return;
    this.element.style.opacity = "1";
    // Page code may have replaced `animate`, and test runners lack it.
    this.#turning = tryOrReport(() => this.#turn());
  }

  /** Turns the spinner, unless the cardholder prefers no motion. */
  #turn(): Animation | undefined {
    const view = windowOf(this.element.ownerDocument);
    if (view?.matchMedia?.("(prefers-reduced-motion: reduce)").matches) return undefined;
    const turns = [{ transform: "rotate(0)" }, { transform: "rotate(1turn)" }];
    return this.#spinner.animate?.(turns, { duration: 1000, iterations: Number.POSITIVE_INFINITY });
  }
}
