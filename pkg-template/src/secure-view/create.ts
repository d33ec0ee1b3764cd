import type { AnyOptions } from "./options.js";
import { SecureViewRuntime } from "./secure-view.js";
import type { CardDetailsViewOptions, PinViewOptions, SecureView } from "./types.js";

/**
 * Makes a view of the card's current PIN. This is synchronous, never throws, and works without a
 * `window`: `show()` checks the options.
 */
export function createPinView(options: PinViewOptions): SecureView<PinViewOptions> {
  return new SecureViewRuntime("pin", options as AnyOptions);
}

/** Makes a view of the card's number, expiry date and security code; see {@link createPinView}. */
export function createCardDetailsView(options: CardDetailsViewOptions): SecureView<CardDetailsViewOptions> {
  return new SecureViewRuntime("details", options as AnyOptions);
}
