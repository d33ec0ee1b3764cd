// The common part of the types for TSX. Each framework passes properties and listeners in its own
// way.

import type { SetPinElement, SetPinElementDefaults, SetPinElementEventMap } from "../index.js";

/** The properties of `<set-pin-widget>` that JSX can set, each with the prefix `Prefix`. */
export type SetPinJsxProperties<Prefix extends string = ""> = {
  [Name in SetPinPropertyName as `${Prefix}${Name}`]?: SetPinElement[Name] | undefined;
};

type SetPinPropertyName = "options" | Exclude<keyof SetPinElement & keyof SetPinElementDefaults, "retry">;

/** Listeners for its events: `onset-pin-exit` with the prefix `on`. */
export type SetPinJsxListeners<Prefix extends string> = {
  [Name in keyof SetPinElementEventMap as `${Prefix}${Name}`]?: (event: SetPinElementEventMap[Name]) => void;
};

/** Attributes without a property of the same name. */
export interface SetPinJsxAttributes {
  "auto-open"?: boolean | "";
}
