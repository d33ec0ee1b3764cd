// biome-ignore-all assist/source/organizeImports: a bundle that starts with the engine's bytes compresses better (`cargo xtask package --explain`).
export { createSetPin, preload } from "./handle/create.js";
export {
  defineSetPinElement,
  type SetPinElement,
  type SetPinElementDefaults,
  type SetPinElementEventMap,
} from "./element/set-pin-element.js";
export { completeRedirect } from "./handle/outcome.js";
export { SetPinError } from "./handle/error.js";
export { themes } from "./generated/custom-css.js";
// `export type *` would need TypeScript 5.0.
export * from "./handle/types.js";
