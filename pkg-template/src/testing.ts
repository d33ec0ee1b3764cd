// `set-pin-widget/testing`: a sandbox for the host's tests, which simulates the host's backend and
// the issuer's page. Importing it has no effect. It runs in Node and in browsers.

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
  routeSandbox,
  type SandboxRoutes,
} from "./testing/adapters.js";
export { dispatchForgedAbort } from "./testing/page-script.js";
export {
  createSandbox,
  type Handler,
  type RecordedRequest,
  type Sandbox,
  type SandboxOptions,
} from "./testing/sandbox.js";
export type { CardResponse, ErrorResponse, InTurn, Scenario, ScenarioName } from "./testing/scenarios.js";
export { type ServedSandbox, type ServeOptions, serveSandbox } from "./testing/server.js";
