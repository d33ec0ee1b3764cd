// The backend's route for the widget's `tokenUrl`, for any server with the Fetch API. This entry
// imports no other entry and no engine.

export { createSetPinTokenHandler, type SetPinTokenHandler } from "./server/handler.js";
export type { SetPinTokenHandlerOptions } from "./server/options.js";
export type { SetPinTokenProblem, SetPinTokenProblemCode } from "./server/route-error.js";
