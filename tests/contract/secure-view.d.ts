/**
 * What the entry `set-pin-widget/secure-view` offers to a web page: the issuer's images of a card's PIN and of its details.
 *
 * This file is part of the contract, as `set-pin-widget.d.ts` is, whose terms and names it uses: an option, a state, an error or a reason of the same name has
 * the same meaning. Everything here is new in 0.2.0.
 *
 * Terms. An *attempt* is one `show()` that was not refused, from the call to its one exit. Within an attempt at most one token request is in flight and at most
 * one image exists; a token is used once. The image's URL is in the element that shows it and nowhere else, and in no element once the image is hidden.
 */

import type { CardStatus, SetPinError, SetPinErrorCode, Theme, TokenRequestContext } from "./set-pin-widget.js";

/** Colours of the image of a PIN: `#RRGGBB`. Names and meaning: the issuer's `customCss`. */
export interface PinImageCss {
  backgroundColor?: string;
  /** Must differ from `backgroundColor`. */
  textColor?: string;
}

/** Colours of the image of a card's details: `#RRGGBB`. Names and meaning: the issuer's `customCss`. */
export interface CardDetailsImageCss {
  cardBackgroundColor?: string;
  /** Must differ from `cardBackgroundColor`. */
  cardTextColor?: string;
  panBackgroundColor?: string;
  /** Must differ from `panBackgroundColor`. */
  panTextColor?: string;
}

/** The body that the view sends to the host app's backend, which forwards it to the issuer. */
export interface ImageTokenRequest<Css> {
  customCss?: Css;
}

/** The response of the host app's backend. */
export interface ImageTokenResponse {
  token: string;
  imageUrl: string;
}

export type SecureViewState =
  | "idle" // nothing is shown; `show()` may be called
  | "checking" // the card's status is being requested (only with `cardStatus`)
  | "authorizing" // the host's `stepUp` is in progress
  | "requesting" // a token is being requested
  | "loading" // the image has its URL and has not fired `load`
  | "ready" // the image is visible
  | "failed" // see the last error; the view offers a retry where one can help, so the attempt goes on
  | "closed" // the attempt has ended; `show()` starts another
  | "destroyed"; // final

export interface SecureViewResult {
  reason:
    | "dismissed" // the cardholder pressed the view's own button
    | "expired" // the image was visible for `visibleMs`
    | "page_hidden" // the page was hidden or left, or its window lost the focus (`hideOnBlur`)
    | "closed_by_host" // `hide()`, `signal`, or the page removed the view's element
    | "declined" // `stepUp` answered `false`
    | "failed" // see `error`
    | "destroyed"; // `destroy()` during the attempt
  /** Present exactly where `reason` is `failed`. Besides the widget's codes: `image_timeout` [yes], `image_failed` [yes], `image_blocked` [no]. */
  error?: SetPinError;
}

export interface SecureViewEvent {
  /** e.g. `show`, `card_request`, `step_up`, `token_request`, `token_response`, `retry`, `image_load`, `extend`, `error`, `exit`. */
  name: string;
  state: SecureViewState;
  attempt: number;
  request: number;
  elapsedMs: number;
  code?: SetPinErrorCode;
}

/** The argument of `cardStatus.fetch`. */
export interface SecureViewContext {
  /** Aborted when the attempt ends or the request takes longer than `requestTimeoutMs`. */
  signal: AbortSignal;
}

/** The argument of `stepUp`. */
export interface SecureViewStepUpContext {
  /** Aborted when the attempt ends. */
  signal: AbortSignal;
  purpose: "view-pin" | "view-card-details";
}

export interface SecureViewOptions<Css> {
  tokenUrl?: string | URL;
  fetchToken?: (request: ImageTokenRequest<Css>, context: TokenRequestContext) => Promise<ImageTokenResponse>;
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);
  credentials?: RequestCredentials;
  /** Where the image appears: an element or a selector. */
  container: string | Element;
  /** Exact origins of the image. Default `["https://cards.baanx.com"]`. */
  allowedOrigins?: readonly string[];
  theme?: Theme;
  /** Merged over `theme`. */
  customCss?: Css;
  locale?: string;
  /** Request the card's status from the host's backend first. The details of a `FROZEN` card are shown; its PIN is not. */
  cardStatus?: {
    url?: string | URL;
    fetch?: (context: SecureViewContext) => Promise<CardStatus>;
  };
  /** As the widget's. */
  stepUp?: (context: SecureViewStepUpContext) => Promise<boolean | Record<string, string>>;
  /** How long the image is visible. Default 30 000; at least 1 000. The time left is visible, and a button starts it again. */
  visibleMs?: number;
  /** Default false. The image is always hidden when the page is hidden or left. */
  hideOnBlur?: boolean;
  retry?: { maxAttempts?: number; delayMs?: number } | false;
  requestTimeoutMs?: number;
  /** From the image's URL to its `load`: an image may fire neither `load` nor `error`. Default 15 000. */
  loadTimeoutMs?: number;
  onFailure?: "show" | "close";
  signal?: AbortSignal;
  /** The image is visible. */
  onReady?: () => void;
  onExit?: (result: SecureViewResult) => void;
  onError?: (error: SetPinError) => void;
  onStateChange?: (state: SecureViewState, previous: SecureViewState) => void;
  onEvent?: (event: SecureViewEvent) => void;
}

export type PinViewOptions = SecureViewOptions<PinImageCss>;
export type CardDetailsViewOptions = SecureViewOptions<CardDetailsImageCss>;

export interface SecureView<Options = PinViewOptions | CardDetailsViewOptions> {
  readonly state: SecureViewState;
  /**
   * Starts an attempt, with a fresh token. Settles when it has ended, and never rejects. During an attempt it returns that attempt's promise and asks for
   * nothing; in `failed` it tries again, within the same attempt. A refused call (`destroyed`, `not_in_browser`) settles its own promise, calls `onError`, and
   * nothing else. No request leaves before the next task.
   */
  show(): Promise<SecureViewResult>;
  /** Removes the image and its URL, and ends the attempt. Harmless when none is in progress. */
  hide(): void;
  /** New callbacks at once; the other options count from the next attempt. */
  update(options: Partial<Options>): void;
  /** Ends the attempt and releases everything. May be called at any time, any number of times. */
  destroy(): void;
}

/** Synchronous, never throws, and safe where there is no `window`. */
export function createPinView(options: PinViewOptions): SecureView<PinViewOptions>;
export function createCardDetailsView(options: CardDetailsViewOptions): SecureView<CardDetailsViewOptions>;
