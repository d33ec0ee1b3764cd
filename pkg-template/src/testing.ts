// `set-pin-widget/testing`: a stand-in hosted page and backend for the integrator's own tests.
// Importing it has no effect. It runs in Node and in browsers.

export {
  cancelPin,
  completePin,
  type FrameLike,
  fulfillRoute,
  HOSTED_PAGE,
  type InterceptLike,
  type RouteLike,
  type RoutesLike,
  replyToIntercept,
  routeStandIn,
  type StandInRoutes,
} from "./testing/adapters.js";
export { dispatchForgedAbort } from "./testing/page-script.js";
export type { CardAnswer, InTurn, Scenario, ScenarioName, StatusAnswer } from "./testing/scenarios.js";
export { type ServedStandIn, type ServeOptions, serveStandIn } from "./testing/server.js";
export {
  createStandIn,
  type Handler,
  type RecordedRequest,
  type StandIn,
  type StandInOptions,
} from "./testing/stand-in.js";
