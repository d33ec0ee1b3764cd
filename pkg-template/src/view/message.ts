import { tryOrReport } from "../handle/report.js";
import type { CustomCss } from "../handle/token-request.js";
import { withContrast } from "./contrast.js";
import { element, HIDDEN, hide, style } from "./dom.js";
import { countDown } from "./retry-countdown.js";
import type { ViewStrings } from "./strings.js";

/** A failure, and the actions that can help. */
export interface Failure {
  /** The sentence for the cardholder. */
  readonly text: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly canSignIn: boolean;
}

/** Handlers for the buttons. */
export interface MessageHandlers {
  startAgain(): void;
  signIn(): void;
}

/** Below the frame, and above it while a dialog scrolls. As wide as the sheet, which it never widens. */
const ROW =
  "display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:center;width:0;min-width:100%;padding:8px 16px;";
/** Where the message is over the empty row, whose space is reserved. */
const IN_ROW = "grid-area:1/1/-1/-1;align-self:end;";
/**
 * Keeps the message visible in a dialog that scrolls, unless the screen is shorter than 480 px: the
 * frame would then have little space left.
 */
const STICKY =
  ";position:sticky;bottom:clamp(-1000vh,(100vh - 480px)*1000,0px);background:inherit;border-bottom-left-radius:inherit;border-bottom-right-radius:inherit";
/** Fills the place of the frame. */
const SCREEN =
  "display:flex;flex-direction:column;gap:16px;align-items:center;justify-content:center;grid-area:1/1/-1/-1;align-self:start;width:0;min-width:100%;min-height:min(100%,100vh - 80px);padding:24px 16px;border-radius:inherit;text-align:center";
const ICON =
  "display:grid;place-content:center;width:48px;height:48px;border:2px solid;border-radius:50%;font-size:1.5em;font-weight:bold";
const ROW_TEXT = "display:block;flex:1 1 12em;max-width:max-content;font-size:.875em";
const SCREEN_TEXT = "display:block;max-width:32em;text-align:center;text-wrap:balance";
const ACTIONS = "display:flex;flex-wrap:wrap;gap:8px;justify-content:center;max-width:100%";
/** The size is that of the dialog's close button. */
const BUTTON =
  "display:block;min-height:44px;padding:8px 16px;border:1px solid transparent;cursor:pointer;outline:revert;";
const LINK = `${BUTTON}background:none;text-decoration:underline`;

/**
 * The message beside the frame or in its place, with its buttons. The text is a live region, and
 * exists before it has content.
 */
export class Message {
  readonly element: HTMLElement;
  /** The live region. */
  readonly text: HTMLElement;
  /** Takes the space of the largest message beside the frame, so that nothing moves when it appears. */
  readonly space: HTMLElement;
  /** Reloads, starts over, tries again, or signs in. */
  readonly button: HTMLButtonElement;
  /** Closes the dialog after a failure. */
  readonly close: HTMLButtonElement;
  readonly #icon: HTMLElement;
  readonly #strings: ViewStrings;
  readonly #look: Required<CustomCss>;
  readonly #modal: boolean;
  readonly #handlers: MessageHandlers;
  #press: () => void = () => undefined;
  #stopCountdown: () => void = () => undefined;

  constructor(
    document: Document,
    strings: ViewStrings,
    look: Required<CustomCss>,
    modal: boolean,
    handlers: MessageHandlers,
  ) {
    this.#strings = strings;
    this.#look = look;
    this.#modal = modal;
    this.#handlers = handlers;
    const button = (attributes: Record<string, string>) =>
      element(document, "button", HIDDEN, { type: "button", ...attributes });
    this.element = element(document, "div", HIDDEN, { "data-part": "notice" });
    this.text = element(document, "div", ROW_TEXT, { id: "text", "data-set-pin-notice": "", role: "status" });
    this.button = button({ "data-part": "retry", "data-set-pin-retry": "", "aria-describedby": "text" });
    this.close = button({ "data-set-pin-leave": "" });
    this.close.textContent = strings.close;
    this.#icon = element(document, "div", HIDDEN, { "data-part": "icon", "aria-hidden": "true" });
    this.#icon.textContent = "!";
    const actions = element(document, "div", ACTIONS);
    actions.append(this.button, this.close);
    this.element.append(this.#icon, this.text, actions);
    this.space = this.#reserve(document);
  }

  /** Calls the action of the main button. */
  press(): void {
    this.#press();
  }

  /** Hides the message. */
  hide(): void {
    this.#clear();
    hide(this.element);
  }

  /** Offers to reload a frame that may be blank. */
  offerReload(): void {
    this.#showRow();
    style(this.text, "display:block");
    style(this.button, LINK);
    this.#offer(this.#strings.blank, () => this.#handlers.startAgain());
  }

  /** Offers to start over, beside the frame. */
  offerStartOver(): void {
    this.#showRow();
    style(this.button, BUTTON + this.#filled());
    this.#offer(this.#strings.startOver, () => this.#handlers.startAgain());
  }

  /** Shows a failure in the place of the frame, with the actions that can help. */
  showFailure({ retryable, retryAfterMs, canSignIn }: Failure): void {
    this.#clear();
    style(this.element, SCREEN);
    style(this.text, SCREEN_TEXT);
    style(this.#icon, ICON);
    const hasAction = retryable || canSignIn;
    if (hasAction) style(this.button, BUTTON + this.#filled());
    if (this.#modal) style(this.close, hasAction ? LINK : BUTTON + this.#filled());
    if (canSignIn) this.#offer(this.#strings.signIn, () => this.#handlers.signIn());
    else if (retryable) this.#offerRetry(retryAfterMs);
  }

  /** Stops the timer. */
  end(): void {
    this.#stopCountdown();
  }

  #clear(): void {
    this.end();
    for (const hidden of [this.#icon, this.button, this.close]) hide(hidden);
    this.button.removeAttribute("aria-disabled");
    this.#press = () => undefined;
  }

  #showRow(): void {
    this.#clear();
    style(this.text, ROW_TEXT);
    style(this.element, ROW + IN_ROW + (this.#modal ? STICKY : ""));
  }

  #offer(label: string, press: () => void): void {
    this.button.textContent = label;
    this.#press = press;
  }

  #offerRetry(retryAfterMs: number | undefined): void {
    this.button.style.opacity = ".6";
    this.#stopCountdown = countDown(this.button, this.#strings.retry, retryAfterMs, () => {
      this.button.style.opacity = "";
      this.#press = () => this.#handlers.startAgain();
    });
  }

  #filled(): string {
    const { backgroundColorPrimary, textColorPrimary, buttonBorderRadius } = this.#look;
    // Against the host's own background nothing can be computed: it may be any CSS.
    const isOwn = tryOrReport(() => getComputedStyle(this.element).getPropertyValue("--set-pin-button-background"));
    const text = isOwn ? textColorPrimary : withContrast(textColorPrimary, backgroundColorPrimary);
    return (
      `background:var(--set-pin-button-background,${backgroundColorPrimary});color:var(--set-pin-button-color,${text});` +
      `border-radius:var(--set-pin-button-radius,${buttonBorderRadius}px)`
    );
  }

  /** The two messages beside the frame, invisible and one above the other. */
  #reserve(document: Document): HTMLElement {
    const { expired, startOver, blank } = this.#strings;
    const space = element(document, "div", "display:grid;visibility:hidden;grid-area:2/1", { "aria-hidden": "true" });
    for (const [text, label] of [
      [expired, startOver],
      ["", blank],
    ]) {
      const row = element(document, "div", `${ROW}grid-area:1/1`);
      const sentence = element(document, "div", text ? ROW_TEXT : HIDDEN);
      const button = element(document, "div", BUTTON);
      sentence.textContent = text ?? "";
      button.textContent = label ?? "";
      row.append(sentence, button);
      space.append(row);
    }
    return space;
  }
}
