// What the types for TSX share. Each framework passes properties and listeners in a way of its own.

import type { SetPinElement, SetPinElementDefaults, SetPinElementEventMap } from "../index.js";

/** The properties of `<set-pin-widget>` that JSX can set, each with `Prefix` before its name. */
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
