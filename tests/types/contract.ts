// The published declarations are assignable to the contract, name by name.

import * as published from "set-pin-widget";
import * as publishedViews from "set-pin-widget/secure-view";
import type * as viewContract from "../contract/secure-view.js";
import type * as contract from "../contract/set-pin-widget.js";

// A name that the package lacks must be planned in tests/contract/TESTS.md, as the step `audit`
// checks.
type Implemented = keyof typeof contract & keyof typeof published;
export const names: Pick<typeof contract, Implemented> = published;

// Options are assignable in one direction, results in the other.
export const options = (given: contract.SetPinOptions): published.SetPinOptions => given;
export const result = (given: published.SetPinResult): contract.SetPinResult => given;
export const event = (given: published.SetPinEvent): contract.SetPinEvent => given;
export const error = (given: published.SetPinError): contract.SetPinError => given;
export const widget = (given: published.SetPin): contract.SetPin => given;
export const state = (given: published.SetPinState): contract.SetPinState => given;
export const message = (given: published.MessageKey): contract.MessageKey => given;
export const defaults = (given: contract.SetPinElementDefaults): published.SetPinElementDefaults => given;

export const views: typeof viewContract = publishedViews;
export const pinOptions = (given: viewContract.PinViewOptions): publishedViews.PinViewOptions => given;
export const detailsOptions = (given: viewContract.CardDetailsViewOptions): publishedViews.CardDetailsViewOptions =>
  given;
export const viewResult = (given: publishedViews.SecureViewResult): viewContract.SecureViewResult => given;
export const viewEvent = (given: publishedViews.SecureViewEvent): viewContract.SecureViewEvent => given;
