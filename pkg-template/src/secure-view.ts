// The issuer's images of a card's PIN and details. This entry imports no other entry and no engine.
export { SetPinError } from "./handle/error.js";
export { createCardDetailsView, createPinView } from "./secure-view/create.js";
// `export type *` would need TypeScript 5.0.
export * from "./secure-view/types.js";
