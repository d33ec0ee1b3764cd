// This entry exports the element alone. It is defined in index, which contains the engine anyway.

export type { SetPinElement, SetPinElementDefaults, SetPinElementEventMap } from "./index.js";
export { defineSetPinElement } from "./index.js";
