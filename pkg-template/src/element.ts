// For whoever wants the element alone: index, in which it is defined, holds the engine anyway.

export type { SetPinElement, SetPinElementDefaults, SetPinElementEventMap } from "./index.js";
export { defineSetPinElement } from "./index.js";
