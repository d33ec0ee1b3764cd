// A backend's routes for the widget, for any server with the Fetch API. This entry imports no other
// entry and no engine.

export {
  type CardRoute,
  type CardRoutes,
  createCardRoutes,
  createSetPinTokenHandler,
  type SetPinTokenHandler,
} from "./server/handler.js";
export type { CardFacts } from "./server/issuer.js";
export type {
  Authorization,
  Cardholder,
  CardRoutesOptions,
  IssuedToken,
  SetPinTokenHandlerOptions,
} from "./server/options.js";
export type { CardRouteName, SetPinTokenProblem, SetPinTokenProblemCode } from "./server/route-error.js";
